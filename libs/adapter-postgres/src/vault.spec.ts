import { randomBytes, randomUUID } from 'node:crypto';

import { systemClock } from '@redress/eventing';
import { type ProposedKey, type Vault, keyEncryptionFromText, personalData } from '@redress/privacy';
import pg from 'pg';

import { vaultContract } from '@redress/privacy/testing';
import { testDatabase } from './testing/test-database.js';
import { postgresVault, vaultMigration } from './vault.js';

const at = new Date('2026-03-02T09:00:00Z');
const proposal = (subject: string, more: Partial<ProposedKey> = {}): ProposedKey => ({
  ...{ subject, purpose: 'contact', generation: 1, wrapped: randomBytes(60), kekVersion: 1, customer: undefined },
  ...more,
});

let database: Awaited<ReturnType<typeof testDatabase>>;
const pools: pg.Pool[] = [];

/** Connections of its own, as another process has them. */
const connected = (options = ''): pg.Pool => {
  const pool = new pg.Pool({ connectionString: database.url, max: 2, options });
  pools.push(pool);
  return pool;
};

const anotherProcess = async (): Promise<Vault> => postgresVault(connected());

beforeAll(async () => {
  database = await testDatabase();
  await vaultMigration(connected());
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

describe('The vault in PostgreSQL keeps the contract of vaults', () => {
  vaultContract(anotherProcess);
});

describe('The vault in PostgreSQL', () => {
  test('It is made once, however many processes start at once and however often.', async () => {
    await Promise.all(Array.from({ length: 4 }, () => vaultMigration(connected())));
    const { rows } = await connected().query(`select count(*)::int as count from pg_trigger where tgname ~ '^keys_'`);
    expect(rows).toEqual([{ count: 4 }]);
  });

  test.each([
    'delete from redress_vault.keys where subject = $1',
    `update redress_vault.keys set state = 'open', wrapped = '\\x00', destroyed_at = null where subject = $1`,
  ])('The proof that a key was destroyed is not taken away: %s', async (statement) => {
    const vault = await anotherProcess();
    const key = proposal(randomUUID());
    await vault.openKeys([key], at);
    await vault.close([key.subject]);
    await vault.destroy([key], at);
    await expect(connected().query(statement, [key.subject])).rejects.toMatchObject({ code: '42501' });
    await expect(connected().query('truncate redress_vault.keys')).rejects.toMatchObject({ code: '42501' });
  });

  test('A destroyed key leaves no bytes in its row.', async () => {
    const vault = await anotherProcess();
    const key = proposal(randomUUID());
    await vault.openKeys([key], at);
    await vault.close([key.subject]);
    await vault.destroy([key], at);
    const { rows } = await connected().query('select wrapped from redress_vault.keys where subject = $1', [
      key.subject,
    ]);
    expect(rows).toEqual([{ wrapped: null }]);
  });

  test('Keys are durable also where commits need not be.', async () => {
    const client = await connected('-c synchronous_commit=off').connect();
    const setting = async (): Promise<unknown> => (await client.query('show synchronous_commit')).rows[0];
    try {
      expect(await setting()).toEqual({ synchronous_commit: 'off' });
      await client.query('begin');
      await postgresVault(client as unknown as pg.Pool).openKeys([proposal(randomUUID())], at);
      expect(await setting()).toEqual({ synchronous_commit: 'on' });
      await client.query('commit');
      expect(await setting()).toEqual({ synchronous_commit: 'off' });
    } finally {
      client.release();
    }
  });

  test('A proposal waits for one that was first, and is answered its key.', async () => {
    const client = await connected().connect();
    const subject = randomUUID();
    const first = proposal(subject);
    await client.query('begin');
    await postgresVault(client as unknown as pg.Pool).openKeys([first], at);
    const second = (await anotherProcess()).openKeys([proposal(subject)], at);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.query('commit');
    client.release();
    expect(await second).toMatchObject([{ wrapped: first.wrapped }]);
  });

  test('A proposal that waited for one that was taken back is taken itself.', async () => {
    const client = await connected().connect();
    const subject = randomUUID();
    await client.query('begin');
    await postgresVault(client as unknown as pg.Pool).openKeys([proposal(subject)], at);
    const own = proposal(subject);
    const second = (await anotherProcess()).openKeys([own], at);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.query('rollback');
    client.release();
    expect(await second).toMatchObject([{ wrapped: own.wrapped }]);
  });

  test('Large batches of the same new subjects in opposite orders do not deadlock.', async () => {
    const vaults = await Promise.all(Array.from({ length: 4 }, anotherProcess));
    for (let round = 0; round < 5; round += 1) {
      const subjects = Array.from({ length: 500 }, () => randomUUID());
      const orders = [subjects, [...subjects].reverse()];
      const answers = await Promise.all(
        vaults.map((vault, who) =>
          vault.openKeys(
            (orders[who % 2] ?? []).map((subject) => proposal(subject)),
            at,
          ),
        ),
      );
      expect(answers.map((keys) => keys.length)).toEqual([500, 500, 500, 500]);
    }
  });

  test('Opening, naming and closing the same subjects at once neither deadlocks nor leaves two open keys.', async () => {
    const subjects = Array.from({ length: 20 }, () => randomUUID());
    const vaults = await Promise.all(Array.from({ length: 8 }, anotherProcess));
    const rounds = Array.from({ length: 25 }, (_, index) => index);
    await Promise.all(
      vaults.map(async (vault, who) => {
        for (const round of rounds) {
          const some = subjects.filter((_, index) => (index + round * who) % 3 !== 0);
          if (who % 4 === 3) await vault.close(some.slice(0, 5));
          else {
            const generation = 1 + (round % 6);
            const customer = round % 2 === 0 ? randomUUID() : undefined;
            await vault.openKeys(
              some.reverse().map((subject) => proposal(subject, { generation, customer })),
              at,
            );
          }
        }
      }),
    );
    const keys = (await (await anotherProcess()).keysOf(subjects)).filter(({ state }) => state === 'open');
    expect(keys.length).toBe(new Set(keys.map(({ subject }) => subject)).size);
  });

  test('Two processes that write of the same new subjects at once can read each other.', async () => {
    const encryption = keyEncryptionFromText(`1:${randomBytes(32).toString('base64')}`);
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    const people = await Promise.all(
      Array.from({ length: 2 }, async () =>
        personalData({ vault: await anotherProcess(), keyEncryption: encryption, clock: systemClock }),
      ),
    );
    const fields = subjects.map((subject) => ({
      ...{ subject, eventId: randomUUID(), type: 'intake.ComplaintReceived', path: ['contact', 'name'] },
      purpose: 'contact' as const,
    }));
    const needs = subjects.map((subject) => ({ subject, customer: undefined }));
    const seals = await Promise.all(
      people.map((person, index) => person.forWriting(index === 0 ? needs : [...needs].reverse())),
    );
    const written = seals.map((seal) => fields.map((field) => seal(field, `Name of ${field.subject}`)));
    for (const texts of written) {
      const events = fields.map((field, index) => ({ data: JSON.stringify([texts[index]]), metadata: field }));
      for (const person of people) {
        const open = await person.forReading(events as never);
        fields.forEach((field, index) => expect(open(field, texts[index] as string)).toBe(`Name of ${field.subject}`));
      }
    }
  });
});
