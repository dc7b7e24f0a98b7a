import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';

/**
 * The public halves of the keys that sign tokens, from files alone. A file that changed is read again, at the latest
 * `lookEveryMs` after it did; one that cannot be read leaves the keys as they were, and is reported.
 */
export class PublicKeys {
  private constructor(
    private readonly paths: readonly string[],
    private readonly lookEveryMs: number,
    private readonly logger: Logger,
    private resolve: JWTVerifyGetKey,
    private marks: string,
    private lookedAt: number,
  ) {}

  /** Raised whenever the keys changed: what was verified under older ones must be verified again. */
  edition = 0;
  private looking: Promise<void> | undefined;

  /** Rejects when a file is missing, is no JWKS, holds a private key, or when there is no key at all. */
  static async open(paths: readonly string[], lookEveryMs: number, logger: Logger): Promise<PublicKeys> {
    const marks = await marksOf(paths);
    return new PublicKeys(paths, lookEveryMs, logger, await keysIn(paths), marks, performance.now());
  }

  readonly find: JWTVerifyGetKey = (header, token) => this.resolve(header, token);

  /** To be called before a token is looked at; seldom does anything. */
  async keepFresh(): Promise<void> {
    if (performance.now() - this.lookedAt < this.lookEveryMs) return;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    await this.looking;
  }

  private async look(): Promise<void> {
    this.lookedAt = performance.now();
    try {
      const marks = await marksOf(this.paths);
      if (marks === this.marks) return;
      this.resolve = await keysIn(this.paths);
      this.marks = marks;
      this.edition += 1;
      this.logger.info('the public keys of tokens were read again');
    } catch (error) {
      this.logger.warn({ error }, 'the public keys of tokens cannot be read; the last ones stay in use');
    }
  }
}

const marksOf = async (paths: readonly string[]): Promise<string> => {
  // A mounted Secret is swapped by a link: inode and time are those of the file behind it.
  const stats = await Promise.all(paths.map((path) => stat(path, { bigint: true })));
  return stats.map(({ mtimeNs, size, ino }) => `${mtimeNs}:${size}:${ino}`).join(' ');
};

const keysIn = async (paths: readonly string[]): Promise<JWTVerifyGetKey> => {
  const keys = (await Promise.all(paths.map(keysOf))).flat();
  if (keys.length === 0) throw new Error(`No Ed25519 public key is in ${paths.join(', ')}.`);
  return createLocalJWKSet({ keys });
};

const keysOf = async (path: string): Promise<JWK[]> => {
  const set = JSON.parse(await readFile(path, 'utf8')) as Partial<JSONWebKeySet>;
  if (!Array.isArray(set.keys)) throw new Error(`${path} is no JSON Web Key Set.`);
  if (set.keys.some((key) => 'd' in key))
    throw new Error(`${path} holds a private key; only public ones belong there.`);
  return set.keys.filter(({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519');
};
