import { createHash } from 'node:crypto';
import type { WallClock } from '@redress/eventing';
import { errors, jwtVerify } from 'jose';
import { anonymous, type Caller, type PersonRole, personRoles } from './caller.js';
import { linkIn, UnfitLink } from './link-token.js';
import type { ChannelKeys, LinksInForce } from './ports.js';
import { plainProblem, ProblemError } from './problem.js';
import type { PublicKeys } from './public-keys.js';

/** Who signs the tokens. */
export const tokenIssuer = 'redress';

export interface Known {
  readonly caller: Caller;
  /** Of a channel's key with a limit of its own. */
  readonly perMinute?: number;
}

/** What credentials are verified with. */
export interface Verifying {
  /** Of sign-in tokens. */
  readonly keys: PublicKeys;
  readonly channelKeys: () => ChannelKeys | undefined;
  /** Of customers' links; absent: none is good here. */
  readonly linkKeys: PublicKeys | undefined;
  readonly linksInForce: () => LinksInForce | undefined;
  readonly clock: WallClock;
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

  constructor(private readonly parts: Verifying) {}

  async callerFrom(header: string | undefined): Promise<Known> {
    if (header === undefined) return nobody;
    if (header.length > longestHeader) throw unauthenticated('These credentials are too long.');
    const [scheme = '', credentials = '', ...more] = header.split(' ');
    if (more.length > 0 || credentials === '') throw unauthenticated('The header Authorization is malformed.');
    if (/^bearer$/i.test(scheme)) return this.person(credentials);
    if (/^channel-key$/i.test(scheme)) return this.channel(credentials);
    if (/^link$/i.test(scheme)) return this.customer(credentials);
    throw unauthenticated('Sign in with a Bearer token, as a channel with a Channel-Key, as a customer with a Link.');
  }

  private async person(token: string): Promise<Known> {
    const { keys, clock } = this.parts;
    await keys.keepFresh();
    const now = clock.now();
    const known = this.verified.get(token);
    if (known?.edition === keys.edition && now.getTime() < known.until) return known;
    this.verified.delete(token);
    const { edition } = keys;
    const verified = { ...(await this.verify(token, now)), edition };
    if (this.verified.size >= mostVerified) this.verified.delete(this.verified.keys().next().value as string);
    this.verified.set(token, verified);
    return verified;
  }

  private async verify(token: string, now: Date): Promise<Omit<Verified, 'edition'>> {
    try {
      const { payload } = await jwtVerify(token, this.parts.keys.find, {
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
    const key = await this.parts.channelKeys()?.find(keyId, sha256);
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

  /** Looked at anew for each request: a link that was revoked opens nothing any more. */
  private async customer(token: string): Promise<Known> {
    const { linkKeys, linksInForce, clock } = this.parts;
    const inForce = linksInForce();
    if (!linkKeys || !inForce) throw unauthenticated('A Link is not valid here.');
    const { complaintId, generation } = await linkIn(token, linkKeys, clock.now()).catch((error: unknown) => {
      throw error instanceof UnfitLink ? unauthenticated(error.message) : error;
    });
    if (!(await inForce.holds(complaintId, generation)))
      throw unauthenticated('This link was revoked. Ask for a new one.');
    const id = `customer:${complaintId}`;
    return { caller: { id, roles: ['customer'], teams: [], kind: 'customer', complaintId } };
  }
}

const words = (claim: unknown): readonly string[] =>
  Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string').slice(0, 1_000) : [];

const isPersonRole = (role: string): role is PersonRole => (personRoles as readonly string[]).includes(role);

/** RFC 9110 §11.6.1: how to authenticate. */
export const challenge = 'Bearer realm="redress", Channel-Key realm="redress", Link realm="redress"';

export const unauthenticated = (detail: string): ProblemError =>
  new ProblemError(plainProblem(401, detail, { 'www-authenticate': challenge }));
