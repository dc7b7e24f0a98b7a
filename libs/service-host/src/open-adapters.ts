import {
  postgresEventStore,
  postgresLeases,
  postgresVault,
  prepareLog,
  storeBus,
  vaultMigration,
  wakesOver,
} from '@redress/adapter-postgres';
import { catalogue } from '@redress/contracts';
import { codec, type WallClock } from '@redress/eventing';
import { keyEncryptionFromFile, personalData } from '@redress/privacy';
import pg from 'pg';
import type { Logger } from 'pino';
import type { HouseSecrets } from './house-secrets.js';
import type { Adapters } from './runtime.js';

export interface Places {
  readonly databaseUrl: string;
  readonly vaultUrl?: string | undefined;
  readonly secrets: HouseSecrets;
  readonly clock: WallClock;
  readonly logger: Logger;
  readonly alone: boolean;
  readonly gatherMs?: number;
  /** How long to wait for a connection and for an answer of PostgreSQL; specs wait less. */
  readonly patience?: { readonly connectMs: number; readonly queryMs: number };
}

const pools = { logConnections: 10, vaultConnections: 4, connectMs: 10_000, queryMs: 15_000 } as const;

/** Connects the event store on PostgreSQL, its bus and the vault, and makes what is missing in them. */
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
  const logPool = poolOf(databaseUrl, pools.logConnections);
  const vaultPool = poolOf(vaultUrl, pools.vaultConnections);
  await prepareLog(logPool);
  await vaultMigration(vaultPool);

  const store = postgresEventStore(logPool, wakesOver(logPool, databaseUrl, report));
  const leases = postgresLeases(logPool);
  const keyEncryption = keyEncryptionFromFile({ path: secrets.keyEncryptionFile, clock, onFault: report });
  return {
    store,
    leases,
    bus: storeBus({
      store,
      leases,
      ...(places.gatherMs === undefined ? {} : { gatherMs: places.gatherMs }),
      report: (consumer, error) => logger.error({ consumer, err: error }, 'a batch failed and will be tried again'),
    }),
    codec: codec(catalogue),
    personal: personalData({ vault: postgresVault(vaultPool), keyEncryption, clock }),
    clock,
    logger,
    databaseUrl,
    alone,
    close: async () => {
      await logPool.end();
      await vaultPool.end();
    },
  };
};
