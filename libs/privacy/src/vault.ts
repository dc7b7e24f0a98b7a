import type { Purpose } from '@redress/eventing';

export const purposes = ['contact', 'record'] as const satisfies readonly Purpose[];

/** Which key: a subject has one per purpose, and another generation after each forgetting. */
export interface KeyName {
  readonly subject: string;
  readonly purpose: Purpose;
  /** 1 for the first, then without gaps. */
  readonly generation: number;
}

/** A key as the vault keeps it: encrypted by the key-encryption key of the version named. */
export interface WrappedKey {
  readonly wrapped: Buffer;
  readonly kekVersion: number;
}

interface Kept extends KeyName {
  /** The pseudonym of the customer, once an event told it. */
  readonly customer: string | null;
  readonly createdAt: Date;
}

/**
 * `open`: written and read with. `closed`: a forgetting has begun; written with no more, and read with only for those who
 * see what the law keeps.
 * `destroyed`: the key is gone for good; the row stays as the proof that its absence is meant.
 */
export type VaultKey =
  | (Kept & WrappedKey & { readonly state: 'open' | 'closed' })
  | (Kept & { readonly state: 'destroyed'; readonly destroyedAt: Date });

/** A key that becomes the open one of its subject and purpose, unless there is one. */
export interface ProposedKey extends KeyName, WrappedKey {
  readonly customer: string | undefined;
}

/**
 * Keeps the keys of personal data, apart from the data. Every operation is one round trip, may be repeated, and takes
 * effect wholly or not at all. Every adapter passes `vaultContract`.
 */
export interface Vault {
  /**
   * Takes each proposal whose subject and purpose have no open key and whose generation is the next one; the others
   * are left aside. Of two processes that race, one wins and both are answered its key.
   * Names the customer on every row of the subject that names none yet.
   * Answers all keys of the subjects, as they are then. Durable before it resolves.
   */
  openKeys(proposals: readonly ProposedKey[], at: Date): Promise<readonly VaultKey[]>;
  /** All keys of the subjects, of every purpose and generation, in no order. */
  keysOf(subjects: readonly string[]): Promise<readonly VaultKey[]>;
  /** All keys that name the customer. */
  keysOfCustomer(customer: string): Promise<readonly VaultKey[]>;
  /** No open key of the subjects is handed out for writing from now on; writers that hold one do so for one cache time. */
  close(subjects: readonly string[]): Promise<void>;
  /** Wipes the closed ones among these keys: what they sealed reads `null` from then on. Open ones are left alone. */
  destroy(keys: readonly KeyName[], at: Date): Promise<void>;
}

/** What every store can keep and compare exactly: no NUL, no half of a surrogate pair, not too long for an index. */
const storable = /^[^\0\p{Cs}]{1,512}$/u;

/** Whether the text can name a subject or a customer. One that cannot would fail everybody else's batch. */
export const canName = (text: string): boolean => storable.test(text);
