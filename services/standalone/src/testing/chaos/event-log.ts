import { eventStoreDb } from '@redress/adapter-eventstoredb';
import { postgresEventStore, wakesOver } from '@redress/adapter-postgres';
import { beginning, type EventStore, type StoredEvent } from '@redress/eventing';
import pg from 'pg';

/** An event as it is stored, with what it says of the case. */
export interface Logged extends StoredEvent {
  readonly says: Readonly<Record<string, unknown>>;
}

const pageSize = 1000;

/** Looks at the log past all proxies, while nothing strikes it. */
export const withLog = async <T>(url: string, look: (store: EventStore) => Promise<T>): Promise<T> => {
  const report = (error: unknown): void => void process.stderr.write(`While looking at the log: ${String(error)}\n`);
  if (url.startsWith('esdb:')) {
    const store = eventStoreDb({ url, report });
    return look(store).finally(() => store.close());
  }
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', report);
  const store = postgresEventStore(pool, wakesOver(pool, url, report));
  return look(store).finally(async () => {
    await store.close();
    await pool.end();
  });
};

export const wholeLog = async (store: EventStore): Promise<readonly Logged[]> => {
  const all: Logged[] = [];
  for (let after = beginning; ;) {
    const page = await store.readLog(after, pageSize);
    all.push(...page.map((event) => ({ ...event, says: JSON.parse(event.data) as Logged['says'] })));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return all;
    after = last.position;
  }
};
