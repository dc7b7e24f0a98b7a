import { randomBytes } from 'node:crypto';

import type { KeyName, Vault, VaultKey } from './vault.js';

/** A key that a forgetting closed or destroyed, as the log says: what it sealed must not be seen as before. */
export interface WithdrawnKey extends KeyName {
  readonly state: 'closed' | 'destroyed';
}

/** The vault is an older copy: it would show what was forgotten. */
export class ForgottenRevived extends Error {
  constructor(readonly keys: readonly WithdrawnKey[]) {
    super(
      `The vault is an older copy: ${keys.length === 1 ? 'a key that was' : `${keys.length} keys that were`} withdrawn ` +
        'when customers were forgotten would open their data again. Apply the forgetting again: npm run redress -- forget --again',
    );
    this.name = 'ForgottenRevived';
  }
}

const pageSize = 1_000;

/** Those of the keys that the vault has not withdrawn, or no longer. */
export const revivedKeys = async (
  vault: Vault,
  withdrawn: readonly WithdrawnKey[],
): Promise<readonly WithdrawnKey[]> => {
  const revived: WithdrawnKey[] = [];
  for (let from = 0; from < withdrawn.length; from += pageSize) {
    const page = withdrawn.slice(from, from + pageSize);
    const states = statesOf(await vault.keysOf([...new Set(page.map(({ subject }) => subject))]));
    revived.push(...page.filter((key) => !isWithdrawn(key, states.get(nameOf(key)))));
  }
  return revived;
};

/** Closes and destroys in the vault what the log says was closed and destroyed; may be repeated. Answers how many it were. */
export const withdrawAgain = async (vault: Vault, withdrawn: readonly WithdrawnKey[], at: Date): Promise<number> => {
  // A newer generation is not withdrawn with an older one: what is made up below is made in order.
  const revived = [...(await revivedKeys(vault, withdrawn))].sort((a, b) => a.generation - b.generation);
  for (const key of revived) {
    const { subject, purpose, generation } = key;
    const states = statesOf(await vault.keysOf([subject]));
    if (!states.has(nameOf(key)) && key.state === 'destroyed')
      // An older copy does not know the key at all: a proof of its destruction takes its place.
      await vault.openKeys(
        [{ subject, purpose, generation, wrapped: randomBytes(60), kekVersion: 1, customer: undefined }],
        at,
      );
    if (states.get(nameOf(key)) !== 'closed') await vault.close([subject]);
    if (key.state === 'destroyed') await vault.destroy([{ subject, purpose, generation }], at);
  }
  return revived.length;
};

const nameOf = ({ subject, purpose, generation }: KeyName): string => `${subject}/${purpose}/${generation}`;

const statesOf = (keys: readonly VaultKey[]): ReadonlyMap<string, VaultKey['state']> =>
  new Map(keys.map((key) => [nameOf(key), key.state]));

/** A closed key that is gone altogether was lost: reading says so, and nothing is revived. */
const isWithdrawn = ({ state }: WithdrawnKey, now: VaultKey['state'] | undefined): boolean =>
  state === 'destroyed' ? now === 'destroyed' : now !== 'open';
