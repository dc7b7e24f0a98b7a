import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { createPrivateFile, keyAsText, keyFromText } from './private-file.js';

/**
 * The 32 bytes in the file, written there as base64; made by chance (mode 600) when there is no such file.
 * Safe when several processes start at once: all get the same secret.
 */
export const secretFile = (path: string): Buffer => {
  createPrivateFile(path, () => `${keyAsText(randomBytes(32))}\n`);
  return keyFromText(readFileSync(path, 'utf8').trim(), `The secret in ${path}`);
};

/**
 * Secrets that are rotated: lines `<version>:<base64 of 32 bytes>`, or one line of base64, which is version 1. Newest
 * first. Made as `secretFile` makes it.
 */
export const versionedSecretFile = (path: string): readonly VersionedSecret[] => {
  createPrivateFile(path, () => `${keyAsText(randomBytes(32))}\n`);
  const lines = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const secrets = lines.map((line, index) => {
    const [, version, text] = /^([1-9]\d{0,8}):(\S+)$/.exec(line.trim()) ?? [];
    if (version === undefined && lines.length > 1)
      throw new Error(`Line ${index + 1} of ${path} is not "version:base64".`);
    const secret = keyFromText(text ?? line.trim(), `Line ${index + 1} of ${path}`);
    return { version: Number(version ?? 1), secret };
  });
  if (secrets.length === 0) throw new Error(`There is no secret in ${path}.`);
  if (new Set(secrets.map(({ version }) => version)).size !== secrets.length)
    throw new Error(`${path} gives one version two secrets.`);
  return secrets.toSorted((one, other) => other.version - one.version);
};

export interface VersionedSecret {
  readonly version: number;
  readonly secret: Buffer;
}

/**
 * The pseudonym of a customer: the same for the same id and secret, and telling nothing about it without the secret.
 * A UUID of version 8 (RFC 9562 §5.8) out of HMAC-SHA256. Ids that differ only in how Unicode composes their
 * characters, or in blanks around them, are one customer.
 */
export const customerKeyOf = (secret: Buffer, customerId: string): string => {
  const id = customerId.normalize('NFC').trim();
  // Otherwise all who are not known would be taken for one and the same customer.
  if (id === '') throw new Error('A customer without an id has no pseudonym.');
  const digest = createHmac('sha256', secret).update(id, 'utf8').digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
