import { createHash } from 'node:crypto';

/** Root of all derived ids (RFC 9562 §5.5, version 5), so that they meet no other system's. */
const namespace = Buffer.from('8f1d6a52c1b74b0e9d7e3c5a90e4f1b6', 'hex');

/** The same parts give the same UUID, on every machine, for ever. Parts are kept apart: `('a', 'bc')` is not `('ab', 'c')`. */
export const derivedId = (...parts: readonly string[]): string => {
  const digest = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** Ids of the events of a command; a request's hash is part of them, so that another body never passes for the first. */
export const eventIdOf = (commandId: string, requestHash: string | undefined, index: number): string =>
  derivedId('event', commandId, requestHash ?? '', String(index));

/** The id of the n-th command that a rule sends because of an event: the same whenever it is asked again. */
export const consequenceId = (
  rule: string,
  causeId: string,
  {
    decider,
    id,
    command,
  }: { readonly decider: { readonly category: string }; readonly id: string; readonly command: string },
  index: number,
): string => derivedId('rule', rule, causeId, `${decider.category}-${id}`, command, String(index));
