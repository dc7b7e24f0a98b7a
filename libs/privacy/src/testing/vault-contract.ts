import { randomBytes, randomUUID } from 'node:crypto';

import type { KeyName, ProposedKey, Vault, VaultKey } from '../vault.js';

const at = new Date('2026-03-02T09:00:00.123Z');
const later = new Date('2026-03-03T09:00:00.456Z');

const proposal = (subject: string, more: Partial<ProposedKey> = {}): ProposedKey => ({
  ...{ subject, purpose: 'contact', generation: 1, wrapped: randomBytes(60), kekVersion: 1, customer: undefined },
  ...more,
});
const nameOf = ({ subject, purpose, generation }: KeyName): KeyName => ({ subject, purpose, generation });
const bytesOf = (key: VaultKey | undefined): Buffer | undefined => (key && 'wrapped' in key ? key.wrapped : undefined);
const byGeneration = (keys: readonly VaultKey[]): VaultKey[] => [...keys].sort((a, b) => a.generation - b.generation);

/** What every vault promises. Each call of `open` gives a vault onto the same keys, as another process has it. */
export const vaultContract = (open: () => Promise<Vault>): void => {
  let vault: Vault;
  beforeAll(async () => {
    vault = await open();
  });

  test('A first key is taken and answered as it was proposed.', async () => {
    const proposed = proposal(randomUUID(), { customer: randomUUID(), kekVersion: 7 });
    expect(await vault.openKeys([proposed], at)).toEqual([{ ...proposed, createdAt: at, state: 'open' }]);
    expect(await vault.keysOf([proposed.subject])).toEqual([{ ...proposed, createdAt: at, state: 'open' }]);
  });

  test('A second proposal is answered the first key, and so is every other process.', async () => {
    const subject = randomUUID();
    const first = proposal(subject);
    await vault.openKeys([first], at);
    const other = await open();
    for (const asked of [vault, other]) {
      const [key, ...rest] = await asked.openKeys([proposal(subject)], later);
      expect([bytesOf(key), key?.createdAt, rest]).toEqual([first.wrapped, at, []]);
    }
  });

  test('One batch may hold many subjects, both purposes, and the same one twice.', async () => {
    const subjects = Array.from({ length: 300 }, () => randomUUID());
    const proposals = subjects.flatMap((subject) => [proposal(subject), proposal(subject, { purpose: 'record' })]);
    const keys = await vault.openKeys([...proposals, ...proposals], at);
    expect(new Set(keys.map((key) => `${key.subject} ${key.purpose}`)).size).toBe(600);
    expect(keys).toHaveLength(600);
    expect(await vault.keysOf([...subjects, ...subjects, randomUUID()])).toHaveLength(600);
  });

  test('A subject may be named by any text: quotes, commas, backslashes, emoji, Hangul.', async () => {
    const subjects = ['{"a",b}', 'back\\slash', 'NULL', '', '고객 😀', "it's"].map((text) => `${text} ${randomUUID()}`);
    const keys = await vault.openKeys(
      subjects.map((subject) => proposal(subject, { customer: subject })),
      at,
    );
    expect(keys.map(({ subject }) => subject).sort()).toEqual([...subjects].sort());
    expect((await vault.keysOfCustomer(subjects[0] as string)).map(({ subject }) => subject)).toEqual([subjects[0]]);
  });

  test('Twenty that race for the same subjects, in any order, are all answered the same keys.', async () => {
    const subjects = Array.from({ length: 50 }, () => randomUUID());
    const vaults = await Promise.all(Array.from({ length: 20 }, open));
    const answers = await Promise.all(
      vaults.map((racer, index) => {
        const order = index % 2 === 0 ? subjects : [...subjects].reverse();
        return racer.openKeys(
          order.map((subject) => proposal(subject, { customer: `customer of ${subject}` })),
          at,
        );
      }),
    );
    const seen = answers.map((keys) => new Map(keys.map((key) => [key.subject, bytesOf(key)?.toString('hex')])));
    for (const keys of seen) expect(keys.size).toBe(50);
    for (const subject of subjects) expect(new Set(seen.map((keys) => keys.get(subject))).size).toBe(1);
  });

  test('The customer is named later, on every row of the subject, and not changed any more.', async () => {
    const [subject, customer, other] = [randomUUID(), randomUUID(), randomUUID()];
    await vault.openKeys([proposal(subject), proposal(subject, { purpose: 'record' })], at);
    expect(await vault.keysOfCustomer(customer)).toEqual([]);
    await vault.openKeys([proposal(subject, { customer })], later);
    const named = await vault.openKeys([proposal(subject, { customer: other })], later);
    expect(named.map((key) => key.customer)).toEqual([customer, customer]);
    expect((await vault.keysOfCustomer(customer)).map(({ purpose }) => purpose).sort()).toEqual(['contact', 'record']);
    expect(await vault.keysOfCustomer(other)).toEqual([]);
  });

  test('After closing, only the next generation is taken; the closed one stays readable.', async () => {
    const subject = randomUUID();
    const first = proposal(subject);
    await vault.openKeys([first], at);
    await vault.close([subject]);
    for (const generation of [1, 3]) {
      const keys = await vault.openKeys([proposal(subject, { generation })], later);
      expect(keys.map((key) => [key.generation, key.state])).toEqual([[1, 'closed']]);
    }
    const second = proposal(subject, { generation: 2 });
    const keys = byGeneration(await vault.openKeys([second], later));
    expect(keys.map((key) => [key.generation, key.state])).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ]);
    expect(keys.map(bytesOf)).toEqual([first.wrapped, second.wrapped]);
  });

  test('Many that race for the generation after a closed one are answered the same key.', async () => {
    const subject = randomUUID();
    await vault.openKeys([proposal(subject)], at);
    await vault.close([subject]);
    const vaults = await Promise.all(Array.from({ length: 10 }, open));
    const answers = await Promise.all(
      vaults.map((racer) => racer.openKeys([proposal(subject, { generation: 2 })], at)),
    );
    const keys = answers.map((rows) => bytesOf(byGeneration(rows)[1])?.toString('hex'));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBeDefined();
  });

  test('A destroyed key is gone, and the proof of it stays; its neighbours stay readable.', async () => {
    const [subject, customer] = [randomUUID(), randomUUID()];
    const contact = proposal(subject, { customer });
    await vault.openKeys([contact, proposal(subject, { purpose: 'record', customer })], at);
    await vault.close([subject]);
    await vault.destroy([nameOf(contact)], later);
    const proof = { ...nameOf(contact), customer, createdAt: at, state: 'destroyed', destroyedAt: later };
    const keys = await vault.keysOfCustomer(customer);
    expect(keys.find(({ purpose }) => purpose === 'contact')).toEqual(proof);
    expect(keys.find(({ purpose }) => purpose === 'record')).toMatchObject({ state: 'closed' });
    await vault.destroy([nameOf(contact)], new Date());
    expect((await vault.keysOf([subject])).find(({ purpose }) => purpose === 'contact')).toEqual(proof);
  });

  test('A key that is still open is not destroyed, nor one that never was.', async () => {
    const subject = randomUUID();
    const open = proposal(subject);
    await vault.openKeys([open], at);
    await vault.destroy([nameOf(open), { ...nameOf(open), generation: 2 }], later);
    expect((await vault.keysOf([subject])).map(({ state }) => state)).toEqual(['open']);
  });

  test('Nothing asked is nothing answered.', async () => {
    expect(await vault.openKeys([], at)).toEqual([]);
    expect(await vault.keysOf([])).toEqual([]);
    await vault.close([]);
    await vault.destroy([], at);
  });
};
