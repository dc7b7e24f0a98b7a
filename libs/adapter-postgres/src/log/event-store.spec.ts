import { type EventStore, noStream } from '@redress/eventing';
import { eventStoreContract, exampleEvent } from '@redress/eventing/testing';
import pg from 'pg';
import { testDatabase } from '../testing/test-database.js';
import { postgresEventStore } from './event-store.js';
import { prepareLog } from './schema.js';
import { wakesOver } from './wakes.js';

const fail = (error: unknown): never => {
  throw error as Error;
};

const openStore = async (url: string): Promise<{ store: EventStore; pool: pg.Pool; close(): Promise<void> }> => {
  const pool = new pg.Pool({ connectionString: url, max: 5 });
  await prepareLog(pool);
  const store = postgresEventStore(pool, wakesOver(pool, url, fail));
  return {
    store,
    pool,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

eventStoreContract('PostgreSQL', async () => {
  const database = await testDatabase();
  const [one, other] = await Promise.all([openStore(database.url), openStore(database.url)]);
  return {
    store: one.store,
    other: other.store,
    close: async () => {
      await one.close();
      await other.close();
      await database.drop();
    },
  };
});

describe('The log on PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let opened: Awaited<ReturnType<typeof openStore>>;
  beforeAll(async () => {
    database = await testDatabase();
    opened = await openStore(database.url);
  });
  afterAll(async () => {
    await opened.close();
    await database.drop();
  });

  it('is only ever appended to', async () => {
    await opened.store.append({ stream: 'example.kept-1', expected: noStream, events: [exampleEvent('kept')] });
    for (const sql of [
      'delete from redress_log.events',
      "update redress_log.events set data = '{}'",
      'truncate redress_log.events',
    ])
      await expect(opened.pool.query(sql)).rejects.toThrow('The log is only ever appended to.');
  });

  it('fails one bad append of a group alone', async () => {
    const bad = { ...exampleEvent('bad'), id: 'no uuid' };
    const appends = Array.from({ length: 50 }, (_, index) =>
      opened.store.append({
        stream: `example.group-${index}`,
        expected: noStream,
        events: [index === 30 ? bad : exampleEvent(`group ${index}`)],
      }),
    );
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([30]);
  });

  it('leaves no gaps between positions, whatever was refused', async () => {
    const { rows } = await opened.pool.query(
      'select count(*)::int as events, max(position)::int as last from redress_log.events',
    );
    expect(rows[0]).toMatchObject({ events: (rows[0] as { last: number }).last });
  });
});
