import { postgresLeases, postgresVault, vaultMigration } from '@redress/adapter-postgres';
import { catalogue } from '@redress/contracts';
import { codec, type WallClock } from '@redress/eventing';
import { keyEncryptionFromFile, type PersonalData, personalData, withoutKeys } from '@redress/privacy';
import pg from 'pg';
import type { Logger } from 'pino';
import type { HouseSecrets } from './house-secrets.js';
import type { KafkaPlace } from './kafka-settings.js';
import { openEventBus } from './open-event-bus.js';
import { openEventStore } from './open-event-store.js';
import type { Adapters } from './runtime.js';

export interface Places {
  readonly databaseUrl: string;
  /** A PostgreSQL that holds the log, where it is not the same one. */
  readonly eventLogUrl?: string | undefined;
  /** Where the log's PostgreSQL is reached without a pooler; absent: as everything else of the log. */
  readonly listenUrl?: string | undefined;
  readonly vaultUrl?: string | undefined;
  /** `none`: the process is entitled to no personal data, and opens no vault. */
  readonly vault?: 'none' | undefined;
  /** An EventStoreDB that holds the log; absent: this database does. */
  readonly eventStoreDbUrl?: string | undefined;
  /** Carries the log; absent: the store's own subscription does. */
  readonly kafka?: KafkaPlace | undefined;
  readonly secrets: HouseSecrets;
  readonly clock: WallClock;
  readonly logger: Logger;
  readonly alone: boolean;
  readonly gatherMs?: number;
  /** How long to wait for a connection and for an answer of PostgreSQL; specs wait less. */
  readonly patience?: { readonly connectMs: number; readonly queryMs: number };
}

const pools = {
  logConnections: 10,
  leaseConnections: 2,
  vaultConnections: 4,
  connectMs: 10_000,
  queryMs: 15_000,
} as const;

/** Connects the event store, its bus and the vault, and makes what is missing in them. */
export const openAdapters = async (places: Places): Promise<Adapters & { close(): Promise<void> }> => {
  const { databaseUrl, vaultUrl = databaseUrl, secrets, clock, logger, alone, patience = pools } = places;
  const report = (error: unknown): void => logger.warn({ err: error }, 'a connection to PostgreSQL failed');
  const poolOf = (url: string, max: number): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: patience.connectMs,
      // A statement that nobody answers must settle: its outcome is then unknown, and is looked at.
      query_timeout: patience.queryMs,
      keepAlive: true,
      application_name: 'redress',
    });
    pool.on('error', report);
    return pool;
  };
  const opened = {
    log: poolOf(places.eventLogUrl ?? databaseUrl, pools.logConnections),
    leases: poolOf(databaseUrl, pools.leaseConnections),
    ...(places.vault !== 'none' && { vault: poolOf(vaultUrl, pools.vaultConnections) }),
  };
  const endPools = async (): Promise<void> => {
    for (const pool of Object.values(opened)) await pool.end();
  };
  const open = async (): Promise<Pick<Adapters, 'store' | 'personal'>> => {
    const personal = opened.vault ? await openVault(opened.vault) : withoutKeys;
    return { personal, store: await openEventStore(places, opened.log, logger) };
  };
  const openVault = async (pool: pg.Pool): Promise<PersonalData> => {
    const keyEncryption = keyEncryptionFromFile({ path: secrets.keyEncryptionFile, clock, onFault: report });
    await vaultMigration(pool);
    return personalData({ vault: postgresVault(pool), keyEncryption, clock });
  };
  const { store, personal } = await open().catch(async (error: unknown) => {
    await endPools();
    throw error;
  });
  const leases = postgresLeases(opened.leases);
  return {
    store,
    leases,
    bus: await openEventBus({ kafka: places.kafka, store, leases, logger, gatherMs: places.gatherMs }),
    codec: codec(catalogue),
    personal,
    clock,
    logger,
    databaseUrl,
    alone,
    pools: opened,
    close: endPools,
  };
};
