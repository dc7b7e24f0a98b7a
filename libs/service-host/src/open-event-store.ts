import { postgresEventStore, prepareLog, wakesOver } from '@redress/adapter-postgres';
import type { EventStore } from '@redress/eventing';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** Where the log is kept: in EventStoreDB where its URL is given, else in this database. */
export interface LogPlace {
  readonly eventStoreDbUrl?: string | undefined;
  readonly databaseUrl: string;
  readonly eventLogUrl?: string | undefined;
  readonly listenUrl?: string | undefined;
}

/** Opens the event store that was chosen and makes what it lacks. What the other one needs is not even loaded. */
export const openEventStore = async (place: LogPlace, pool: Pool, logger: Logger): Promise<EventStore> => {
  const { eventStoreDbUrl: url, databaseUrl, eventLogUrl = databaseUrl, listenUrl = eventLogUrl } = place;
  if (url !== undefined) {
    const { eventStoreDb } = await import('@redress/adapter-eventstoredb');
    const store = eventStoreDb({
      url,
      report: (error) => logger.warn({ err: error }, 'a connection to EventStoreDB failed'),
    });
    // Whether it answers is said at the start, not by the first command.
    await store.logId().catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    return store;
  }
  await prepareLog(pool);
  const report = (error: unknown): void => logger.warn({ err: error }, 'a connection to PostgreSQL failed');
  return postgresEventStore(pool, wakesOver(pool, listenUrl, report));
};
