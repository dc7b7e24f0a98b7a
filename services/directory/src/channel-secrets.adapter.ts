import { createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ChannelKeyId } from '@redress/contracts';

/** The secret half of a channel's key, and its hash, which alone is kept. */
export interface ChannelSecret {
  readonly secret: string;
  readonly sha256: string;
}

/**
 * Secrets that follow from their key's id and from directory's private key (HKDF, RFC 5869): a request that comes again
 * gets the same answer, though the secret stands nowhere. With another private key new keys follow from that; those
 * that were issued stay good, since only their hashes are compared.
 */
export class ChannelSecrets {
  constructor(private readonly privateKeyFile: string) {}

  of(keyId: ChannelKeyId): ChannelSecret {
    const { d } = JSON.parse(readFileSync(this.privateKeyFile, 'utf8')) as { readonly d: string };
    const bytes = hkdfSync('sha256', Buffer.from(d, 'base64url'), keyId, 'redress channel key 1', 32);
    const secret = Buffer.from(bytes).toString('base64url');
    return { secret, sha256: createHash('sha256').update(secret).digest('hex') };
  }
}
