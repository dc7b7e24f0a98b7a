import { batched, type Open, type Seal, type SubjectNeeded, type WallClock } from '@redress/eventing';

import { keyCache } from './key-cache.js';
import { type KeyEncryption, newKey } from './key-encryption.js';
import { generationOf, newestGenerationIn, openText, sealText } from './sealed-text.js';
import { type SubjectKeys, bySubject } from './subject-keys.js';
import { type KeyName, type ProposedKey, type Vault, canName, purposes } from './vault.js';
import { ForgottenRevived, revivedKeys, type WithdrawnKey } from './withdrawn-keys.js';

/** The vault has no such key and no proof that it was destroyed: it was lost, or the vault is an older copy. */
export class KeyMissing extends Error {
  constructor({ subject, purpose, generation }: KeyName) {
    super(`The vault has no key of ${subject} for ${purpose}, generation ${generation}, and never destroyed it.`);
    this.name = 'KeyMissing';
  }
}

/** What holds sealed text: an event as it was stored, or the like of it elsewhere. */
export interface SealedData {
  /** JSON */
  readonly data: string;
  readonly metadata: { readonly subject?: string };
}

export interface PersonalData {
  /** Resolves once the keys are durable. Use the seal at once: after one cache time it may write what nobody can read. */
  forWriting(needs: readonly SubjectNeeded[]): Promise<Seal>;
  /**
   * Opens the personal fields of these events, and of no others. What it opens is `null` where the key was destroyed,
   * and where it was closed unless the reach goes so far; it throws `KeyMissing` where the key is lost and `SealBroken`
   * where the text is not what was written there.
   */
  forReading(events: readonly SealedData[], reach?: Reach): Promise<Open>;
  /** All keys that name the customer. */
  keysOfCustomer(customer: string): ReturnType<Vault['keysOfCustomer']>;
  /** The first step of forgetting; other processes hear of it within one cache time. */
  close(subjects: readonly string[]): Promise<void>;
  /** The second step: of these keys those that are closed. Other processes hear of it within one cache time. */
  destroy(keys: readonly KeyName[]): Promise<void>;
  /** Rejects with `ForgottenRevived` when the vault would open what was forgotten. */
  refuseRevived(withdrawn: readonly WithdrawnKey[]): Promise<void>;
}

/** Closed keys seal what the law keeps of a forgotten person: `kept-by-law` is for those who may see it. */
export type Reach = 'in-use' | 'kept-by-law';

export interface PersonalDataOptions {
  readonly vault: Vault;
  readonly keyEncryption: KeyEncryption;
  readonly clock: WallClock;
  /** How long a key is kept in memory: forgetting waits as long between closing and destroying. */
  readonly cacheMs?: number;
  readonly cachedSubjects?: number;
}

interface Wanted {
  readonly subject: string;
  readonly generation: number;
}

/** How often a new generation is tried for when somebody else keeps closing it. */
const mostTries = 5;

