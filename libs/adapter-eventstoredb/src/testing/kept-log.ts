/** What a client proposes, as it came. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface KeptEvent extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position: they are the same. */
  readonly position: bigint;
}

export type Expected = bigint | 'no-stream' | 'any' | 'exists';

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-revision'; readonly current: bigint | undefined }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' };

export type ReadOutcome = 'missing' | 'deleted' | readonly KeptEvent[];

interface KeptStream {
  readonly events: KeptEvent[];
  /** Revisions below are gone. */
  truncateBefore: bigint;
  state: 'alive' | 'soft-deleted' | 'tombstoned';
}

/** The most that an append may weigh, in bytes. */
export const largestAppend = 1_048_576;

/** A log as EventStoreDB 22.10 keeps one, in memory. */
export interface KeptLog {
  readonly all: readonly KeptEvent[];
  append(stream: string, expected: Expected, events: readonly Proposed[]): AppendOutcome;
  /** In revision order, without what was truncated. */
  read(stream: string): ReadOutcome;
  deleteSoftly(stream: string, expected: Expected): AppendOutcome;
  tombstone(stream: string, expected: Expected): AppendOutcome;
  listen(wake: () => void): () => void;
}

const weightOf = ({ data, metadata, type }: Proposed): number => data.length + metadata.length + type.length * 2;
const bytes = (value: object): Uint8Array => Uint8Array.from(Buffer.from(JSON.stringify(value)));

export const keptLog = (): KeptLog => {
  const all: KeptEvent[] = [];
  const streams = new Map<string, KeptStream>();
  const wakes = new Set<() => void>();
  let end = 0n;

  const currentOf = (kept: KeptStream | undefined): bigint | undefined => kept?.events.at(-1)?.revision;

  const write = (stream: string, events: readonly Proposed[]): AppendOutcome => {
    const kept = streams.get(stream) ?? { events: [], truncateBefore: 0n, state: 'alive' };
    streams.set(stream, kept);
    if (kept.state === 'soft-deleted') {
      kept.state = 'alive';
      kept.truncateBefore = (currentOf(kept) ?? -1n) + 1n;
    }
    for (const event of events) {
      const one = { ...event, stream, revision: (currentOf(kept) ?? -1n) + 1n, position: end };
      end += BigInt(100 + weightOf(event));
      kept.events.push(one);
      all.push(one);
    }
    if (stream.startsWith('$$')) heedMetadata(stream.slice(2), events);
    const last = kept.events.at(-1);
    wakes.forEach((wake) => wake());
    return { kind: 'appended', revision: last?.revision ?? -1n, position: last?.position ?? 0n };
  };

  const heedMetadata = (stream: string, events: readonly Proposed[]): void => {
    const kept = streams.get(stream);
    const said = JSON.parse(Buffer.from(events.at(-1)?.data ?? []).toString() || '{}') as { $tb?: number };
    if (kept && said.$tb !== undefined) kept.truncateBefore = BigInt(said.$tb);
  };

  const own = (type: string, data: object): Proposed => ({
    id: crypto.randomUUID(),
    type,
    contentType: 'application/json',
    data: bytes(data),
    metadata: new Uint8Array(),
  });

  /** Where the same ids stand already, in this order; only ids are compared. */
  const standing = (kept: KeptStream, from: number, events: readonly Proposed[]): AppendOutcome | undefined => {
    const there = kept.events.slice(from, from + events.length);
    const last = there.at(-1);
    const same = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
    return last && same ? { kind: 'appended', revision: last.revision, position: last.position } : undefined;
  };

  const append = (stream: string, expected: Expected, events: readonly Proposed[]): AppendOutcome => {
    const kept = streams.get(stream);
    if (events.reduce((sum, event) => sum + weightOf(event), 0) > largestAppend) return { kind: 'too-large' };
    if (kept?.state === 'tombstoned') return { kind: 'deleted' };
    const current = currentOf(kept);
    const wrong: AppendOutcome = { kind: 'wrong-revision', current };
    const continues = kept?.state === 'soft-deleted';
    if (!kept || current === undefined)
      return expected === 'any' || expected === 'no-stream' ? write(stream, events) : wrong;
    if (expected === 'any' || expected === 'exists') {
      const first = kept.events.findIndex(({ id }) => id === events[0]?.id);
      return (first === -1 ? undefined : standing(kept, first, events)) ?? write(stream, events);
    }
    const after = expected === 'no-stream' ? -1n : expected;
    if (after === current || (continues && expected === 'no-stream')) return write(stream, events);
    if (after > current) return wrong;
    return standing(kept, Number(after) + 1, events) ?? wrong;
  };

  const finishing = (
    stream: string,
    expected: Expected,
    finish: (kept: KeptStream) => AppendOutcome,
  ): AppendOutcome => {
    const kept = streams.get(stream);
    const current = currentOf(kept);
    if (kept?.state === 'tombstoned') return { kind: 'deleted' };
    if (typeof expected === 'bigint' && expected !== current) return { kind: 'wrong-revision', current };
    const fresh: KeptStream = { events: [], truncateBefore: 0n, state: 'alive' };
    if (!kept) streams.set(stream, fresh);
    return finish(kept ?? fresh);
  };

  write('$users', [own('$UserCreated', { loginName: 'admin' })]);
  return {
    all,
    append,
    read: (stream) => {
      const kept = streams.get(stream);
      if (kept?.state === 'tombstoned') return 'deleted';
      if (!kept || kept.state === 'soft-deleted' || kept.events.length === 0) return 'missing';
      return kept.events.filter(({ revision }) => revision >= kept.truncateBefore);
    },
    deleteSoftly: (stream, expected) =>
      finishing(stream, expected, (kept) => {
        kept.state = 'soft-deleted';
        return write(`$$${stream}`, [own('$metadata', {})]);
      }),
    tombstone: (stream, expected) =>
      finishing(stream, expected, (kept) => {
        const outcome = write(stream, [own('$streamDeleted', {})]);
        kept.state = 'tombstoned';
        return outcome;
      }),
    listen: (wake) => {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
  };
};
