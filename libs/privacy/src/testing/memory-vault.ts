import type { KeyName, ProposedKey, Vault, VaultKey } from '../vault.js';

const rowOf = ({ subject, purpose, generation }: KeyName): string => JSON.stringify([subject, purpose, generation]);

const opened = ({ customer, ...proposal }: ProposedKey, createdAt: Date): VaultKey => ({
  ...proposal,
  customer: customer ?? null,
  createdAt,
  state: 'open',
});

const destroyed = ({ subject, purpose, generation, customer, createdAt }: VaultKey, destroyedAt: Date): VaultKey => ({
  ...{ subject, purpose, generation, customer, createdAt },
  state: 'destroyed',
  destroyedAt,
});

/** A vault in memory, for specs; `lose` is what must never happen: a row gone without a proof. */
export interface MemoryVault extends Vault {
  /** How often `openKeys` and `keysOf` were asked. */
  readonly roundTrips: () => number;
  readonly lose: (subject: string) => void;
}

export const memoryVault = (): MemoryVault => {
  const rows = new Map<string, VaultKey>();
  let roundTrips = 0;

  const where = (test: (key: VaultKey) => boolean): VaultKey[] => [...rows.values()].filter(test);
  const of = (subjects: readonly string[]): VaultKey[] => where(({ subject }) => subjects.includes(subject));

  const take = (proposal: ProposedKey, at: Date): void => {
    const keys = of([proposal.subject]).filter(({ purpose }) => purpose === proposal.purpose);
    const isNext = proposal.generation === 1 + Math.max(0, ...keys.map(({ generation }) => generation));
    if (isNext && !keys.some(({ state }) => state === 'open')) rows.set(rowOf(proposal), opened(proposal, at));
  };

  const nameCustomer = ({ subject, customer }: ProposedKey): void => {
    if (customer === undefined) return;
    for (const key of of([subject])) if (key.customer === null) rows.set(rowOf(key), { ...key, customer });
  };

  return {
    roundTrips: () => roundTrips,
    lose: (subject) => of([subject]).forEach((key) => rows.delete(rowOf(key))),

    openKeys: async (proposals, at) => {
      // An answer takes a while: others may ask meanwhile.
      await Promise.resolve();
      roundTrips += 1;
      for (const proposal of proposals) take(proposal, at);
      for (const proposal of proposals) nameCustomer(proposal);
      return of(proposals.map(({ subject }) => subject));
    },
    keysOf: async (subjects) => {
      await Promise.resolve();
      roundTrips += 1;
      return of(subjects);
    },
    keysOfCustomer: async (customer) => where((key) => key.customer === customer),
    close: async (subjects) => {
      for (const key of of(subjects)) if (key.state === 'open') rows.set(rowOf(key), { ...key, state: 'closed' });
    },
    destroy: async (keys, at) => {
      for (const name of keys) {
        const key = rows.get(rowOf(name));
        if (key?.state === 'closed') rows.set(rowOf(name), destroyed(key, at));
      }
    },
  };
};
