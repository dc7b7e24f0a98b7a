import type { KafkaPlace, Settings } from '@redress/service-host';
import type { PublishLogParts } from '@redress/adapter-kafka';
import { connect } from '@redress/adapter-kafka';
import { type Leases, postgresLeases } from '@redress/adapter-postgres';
import type { EventStore } from '@redress/eventing';
import { openEventStore } from '@redress/service-host';
import pg from 'pg';
import { pino } from 'pino';

/** What a command works on that goes past the running product: the log, the database and Kafka, by the product's own settings. */
export interface BusSite {
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  readonly store: EventStore;
  readonly leases: Leases;
}

const silent = pino({ level: 'silent' });

/** A client that says nothing; what fails reaches whoever asked. */
export const kafkaAt = ({ connection }: KafkaPlace): PublishLogParts['kafka'] => connect(connection, silent);

/** Connects, and closes afterwards. Rejects with a sentence where the database is the embedded one. */
export const atBusSite = async <T>(settings: Settings, work: (site: BusSite) => Promise<T>): Promise<T> => {
  const { databaseUrl, eventLogUrl = databaseUrl, eventStoreDbUrl } = settings;
  if (databaseUrl === undefined)
    throw new Error(
      'This command is for a database of your own: say it by DATABASE_URL, with the settings of the product.',
    );
  const [pool, logPool] = [databaseUrl, eventLogUrl].map(
    (url) => new pg.Pool({ connectionString: url, max: 4, application_name: 'redress command' }),
  ) as [pg.Pool, pg.Pool];
  try {
    const store = await openEventStore({ databaseUrl, eventLogUrl, eventStoreDbUrl }, logPool, silent);
    try {
      return await work({ pool, databaseUrl, store, leases: postgresLeases(pool) });
    } finally {
      await store.close();
    }
  } finally {
    await pool.end();
    await logPool.end();
  }
};
