import { randomBytes, randomUUID } from 'node:crypto';

import fc from 'fast-check';

import { keyEncryptionFromText } from './key-encryption.js';
import { personalData } from './personal-data.js';
import { handMovedClock } from './testing/hand-moved-clock.js';
import { memoryVault, type MemoryVault } from './testing/memory-vault.js';
import { purposes } from './vault.js';
import { ForgottenRevived, revivedKeys, type WithdrawnKey, withdrawAgain } from './withdrawn-keys.js';

const at = new Date('2026-03-02T09:00:00Z');
const keyEncryption = keyEncryptionFromText(`1:${randomBytes(32).toString('base64')}`);
const clock = handMovedClock(at);

const withKeys = async (subjects: readonly string[], vault: MemoryVault): Promise<MemoryVault> => {
  await vault.openKeys(
    subjects.flatMap((subject) =>
      purposes.map((purpose) => ({
        ...{ subject, purpose, generation: 1, customer: undefined },
        ...{ wrapped: randomBytes(60), kekVersion: 1 },
      })),
    ),
    at,
  );
  return vault;
};
/** As a forgetting leaves it behind: contact destroyed, what the law keeps closed. */
const withdrawnOf = (subjects: readonly string[]): readonly WithdrawnKey[] =>
  subjects.flatMap((subject) => [
    { subject, purpose: 'contact', generation: 1, state: 'destroyed' },
    { subject, purpose: 'record', generation: 1, state: 'closed' },
  ]);

describe('A vault that was restored from a backup', () => {
  test('is refused by the number of keys it would revive, with what to do', async () => {
    const subject = randomUUID();
    const vault = await withKeys([subject], memoryVault());
    const person = personalData({ vault, keyEncryption, clock });
    const refused = person.refuseRevived(withdrawnOf([subject]));
    await expect(refused).rejects.toThrow(ForgottenRevived);
    await expect(refused).rejects.toThrow(/2 keys .* npm run redress -- forget --again/);
    await withdrawAgain(vault, withdrawnOf([subject]), at);
    await expect(person.refuseRevived(withdrawnOf([subject]))).resolves.toBeUndefined();
  });

  test('is as it was once the forgetting was applied again, however old it is, and others keep their keys', async () => {
    const howOld = fc.constantFrom('before the keys', 'before the forgetting', 'between its steps', 'after it');
    await fc.assert(
      fc.asyncProperty(fc.array(howOld, { maxLength: 8 }), async (ages) => {
        const vault = memoryVault();
        const forgotten = ages.map((age) => ({ age, subject: randomUUID() }));
        const other = randomUUID();
        await withKeys([other, ...forgotten.filter(({ age }) => age !== 'before the keys').map(subjectOf)], vault);
        await vault.close(forgotten.filter(({ age }) => isLate(age)).map(subjectOf));
        const done = forgotten.filter(({ age }) => age === 'after it').map(subjectOf);
        await vault.destroy(withdrawnOf(done).filter(isDestroyed), at);

        const withdrawn = withdrawnOf(forgotten.map(subjectOf));
        await withdrawAgain(vault, withdrawn, at);
        expect(await revivedKeys(vault, withdrawn)).toEqual([]);
        expect(await withdrawAgain(vault, withdrawn, at)).toBe(0);
        expect((await vault.keysOf([other])).map(({ state }) => state)).toEqual(['open', 'open']);
      }),
    );
  });

  test('does not lose what was written with a newer key', async () => {
    const subject = randomUUID();
    const vault = await withKeys([subject], memoryVault());
    await vault.close([subject]);
    const next = { subject, purpose: 'contact' as const, generation: 2, customer: undefined };
    await vault.openKeys([{ ...next, wrapped: randomBytes(60), kekVersion: 1 }], at);
    await withdrawAgain(vault, withdrawnOf([subject]), at);
    const contact = (await vault.keysOf([subject])).filter(({ purpose }) => purpose === 'contact');
    expect(contact.map(({ generation, state }) => [generation, state])).toEqual([
      [1, 'destroyed'],
      [2, 'open'],
    ]);
  });
});

const subjectOf = ({ subject }: { readonly subject: string }): string => subject;
const isLate = (age: string): boolean => age === 'between its steps' || age === 'after it';
const isDestroyed = ({ state }: WithdrawnKey): boolean => state === 'destroyed';
