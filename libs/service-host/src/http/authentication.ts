import { createHash } from 'node:crypto';
import type { WallClock } from '@redress/eventing';
import { errors, jwtVerify } from 'jose';
import { anonymous, type Caller, type PersonRole, personRoles } from './caller.js';
import type { ChannelKeys } from './ports.js';
import { plainProblem, ProblemError } from './problem.js';
import type { PublicKeys } from './public-keys.js';

/** Who signs the tokens. */
export const tokenIssuer = 'redress';

export interface Known {
  readonly caller: Caller;
  /** Of a channel's key with a limit of its own. */
  readonly perMinute?: number;
}

interface Verified extends Known {
  readonly edition: number;
  readonly until: number;
}

const nobody: Known = { caller: anonymous };
const mostVerified = 10_000;
const longestHeader = 4_096;
const subject = /^[\w.-]{1,128}$/;
const channelKey = /^([\w-]{1,64})\.([\x21-\x7e]{16,256})$/;

/** Turns the header `Authorization` into a caller. Anything but valid credentials or none is 401. */
export class Authentication {
  /** A signature takes a tenth of a millisecond to verify, and a screen sends the same token many times. */
  private readonly verified = new Map<string, Verified>();

  constructor(
    private readonly keys: PublicKeys,
    private readonly channelKeys: () => ChannelKeys | undefined,
    private readonly clock: WallClock,
  ) {}

  async callerFrom(header: string | undefined): Promise<Known> {
    if (header === undefined) return nobody;
    if (header.length > longestHeader) throw unauthenticated('These credentials are too long.');
    const [scheme = '', credentials = '', ...more] = header.split(' ');
    if (more.length > 0 || credentials === '') throw unauthenticated('The header Authorization is malformed.');
    if (/^bearer$/i.test(scheme)) return this.person(credentials);
    if (/^channel-key$/i.test(scheme)) return this.channel(credentials);
    throw unauthenticated('Sign in with a Bearer token, or as a channel with a Channel-Key.');
  }

  private async person(token: string): Promise<Known> {
    await this.keys.keepFresh();
    const now = this.clock.now();
    const known = this.verified.get(token);
    if (known?.edition === this.keys.edition && now.getTime() < known.until) return known;
    this.verified.delete(token);
    const { edition } = this.keys;
    const verified = { ...(await this.verify(token, now)), edition };
    if (this.verified.size >= mostVerified) this.verified.delete(this.verified.keys().next().value as string);
    this.verified.set(token, verified);
    return verified;
  }

  private async verify(token: string, now: Date): Promise<Omit<Verified, 'edition'>> {
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer: tokenIssuer,
        algorithms: ['EdDSA', 'Ed25519'],
        requiredClaims: ['sub', 'exp'],
        currentDate: now,
      });
      const { sub = '', exp = 0 } = payload;
      if (!subject.test(sub)) throw unauthenticated('This token names nobody.');
      const roles = words(payload['roles']).filter(isPersonRole);
      return { caller: { id: sub, roles, teams: words(payload['teams']), kind: 'person' }, until: exp * 1000 };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw unauthenticated('This token has expired. Renew it, or sign in again.');
      if (error instanceof errors.JOSEError) throw unauthenticated('This token is not valid.');
      throw error;
    }
  }

  private async channel(credentials: string): Promise<Known> {
    const [, keyId, secret] = channelKey.exec(credentials) ?? [];
    if (!keyId || !secret) throw unauthenticated('A Channel-Key reads <keyId>.<secret>.');
    const sha256 = createHash('sha256').update(secret).digest('hex');
    const key = await this.channelKeys()?.find(keyId, sha256);
    if (!key) throw unauthenticated('This Channel-Key is not valid here.');
    const caller: Caller = {
      id: `channel:${keyId}`,
      roles: ['channel'],
      teams: [],
      kind: 'channel',
      channel: key.channel,
    };
    return key.limits ? { caller, perMinute: key.limits.perMinute } : { caller };
  }
}

const words = (claim: unknown): readonly string[] =>
  Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string').slice(0, 1_000) : [];

const isPersonRole = (role: string): role is PersonRole => (personRoles as readonly string[]).includes(role);

/** RFC 9110 §11.6.1: how to authenticate. */
export const challenge = 'Bearer realm="redress", Channel-Key realm="redress"';

export const unauthenticated = (detail: string): ProblemError =>
  new ProblemError(plainProblem(401, detail, { 'www-authenticate': challenge }));
