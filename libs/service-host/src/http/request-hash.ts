import { createHmac } from 'node:crypto';
import type { RequestSecret } from './options.js';
import type { Sender } from './caller.js';

/** JSON with its names in order (RFC 8785): the same for every body that says the same. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(',')}}`;
};

/** Bodies as keyed hashes, so that a stored event tells nobody what was sent, only whether the same came again. */
export class RequestHashes {
  private readonly newestFirst: readonly RequestSecret[];

  constructor(secrets: readonly RequestSecret[]) {
    if (secrets.length === 0) throw new Error('Requests are recognised by a secret: none was given.');
    if (new Set(secrets.map(({ version }) => version)).size !== secrets.length)
      throw new Error('Each secret of the request hashes has a version of its own.');
    for (const { version, secret } of secrets) {
      if (!Number.isSafeInteger(version) || version < 1)
        throw new Error('A version of a secret is a positive integer.');
      if (Buffer.byteLength(secret) < 32)
        throw new Error(`Version ${version} of the request secret has less than 32 bytes.`);
    }
    this.newestFirst = secrets.toSorted((a, b) => b.version - a.version);
  }

  /** `<version>.<hex>` under every secret, newest first. The command is part of it: equal bodies of two commands differ. */
  of(commandId: string, body: unknown): readonly string[] {
    const text = Buffer.isBuffer(body) ? body : canonicalJson(body);
    return this.newestFirst.map(
      ({ version, secret }) =>
        `${version}.${createHmac('sha256', secret).update(`${commandId}\n`).update(text).digest('hex')}`,
    );
  }
}

/**
 * Whether a stored hash is of the body now at hand, under whichever secret it was written. A hash under a secret that is
 * no longer known cannot be recognised: keep old secrets for as long as commands are remembered.
 */
export const sameRequest = ({ requestHashes = [] }: Sender, storedHash: string | undefined): boolean =>
  storedHash === undefined || requestHashes.includes(storedHash);
