import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPrivateFile,
  generateKeyEncryptionFile,
  secretFile,
  versionedSecretFile,
  type VersionedSecret,
} from '@redress/privacy';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const names = {
  request: 'request-hash.secret',
  customer: 'customer-pseudonym.secret',
  keyEncryption: 'key-encryption.keys',
  signInPrivate: 'sign-in.private.json',
  signInPublic: 'sign-in.public.json',
  linkPrivate: 'customer-link.private.json',
  linkPublic: 'customer-link.public.json',
} as const;
const neededByAll = [names.request, names.customer, names.signInPublic, names.linkPublic];

/** Secrets of one installation, as files that only its user reads. Made at the first start, then never overwritten. */
export class HouseSecrets {
  /** Hash requests under an Idempotency-Key, newest first; older ones stay as long as commands are remembered. */
  readonly requests: readonly VersionedSecret[];
  /** Makes customers' pseudonyms. Must never change: the same customer would become another. */
  readonly customer: Buffer;

  private constructor(readonly directory: string) {
    this.requests = versionedSecretFile(join(directory, names.request));
    this.customer = secretFile(join(directory, names.customer));
  }

  /** Those of a data directory: makes what is missing; safe when several processes start at once. */
  static in(dataDirectory: string): Promise<HouseSecrets> {
    return HouseSecrets.made(join(dataDirectory, 'secrets'));
  }

  /** Makes what is missing in a folder. */
  static async made(directory: string): Promise<HouseSecrets> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const secrets = new HouseSecrets(directory);
    generateKeyEncryptionFile(secrets.keyEncryptionFile);
    await makeKeyPair(secrets.signInPrivateKeyFile, secrets.signInPublicKeysFile);
    await makeKeyPair(secrets.linkPrivateKeyFile, secrets.linkPublicKeysFile);
    return secrets;
  }

  /**
   * A folder that others fill, and that may be read only: nothing is made. Throws when one is missing that every service
   * needs; keys of personal data are for those who are entitled to them, the key that signs sign-in tokens is for directory
   * alone, the one that signs customers' links for the services that make some.
   */
  static given(directory: string, vault?: 'none'): HouseSecrets {
    const needed = vault === 'none' ? neededByAll : [...neededByAll, names.keyEncryption];
    const missing = needed.filter((name) => !existsSync(join(directory, name)));
    if (missing.length > 0)
      throw new Error(
        `SECRETS_DIR=${directory} lacks ${missing.join(', ')}. The secrets of an installation are made once, by: redress keys init <folder>.`,
      );
    return new HouseSecrets(directory);
  }

  /** Wraps the keys of personal data; lines `<version>:<base64>`, read again when they change. */
  get keyEncryptionFile(): string {
    return join(this.directory, names.keyEncryption);
  }
  /** Directory's own: signs sign-in tokens (Ed25519, JWK). */
  get signInPrivateKeyFile(): string {
    return join(this.directory, names.signInPrivate);
  }
  /** Checks sign-in tokens (JWKS): all that other services need. */
  get signInPublicKeysFile(): string {
    return join(this.directory, names.signInPublic);
  }
  /** Signs customers' links (Ed25519, JWK): for the services alone that make some. */
  get linkPrivateKeyFile(): string {
    return join(this.directory, names.linkPrivate);
  }
  /** Checks customers' links (JWKS). A key that signs no more stays in it as long as its links are good. */
  get linkPublicKeysFile(): string {
    return join(this.directory, names.linkPublic);
  }
}

const makeKeyPair = async (privateKeyFile: string, publicKeysFile: string): Promise<void> => {
  if (existsSync(publicKeysFile)) return;
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const own = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(own);
  createPrivateFile(privateKeyFile, () => JSON.stringify({ ...own, kid, alg: 'EdDSA', use: 'sig' }));
  // Whoever won the race for the private file, the public one follows from what stands there.
  const { d: _, ...known } = JSON.parse(readFileSync(privateKeyFile, 'utf8')) as Record<string, unknown>;
  createPrivateFile(publicKeysFile, () => JSON.stringify({ keys: [known] }));
};
