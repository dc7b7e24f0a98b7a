import { randomBytes, randomUUID } from 'node:crypto';

import type { SealedField, StoredEvent } from '@redress/eventing';
import fc from 'fast-check';

import { keyEncryptionFromText } from './key-encryption.js';
import { KeyMissing, type PersonalData, personalData, type Reach } from './personal-data.js';
import { SealBroken } from './sealed-text.js';
import { handMovedClock } from './testing/hand-moved-clock.js';
import { memoryVault } from './testing/memory-vault.js';

const keyEncryption = keyEncryptionFromText(`1:${randomBytes(32).toString('base64')}`);
const clock = handMovedClock();
const vault = memoryVault();
const person = personalData({ vault, keyEncryption, clock });
const anotherProcess = (): PersonalData => personalData({ vault, keyEncryption, clock });

const fieldOf = (subject: string, more: Partial<SealedField> = {}): SealedField => ({
  ...{
    subject,
    eventId: randomUUID(),
    type: 'intake.ComplaintReceived',
    path: ['contact', 'name'],
    purpose: 'contact',
  },
  ...more,
});
/** As much of an event as reading looks at. */
const holding = (subject: string, ...sealed: string[]): StoredEvent =>
  ({ data: JSON.stringify({ sealed }), metadata: { subject } }) as unknown as StoredEvent;

const write = async (field: SealedField, value: unknown, by = person, customer?: string): Promise<string> =>
  (await by.forWriting([{ subject: field.subject, customer }]))(field, value);
const read = async (field: SealedField, sealed: string, by = person): Promise<unknown> =>
  (await by.forReading([holding(field.subject, sealed)]))(field, sealed);

const forget = async (subject: string): Promise<void> => {
  const keys = await vault.keysOf([subject]);
  await vault.close([subject]);
  await vault.destroy(keys, clock.now());
};
const roundTripsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = vault.roundTrips();
  await work();
  return vault.roundTrips() - before;
};

describe('What is sealed', () => {
  test('Every value of JSON opens as it was, also in another process.', async () => {
    const subject = randomUUID();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.jsonValue()),
        fc.constantFrom('contact' as const, 'record' as const),
        async (value, purpose) => {
          const field = fieldOf(subject, { purpose });
          const asJson = JSON.parse(JSON.stringify(value)) as unknown;
          expect(await read(field, await write(field, value), anotherProcess())).toEqual(asJson);
        },
      ),
    );
  });

  test('The text says its generation and nothing of its value, and is another one every time.', async () => {
    const field = fieldOf(randomUUID());
    const [first, second] = [await write(field, 'Kim Minji'), await write(field, 'Kim Minji')];
    expect(first).toMatch(/^1\.[A-Za-z0-9_-]+$/);
    expect(first).not.toBe(second);
    expect(Buffer.from(first.slice(2), 'base64url')).toHaveLength(12 + '"Kim Minji"'.length + 16);
  });

  test('A text that was moved to another subject, event, type, field or purpose does not open there.', async () => {
    const [subject, other] = [randomUUID(), randomUUID()];
    const places = fc.record({
      subject: fc.constantFrom(subject, other),
      eventId: fc.constantFrom('a', 'b'),
      type: fc.constantFrom('intake.A', 'intake.B'),
      path: fc.constantFrom(['a', 'b'], ['ab'], ['a'], ['a.b'], ['a","b']),
      purpose: fc.constantFrom('contact' as const, 'record' as const),
    });
    const parts = ['subject', 'eventId', 'type', 'path', 'purpose'] as const;
    await person.forWriting([subject, other].map((name) => ({ subject: name, customer: undefined })));
    const moves = fc.tuple(places, places, fc.subarray([...parts], { minLength: 1, maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(moves, async ([from, there, moved]) => {
        const to = { ...from, ...Object.fromEntries(moved.map((part) => [part, there[part]])) };
        fc.pre(JSON.stringify(from) !== JSON.stringify(to));
        await expect(read(to, await write(from, 'Kim Minji'))).rejects.toThrow(SealBroken);
      }),
      { numRuns: 300 },
    );
  });

  test('A text of which a bit was turned, or that was cut, or never sealed, does not open.', async () => {
    const field = fieldOf(randomUUID());
    const sealed = await write(field, 'Kim Minji');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await expect(read(field, `1.${turned.toString('base64url')}`)).rejects.toThrow(SealBroken);
    }
    for (const text of [sealed.slice(0, -4), `1.${'A'.repeat(10)}`, 'Kim Minji', '', '0.AAAA', `${sealed}=`])
      await expect(read(field, text)).rejects.toThrow(SealBroken);
  });

  test('No message of an error tells the value.', async () => {
    const field = fieldOf(randomUUID());
    const sealed = await write(field, 'Kim Minji');
    await expect(read({ ...field, eventId: 'x' }, sealed)).rejects.toThrow(
      /^The personal field contact.name of intake/,
    );
  });
});