export const personalData = (options: PersonalDataOptions): PersonalData => {
  const { vault, keyEncryption, clock, cacheMs = 60_000, cachedSubjects = 50_000 } = options;
  const cache = keyCache(clock, cacheMs, cachedSubjects);

  type Keys = ReadonlyMap<string, SubjectKeys>;

  const ask = async (rows: (at: Date) => ReturnType<Vault['keysOf']>): Promise<Keys> => {
    const at = clock.now();
    const found = bySubject(at.getTime(), await rows(at), keyEncryption);
    for (const [subject, keys] of found) cache.set(subject, keys);
    return found;
  };

  const propose = ({ subject, customer }: SubjectNeeded, keys: SubjectKeys | undefined): readonly ProposedKey[] =>
    purposes.map((purpose) => {
      const name = { subject, purpose, generation: (keys?.newest(purpose) ?? 0) + (keys?.openFor(purpose) ? 0 : 1) };
      return { ...name, ...keyEncryption.wrap(name, newKey()), customer };
    });

  const open = batched(async (needs: readonly SubjectNeeded[]) => {
    const found = new Map<string, SubjectKeys>();
    let pending = merged(needs);
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries === mostTries) throw new Error(`The vault opened no key for ${pending[0]?.subject} in ${tries} tries.`);
      const proposals = pending.flatMap((need) => propose(need, found.get(need.subject)));
      for (const [subject, keys] of await ask((at) => vault.openKeys(proposals, at))) found.set(subject, keys);
      pending = pending.filter((need) => !canWrite(need, found.get(need.subject)));
    }
    return needs.map(({ subject }) => found.get(subject));
  });

  const read = batched(async (wanted: readonly Wanted[]) => {
    const found = await ask(() => vault.keysOf([...new Set(wanted.map(({ subject }) => subject))]));
    return wanted.map(({ subject }) => found.get(subject));
  });

  return {
    forWriting: async (needs) => {
      for (const need of needs) checkNames(need);
      const keys = await gather(merged(needs), (need) => {
        const cached = cache.get(need.subject);
        return canWrite(need, cached) ? cached : open(need);
      });
      return (field, value) => {
        const key = keys.get(field.subject)?.openFor(field.purpose);
        const plain = key?.plain();
        if (!key || !plain) throw new Error(`The keys of ${field.subject} were not asked for before sealing.`);
        return sealText(plain, key.generation, field, value);
      };
    },

    forReading: async (events, reach = 'in-use') => {
      const keys = await gather(newestWanted(events), (wanted) => {
        const cached = cache.get(wanted.subject);
        return canRead(wanted, cached) ? cached : read(wanted);
      });
      return (field, sealed) => {
        const generation = generationOf(field, sealed);
        const key = keys.get(field.subject)?.find(field.purpose, generation);
        if (!key) throw new KeyMissing({ subject: field.subject, purpose: field.purpose, generation });
        const plain = reach === 'in-use' && key.state === 'closed' ? null : key.plain();
        return plain === null ? null : openText(plain, field, sealed);
      };
    },

    keysOfCustomer: (customer) => vault.keysOfCustomer(customer),
    close: async (subjects) => {
      await vault.close(subjects);
      cache.drop(subjects);
    },
    destroy: async (keys) => {
      await vault.destroy(keys, clock.now());
      cache.drop(keys.map(({ subject }) => subject));
    },
    refuseRevived: async (withdrawn) => {
      const revived = await revivedKeys(vault, withdrawn);
      if (revived.length > 0) throw new ForgottenRevived(revived);
    },
  };
};

const canWrite = ({ customer }: SubjectNeeded, keys: SubjectKeys | undefined): boolean =>
  keys !== undefined &&
  purposes.every((purpose) => keys.openFor(purpose)) &&
  // A customer who has just become known must stand in the vault before the event that tells it.
  (customer === undefined || keys.customer !== null);

/** Keys read before somebody made a new generation must not make it look missing. */
const canRead = ({ generation }: Wanted, keys: SubjectKeys | undefined): boolean =>
  keys !== undefined && purposes.every((purpose) => keys.newest(purpose) >= generation);

const checkNames = ({ subject, customer }: SubjectNeeded): void => {
  if (!canName(subject))
    throw new Error('A subject of personal data is named by 1 to 512 characters, none of them NUL.');
  if (customer !== undefined && !canName(customer))
    throw new Error('A customer is named by 1 to 512 characters, none of them NUL.');
};

/** One per subject; the customer is whom any of them names. */
const merged = (needs: readonly SubjectNeeded[]): readonly SubjectNeeded[] => {
  const bySubject = new Map<string, SubjectNeeded>();
  for (const need of needs) if (!bySubject.get(need.subject)?.customer) bySubject.set(need.subject, need);
  return [...bySubject.values()];
};

const newestWanted = (events: readonly SealedData[]): readonly Wanted[] => {
  const newest = new Map<string, number>();
  for (const { data, metadata } of events) {
    const { subject } = metadata;
    if (subject === undefined || !canName(subject)) continue;
    newest.set(subject, Math.max(newest.get(subject) ?? 0, newestGenerationIn(data)));
  }
  return [...newest].flatMap(([subject, generation]) => (generation > 0 ? [{ subject, generation }] : []));
};

const gather = async <Ask extends { readonly subject: string }>(
  asked: readonly Ask[],
  keysFor: (ask: Ask) => SubjectKeys | undefined | Promise<SubjectKeys | undefined>,
): Promise<ReadonlyMap<string, SubjectKeys | undefined>> =>
  new Map(await Promise.all(asked.map(async (ask) => [ask.subject, await keysFor(ask)] as const)));
