import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresEventStore, prepareLog, startEmbeddedServer, wakesOver } from '@redress/adapter-postgres';
import type { EventStore } from '@redress/eventing';
import pg from 'pg';

/** A PostgreSQL of a benchmark's own, as durable as the product's. */
export const withServer = async (measure: (url: string) => Promise<void>): Promise<void> => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  const server = await startEmbeddedServer({ dataDirectory, log: () => undefined });
  try {
    await measure(server.url);
  } finally {
    await server.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
};

/** The event store as a service has it. */
export const withStore = async <T>(url: string, use: (store: EventStore, pool: pg.Pool) => Promise<T>): Promise<T> => {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // The server may be stopped while a connection is still closing.
  pool.on('error', () => undefined);
  await prepareLog(pool);
  const store = postgresEventStore(pool, wakesOver(pool, url, console.error));
  try {
    return await use(store, pool);
  } finally {
    await store.close();
    await pool.end();
  }
};