describe('Forgetting', () => {
  test('What was sealed with a destroyed key reads null, in every process, once the cache time is over.', async () => {
    const [forgotten, kept] = [fieldOf(randomUUID()), fieldOf(randomUUID())];
    const [gone, stays] = [await write(forgotten, 'Kim Minji'), await write(kept, 'Lee Joon')];
    await forget(forgotten.subject);
    expect(await read(forgotten, gone, anotherProcess())).toBeNull();
    clock.move(60_000);
    expect(await read(forgotten, gone)).toBeNull();
    expect(await read(kept, stays)).toBe('Lee Joon');
  });

  test('Whoever comes back is written of with a new generation, and both read as they should.', async () => {
    const field = fieldOf(randomUUID());
    const before = await write(field, 'before');
    await forget(field.subject);
    clock.move(60_000);
    const after = await write(field, 'after');
    expect(after).toMatch(/^2\./);
    for (const by of [person, anotherProcess()]) {
      const open = await by.forReading([holding(field.subject, before), holding(field.subject, after)]);
      expect([open(field, before), open(field, after)]).toEqual([null, 'after']);
    }
  });

  test('After closing nothing is written with the old key once the cache time is over.', async () => {
    const field = fieldOf(randomUUID());
    const before = await write(field, 'before');
    await vault.close([field.subject]);
    clock.move(59_999);
    expect(await write(field, 'meanwhile')).toMatch(/^1\./);
    clock.move(1);
    expect(await write(field, 'after')).toMatch(/^2\./);
    expect(await read(field, before)).toBeNull();
  });

  test('What a closed key sealed opens only for those who see what the law keeps; a destroyed one for nobody.', async () => {
    const field = fieldOf(randomUUID(), { purpose: 'record' });
    const sealed = await write(field, 'It leaks.');
    const readAs = async (reach: Reach): Promise<unknown> =>
      (await person.forReading([holding(field.subject, sealed)], reach))(field, sealed);
    await person.close([field.subject]);
    expect([await readAs('in-use'), await readAs('kept-by-law')]).toEqual([null, 'It leaks.']);
    const keys = await vault.keysOf([field.subject]);
    await person.destroy(keys);
    expect([await readAs('in-use'), await readAs('kept-by-law')]).toEqual([null, null]);
  });

  test('A key that is missing without having been destroyed is an alarm, not a forgotten person.', async () => {
    const field = fieldOf(randomUUID());
    const sealed = await write(field, 'Kim Minji');
    vault.lose(field.subject);
    await expect(read(field, sealed, anotherProcess())).rejects.toThrow(KeyMissing);
  });

  test('One lost or broken key spoils only what it sealed.', async () => {
    const [lost, kept] = [fieldOf(randomUUID()), fieldOf(randomUUID())];
    const [gone, stays] = [await write(lost, 'Kim Minji'), await write(kept, 'Lee Joon')];
    vault.lose(lost.subject);
    const open = await anotherProcess().forReading([holding(lost.subject, gone), holding(kept.subject, stays)]);
    expect(() => open(lost, gone)).toThrow(KeyMissing);
    expect(open(kept, stays)).toBe('Lee Joon');
  });

  test('A key that is put back into the vault is found at the next look.', async () => {
    const field = fieldOf(randomUUID());
    const reader = anotherProcess();
    await expect(read(field, `1.${'A'.repeat(60)}`, reader)).rejects.toThrow(KeyMissing);
    expect(await read(field, await write(field, 'Kim Minji'), reader)).toBe('Kim Minji');
  });
});

