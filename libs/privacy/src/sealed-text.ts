import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

import type { SealedField } from '@redress/eventing';

const ivBytes = 12;
const tagBytes = 16;
const form = /^([1-9]\d{0,8})\.([A-Za-z0-9_-]{38,})$/;
/** Every whole JSON text that has the form: all that is sealed, and now and then something that only looks like it. */
const inJson = /"([1-9]\d{0,8})\.[A-Za-z0-9_-]{38,}"/g;

/** The sealed text is not what was written at this place: altered, cut, or moved here from elsewhere. */
export class SealBroken extends Error {
  constructor({ eventId, type, path }: SealedField, cause?: unknown) {
    super(`The personal field ${path.join('.')} of ${type} ${eventId} does not open with its key.`, { cause });
    this.name = 'SealBroken';
  }
}

const placeOf = ({ eventId, type, path }: SealedField): Buffer => Buffer.from(JSON.stringify([eventId, type, path]));

const chance = Buffer.alloc(ivBytes * 512);
let used = chance.length;

/** Asked for by the block: a call into the system's source for each field would cost as much as sealing it. */
const freshIv = (): Buffer => {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  const iv = Buffer.from(chance.subarray(used, used + ivBytes));
  used += ivBytes;
  return iv;
};

/**
 * `<generation>.<base64url(iv | ciphertext | tag)>`: AES-256-GCM (NIST SP 800-38D) of the value as JSON.
 * Event, type and path are bound in; the subject and the purpose are, by the key.
 */
export const sealText = (key: Buffer, generation: number, field: SealedField, value: unknown): string => {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(placeOf(field));
  const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${generation}.${sealed.toString('base64url')}`;
};

/** Throws `SealBroken` for whatever `sealText` did not write at this very place with this key. */
export const openText = (key: Buffer, field: SealedField, text: string): unknown => {
  const sealed = Buffer.from(form.exec(text)?.[2] ?? '', 'base64url');
  if (sealed.length < ivBytes + tagBytes) throw new SealBroken(field);
  try {
    return JSON.parse(decrypted(key, sealed, placeOf(field))) as unknown;
  } catch (error) {
    throw new SealBroken(field, error);
  }
};

const decrypted = (key: Buffer, sealed: Buffer, place: Buffer): string => {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(place)
    .setAuthTag(sealed.subarray(-tagBytes));
  return cipher.update(sealed.subarray(ivBytes, -tagBytes), undefined, 'utf8') + cipher.final('utf8');
};

/** Which generation sealed it; throws `SealBroken` for what was never sealed. */
export const generationOf = (field: SealedField, text: string): number => {
  const generation = form.exec(text)?.[1];
  if (generation === undefined) throw new SealBroken(field);
  return Number(generation);
};

/** The newest generation that sealed anything in an event's data, 0 for none. May name a newer one, never an older. */
export const newestGenerationIn = (data: string): number => {
  let newest = 0;
  for (const [, generation] of data.matchAll(inJson)) newest = Math.max(newest, Number(generation));
  return newest;
};
