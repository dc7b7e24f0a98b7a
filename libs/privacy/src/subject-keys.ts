import type { Purpose } from '@redress/eventing';

import type { KeyEncryption } from './key-encryption.js';
import { type VaultKey, purposes } from './vault.js';

/** A key of the vault, at hand. Unwrapped on first use, so that one broken key spoils only what it sealed. */
export interface KeyAtHand {
  readonly generation: number;
  readonly state: VaultKey['state'];
  /** `null` when it was destroyed. */
  readonly plain: () => Buffer | null;
}

/** All keys of one subject, as the vault had them at one instant. */
export interface SubjectKeys {
  /** An instant before the vault was asked, in ms. */
  readonly readAt: number;
  readonly customer: string | null;
  /** The key to write with. */
  openFor(purpose: Purpose): KeyAtHand | undefined;
  find(purpose: Purpose, generation: number): KeyAtHand | undefined;
  /** Up to which generation keys of the purpose exist, 0 for none. */
  newest(purpose: Purpose): number;
}

const keyAtHand = (key: VaultKey, encryption: KeyEncryption): KeyAtHand => {
  let plain: Buffer | undefined;
  const { generation, state } = key;
  if (key.state === 'destroyed') return { generation, state, plain: () => null };
  return { generation, state, plain: () => (plain ??= encryption.unwrap(key, key)) };
};

const subjectKeys = (readAt: number, keys: readonly VaultKey[], encryption: KeyEncryption): SubjectKeys => {
  const held = new Map<Purpose, KeyAtHand[]>(purposes.map((purpose) => [purpose, []]));
  for (const key of keys) held.get(key.purpose)?.push(keyAtHand(key, encryption));
  for (const ofPurpose of held.values()) ofPurpose.sort((a, b) => b.generation - a.generation);
  const of = (purpose: Purpose): readonly KeyAtHand[] => held.get(purpose) ?? [];
  return {
    readAt,
    customer: keys.find(({ customer }) => customer !== null)?.customer ?? null,
    openFor: (purpose) => of(purpose).find(({ state }) => state === 'open'),
    find: (purpose, generation) => of(purpose).find((key) => key.generation === generation),
    newest: (purpose) => of(purpose)[0]?.generation ?? 0,
  };
};

/** Rows of the vault, by their subject. */
export const bySubject = (
  readAt: number,
  rows: readonly VaultKey[],
  encryption: KeyEncryption,
): ReadonlyMap<string, SubjectKeys> => {
  const groups = new Map<string, VaultKey[]>();
  for (const row of rows) {
    const group = groups.get(row.subject);
    if (group) group.push(row);
    else groups.set(row.subject, [row]);
  }
  return new Map([...groups].map(([subject, keys]) => [subject, subjectKeys(readAt, keys, encryption)]));
};