describe('The cache', () => {
  test('Keys are kept for the cache time and not a millisecond longer, however often they are used.', async () => {
    const field = fieldOf(randomUUID());
    const sealed = await write(field, 'Kim Minji');
    for (let step = 0; step < 6; step += 1) {
      expect(await roundTripsOf(() => read(field, sealed))).toBe(0);
      expect(await roundTripsOf(() => write(field, 'Kim'))).toBe(0);
      clock.move(step < 5 ? 10_000 : 9_999);
    }
    expect(await roundTripsOf(() => read(field, sealed))).toBe(0);
    clock.move(1);
    expect(await roundTripsOf(() => read(field, sealed))).toBe(1);
    expect(await roundTripsOf(() => write(field, 'Kim'))).toBe(0);
  });

  test('A clock that was set back does not lengthen their life.', async () => {
    const field = fieldOf(randomUUID());
    const sealed = await write(field, 'Kim Minji');
    clock.move(-1);
    expect(await roundTripsOf(() => read(field, sealed))).toBe(1);
    clock.move(1);
  });

  test('A generation made elsewhere since the keys were read is looked for, not missing.', async () => {
    const field = fieldOf(randomUUID());
    await write(field, 'before');
    await vault.close([field.subject]);
    const after = await write(field, 'after', anotherProcess());
    expect(after).toMatch(/^2\./);
    expect(await read(field, after)).toBe('after');
  });

  test('It holds only so many subjects: the one unused for longest goes first.', async () => {
    const small = personalData({ vault, keyEncryption, clock, cachedSubjects: 2 });
    const [a, b, c] = [fieldOf(randomUUID()), fieldOf(randomUUID()), fieldOf(randomUUID())];
    for (const field of [a, b, a, c]) await write(field, '', small);
    expect(await roundTripsOf(() => write(a, '', small))).toBe(0);
    expect(await roundTripsOf(() => write(b, '', small))).toBe(1);
  });
});

describe('The vault is asked', () => {
  test('Once for all that is asked for at the same time, and once more for what came meanwhile.', async () => {
    const fields = Array.from({ length: 500 }, () => fieldOf(randomUUID()));
    const trips = await roundTripsOf(async () => {
      const first = fields.slice(0, 100).map((field) => write(field, 'Kim Minji'));
      await Promise.resolve().then(() => undefined);
      await Promise.all([...first, ...fields.slice(100).map((field) => write(field, 'Kim Minji'))]);
    });
    expect(trips).toBeLessThanOrEqual(2);
  });

  test('Again when a customer has become known, so that forgetting the customer finds the subject.', async () => {
    const [field, customer] = [fieldOf(randomUUID()), randomUUID()];
    await write(field, 'before');
    expect(await vault.keysOfCustomer(customer)).toEqual([]);
    expect(await roundTripsOf(() => write(field, 'after', person, customer))).toBe(1);
    expect(await vault.keysOfCustomer(customer)).toHaveLength(2);
    expect(await roundTripsOf(() => write(field, 'after', person, customer))).toBe(0);
  });

  test('Not at all where nothing is personal.', async () => {
    const nothing = { data: '{}', metadata: {} } as unknown as StoredEvent;
    expect(await roundTripsOf(() => person.forReading([nothing, holding(randomUUID())]))).toBe(0);
    expect(await roundTripsOf(() => person.forWriting([]))).toBe(0);
  });

  test('When it fails, all who asked are told, and the next ask succeeds.', async () => {
    let fails = true;
    const flaky = personalData({
      vault: { ...vault, openKeys: (...ask) => (fails ? Promise.reject(new Error('away')) : vault.openKeys(...ask)) },
      ...{ keyEncryption, clock },
    });
    const fields = [fieldOf(randomUUID()), fieldOf(randomUUID())];
    const outcomes = await Promise.allSettled(fields.map((field) => write(field, '', flaky)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    for (const field of fields) await expect(write(field, '', flaky)).resolves.toMatch(/^1\./);
  });

  test('Never with a name that would spoil the batch of others.', async () => {
    for (const subject of ['', 'a\0b', '\ud800', 'x'.repeat(513)])
      await expect(person.forWriting([{ subject, customer: undefined }])).rejects.toThrow('A subject');
    await expect(person.forWriting([{ subject: 'a', customer: '' }])).rejects.toThrow('A customer');
  });

  test('Sealing for a subject that was not asked for is a mistake that shows.', async () => {
    const seal = await person.forWriting([]);
    expect(() => seal(fieldOf('somebody'), '')).toThrow('were not asked for');
  });
});
