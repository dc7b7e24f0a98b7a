import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile, generateKeyEncryptionFile, secretFile } from '@redress/privacy';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** Secrets of one installation, as files that only its user reads. Made at the first start, then never overwritten. */
export class HouseSecrets {
  /** Hashes requests under an Idempotency-Key. */
  readonly request: Buffer;
  /** Makes customers' pseudonyms. Must never change: the same customer would become another. */
  readonly customer: Buffer;

  private constructor(readonly directory: string) {
    this.request = secretFile(join(directory, 'request-hash.secret'));
    this.customer = secretFile(join(directory, 'customer-pseudonym.secret'));
  }

  /** Makes what is missing; safe when several processes start at once. */
  static async in(dataDirectory: string): Promise<HouseSecrets> {
    const directory = join(dataDirectory, 'secrets');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const secrets = new HouseSecrets(directory);
    generateKeyEncryptionFile(secrets.keyEncryptionFile);
    await secrets.makeSignInKeys();
    return secrets;
  }

  /** Wraps the keys of personal data; lines `<version>:<base64>`, read again when they change. */
  get keyEncryptionFile(): string {
    return join(this.directory, 'key-encryption.keys');
  }
  /** Directory's own: signs sign-in tokens (Ed25519, JWK). */
  get signInPrivateKeyFile(): string {
    return join(this.directory, 'sign-in.private.json');
  }
  /** Checks sign-in tokens (JWKS): all that other services need. */
  get signInPublicKeysFile(): string {
    return join(this.directory, 'sign-in.public.json');
  }

  private async makeSignInKeys(): Promise<void> {
    if (existsSync(this.signInPublicKeysFile)) return;
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const own = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(own);
    createPrivateFile(this.signInPrivateKeyFile, () => JSON.stringify({ ...own, kid, alg: 'EdDSA', use: 'sig' }));
    // Whoever won the race for the private file, the public one follows from what stands there.
    const { d: _, ...known } = JSON.parse(readFileSync(this.signInPrivateKeyFile, 'utf8')) as Record<string, unknown>;
    createPrivateFile(this.signInPublicKeysFile, () => JSON.stringify({ keys: [known] }));
  }
}
