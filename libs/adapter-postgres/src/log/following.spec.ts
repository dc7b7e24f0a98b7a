import { beginning, type EventStore, noStream, type Position, type StoredEvent } from '@redress/eventing';
import { chance, exampleEvent } from '@redress/eventing/testing';
import pg from 'pg';
import { testDatabase } from '../testing/test-database.js';
import { postgresEventStore } from './event-store.js';
import { prepareLog } from './schema.js';
import { wakesOver } from './wakes.js';

/** REDRESS_ROUNDS asks for more than an ordinary run has time for. */
const rounds = Number(process.env.REDRESS_ROUNDS ?? 100);
const seed = Number(process.env.REDRESS_SEED ?? Date.now() % 1_000_000);
const quiet = (): void => undefined;
/** Appends as the store does, in a transaction that a spec holds open or ends itself. */
const appendBy = async (client: pg.Client, stream: string): Promise<void> => {
  const wakes = { listen: () => quiet, appended: quiet, close: async () => undefined };
  const store = postgresEventStore(client as unknown as pg.Pool, wakes);
  await store.append({ stream, expected: noStream, events: [exampleEvent(stream)] });
};

describe(`Who follows the log (seed ${seed})`, () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  let store: EventStore;
  let streams = 0;
  const fresh = (): string => `example.followed-${(streams += 1)}`;
  const append = (stream = fresh()): Promise<unknown> =>
    store.append({ stream, expected: noStream, events: [exampleEvent(stream)] });
  const connected = async (url = database.url): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', quiet);
    await client.connect();
    return client;
  };
  /** Resolves once somebody waits for a lock that another transaction holds. */
  const somebodyWaits = async (): Promise<void> => {
    for (;;) {
      const { rows } = await pool.query('select 1 from pg_stat_activity where wait_event_type = $1 and datname = $2', [
        'Lock',
        new URL(database.url).pathname.slice(1),
      ]);
      if (rows.length > 0) return;
    }
  };
  /** What a reader sees that goes on from the last position it saw. */
  const reader = (): { readonly seen: StoredEvent[]; look(): Promise<void> } => {
    const seen: StoredEvent[] = [];
    return {
      seen,
      look: async () => {
        for (;;) {
          const page = await store.readLog(seen.at(-1)?.position ?? beginning, 500);
          if (page.length === 0) return;
          seen.push(...page);
        }
      },
    };
  };

  beforeAll(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 10 });
    pool.on('error', quiet);
    await prepareLog(pool);
    store = postgresEventStore(pool, wakesOver(pool, database.url, quiet));
  });
  afterAll(async () => {
    await store.close();
    await pool.end();
    await database.drop();
  });

  it('skips nothing when a slow transaction commits after a fast one began', async () => {
    const { seen, look } = reader();
    await append();
    await look();
    const slow = await connected();
    const [first, second] = [fresh(), fresh()];
    await slow.query('begin');
    await appendBy(slow, first);
    const fast = append(second);
    // Either the fast one is done before, or it waits: in both cases the reader goes on from what it can see.
    await Promise.race([fast, somebodyWaits()]);
    await look();
    await slow.query('commit');
    await fast;
    await look();
    await slow.end();
    const positions = seen.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted());
    expect(seen.map(({ stream }) => stream)).toEqual(expect.arrayContaining([first, second]));
  });

  it('is not held up by transactions that stay open elsewhere, in another database or another table', async () => {
    const elsewhere = await testDatabase();
    const [other, beside] = [await connected(elsewhere.url), await connected()];
    for (const client of [other, beside]) {
      await client.query('create table if not exists noted (at timestamptz)');
      await client.query('begin');
      await client.query('insert into noted values (now())');
    }
    const { seen, look } = reader();
    const stream = fresh();
    await append(stream);
    await look();
    expect(seen.at(-1)?.stream).toBe(stream);
    await other.end();
    await beside.end();
    await elsewhere.drop();
  });

  it(
    'finds every position used once, and none left out, after many random aborts',
    async () => {
      const random = chance(seed);
      const { seen, look } = reader();
      const kept = new Set<string>();
      const rolledBack = async (): Promise<void> => {
        const client = await connected();
        await client.query('begin');
        await appendBy(client, fresh());
        // A transaction that says so, and a connection that is gone without a word.
        if (random() < 0.5) await client.query('rollback');
        else
          await pool.query('select pg_terminate_backend($1)', [(client as unknown as { processID: number }).processID]);
        await client.end().catch(quiet);
      };
      const appended = async (): Promise<void> => {
        const stream = fresh();
        kept.add(stream);
        await append(stream);
      };
      const refused = (): Promise<void> =>
        store.append({ stream: fresh(), expected: 7n, events: [exampleEvent(fresh())] }).then(quiet, quiet);
      for (let round = 0; round < rounds; round += 1) {
        const doings = Array.from(
          { length: 3 },
          () => [rolledBack, appended, refused][Math.floor(random() * 3)] ?? appended,
        );
        await Promise.all(doings.map((doing) => doing()));
        if (random() < 0.3) await look();
      }
      await append();
      await look();
      expect(seen.map(({ stream }) => stream)).toEqual(expect.arrayContaining([...kept]));
      expect(seen.map(({ position }) => Number(position))).toEqual(seen.map((_, index) => index + 1));
      expect(await store.head()).toBe(seen.at(-1)?.position as Position);
    },
    20_000 + rounds * 100,
  );

  it('finds all of a group of 500 but the poisonous one, which its writer alone hears of', async () => {
    const poisonous = 317;
    const names = Array.from({ length: 500 }, fresh);
    const outcomes = await Promise.allSettled(
      names.map((stream, index) => {
        const event = exampleEvent(stream);
        const events = [index === poisonous ? { ...event, data: '{"text":"\u0000"}' } : event];
        return store.append({ stream, expected: noStream, events });
      }),
    );
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([poisonous]);
    const { seen, look } = reader();
    await look();
    const there = new Set(seen.map(({ stream }) => stream));
    expect(names.filter((name) => !there.has(name))).toEqual([names[poisonous]]);
  });
});
