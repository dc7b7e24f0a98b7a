import { readFile, stat } from 'node:fs/promises';
import type { PersonId } from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import { type CryptoKey, decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import type { Standing } from './staff.rules.js';

const minute = 60_000;
/** So long somebody who was deactivated, or lost a role, is still taken for who they were. */
const tokenMs = 15 * minute;
/** A working day: then the password is asked for again. */
export const sessionMs = 12 * 60 * minute;

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey | Uint8Array;
  readonly mark: string;
}

/** Signs tokens (JWT, Ed25519) with the private key in a file; a file that was replaced is read again. */
export class SignInTokens {
  private known: SigningKey | undefined;

  constructor(
    private readonly privateKeyFile: string,
    private readonly clock: WallClock,
  ) {}

  /** Good for 15 minutes, and never beyond the session that began when the password was given. */
  async issue(personId: PersonId, { roles, teams }: Standing, sessionBegan: Date): Promise<IssuedToken> {
    const { kid, key } = await this.signingKey();
    const now = this.clock.now();
    const until = Math.min(now.getTime() + tokenMs, sessionBegan.getTime() + sessionMs);
    const token = await new SignJWT({ roles, teams, auth_time: seconds(sessionBegan.getTime()) })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setIssuer('redress')
      .setSubject(personId)
      .setIssuedAt(seconds(now.getTime()))
      .setExpirationTime(seconds(until))
      .sign(key);
    return { token, expiresAt: new Date(seconds(until) * 1000) };
  }

  private async signingKey(): Promise<SigningKey> {
    const { mtimeNs, ino } = await stat(this.privateKeyFile, { bigint: true });
    const mark = `${mtimeNs}:${ino}`;
    if (this.known?.mark === mark) return this.known;
    const jwk = JSON.parse(await readFile(this.privateKeyFile, 'utf8')) as JWK;
    if (!jwk.kid) throw new Error(`The key in ${this.privateKeyFile} has no kid.`);
    return (this.known = { kid: jwk.kid, key: await importJWK(jwk, 'EdDSA'), mark });
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** When the password was given that led to this token. The edge has checked the token: nothing is checked again here. */
export const sessionBeganAt = (authorization: string): Date => {
  const { auth_time: authTime, iat = 0 } = decodeJwt(authorization.split(' ')[1] ?? '');
  return new Date((typeof authTime === 'number' ? authTime : iat) * 1000);
};
