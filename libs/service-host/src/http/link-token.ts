import { errors, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { PublicKeys } from './public-keys.js';

/** Which complaint a customer's link opens, and until when. */
export interface CustomerLink {
  readonly complaintId: string;
  /** Of the complaint's links: those of an older one were revoked. */
  readonly generation: number;
  /** To the second. */
  readonly expiresAt: Date;
}

const issuer = 'redress';
/** Told apart from a sign-in token by more than its key. */
const type = 'redress-link';
/** Links for something else may come to be: they open no complaint to a customer. */
const scope = 'customer';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Signs a link (JWS, Ed25519). The same link under the same key is the same token. */
export const linkToken = async ({ complaintId, generation, expiresAt }: CustomerLink, key: JWK): Promise<string> =>
  new SignJWT({ complaintId, generation, scope })
    .setProtectedHeader({ alg: 'EdDSA', kid: String(key.kid), typ: type })
    .setIssuer(issuer)
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .sign(await importJWK(key, 'EdDSA'));

/** What is wrong with a link, in a sentence for whoever used it. */
export class UnfitLink extends Error {
  override readonly name = 'UnfitLink';
}

/** Throws `UnfitLink` for a token that is none of ours, has expired or is for something else. */
export const linkIn = async (token: string, keys: PublicKeys, now: Date): Promise<CustomerLink> => {
  await keys.keepFresh();
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      issuer,
      typ: type,
      algorithms: ['EdDSA', 'Ed25519'],
      requiredClaims: ['exp', 'complaintId', 'generation', 'scope'],
      currentDate: now,
    });
    const { complaintId, generation, exp = 0 } = payload;
    if (payload['scope'] !== scope) throw new UnfitLink('This link is for something else.');
    if (typeof complaintId !== 'string' || !uuid.test(complaintId) || !isGeneration(generation))
      throw new UnfitLink('This link is not valid.');
    return { complaintId, generation, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new UnfitLink('This link has expired. Ask for a new one.');
    if (error instanceof errors.JOSEError) throw new UnfitLink('This link is not valid.');
    throw error;
  }
};

const isGeneration = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
