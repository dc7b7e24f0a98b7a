import { beginning, type Position } from '@redress/eventing';
import type { Pool, PoolClient } from 'pg';
import { quoted } from './tables.js';

/** How far a consumer of a service has come, over all partitions of the bus that it reads. */
export interface ConsumerStanding {
  readonly service: string;
  readonly consumer: string;
  /** Where it stands on every partition; absent where they differ, or some were never read. */
  readonly position?: Position;
}

/** Services whose checkpoints divide the log by a bus, each with the count of its partitions. */
export const layouts = async (pool: Pool): Promise<ReadonlyMap<string, number>> => {
  const { rows: schemas } = await pool.query<{ service: string }>(
    `select schemaname as service from pg_tables where tablename = 'bus_layout' order by 1`,
  );
  const noted = new Map<string, number>();
  for (const { service } of schemas) {
    const { rows } = await pool.query<{ partitions: number }>(`select partitions from ${quoted(service)}.bus_layout`);
    if (rows[0]) noted.set(service, rows[0].partitions);
  }
  return noted;
};

/** Every consumer of these services, of whichever build. */
export const standings = async (
  pool: Pool,
  services: ReadonlyMap<string, number>,
): Promise<readonly ConsumerStanding[]> => {
  const found: ConsumerStanding[] = [];
  for (const [service, partitions] of services) {
    const { rows } = await pool.query<{ consumer: string; rows: number; least: Position; most: Position }>(
      `select consumer, count(*)::int as rows, min(position) as least, max(position) as most
       from ${quoted(service)}.checkpoints
       where consumer = 'act' or consumer like 'read %' or consumer like 'memory %' group by consumer order by consumer`,
    );
    found.push(
      ...rows.map(({ consumer, rows: count, least, most }) => ({
        service,
        consumer,
        ...(count === partitions && least === most && { position: least }),
      })),
    );
  }
  return found;
};

/** Holders of leases that have not run out: processes that live. */
export const liveLeases = async (pool: Pool, schemas: Iterable<string>): Promise<readonly string[]> => {
  const live: string[] = [];
  for (const schema of schemas) {
    const { rows } = await pool.query<{ name: string }>(
      `select name from ${quoted(schema)}.leases where until > now() order by name`,
    );
    live.push(...rows.map(({ name }) => `${schema}: ${name}`));
  }
  return live;
};

/**
 * Divides what every consumer has read into so many partitions, in one transaction with `also`: each goes on where it
 * stood. Only while no process lives, and only where each consumer stands at one position. Answers the least of them.
 */
export const moveBus = async (
  pool: Pool,
  services: ReadonlyMap<string, number>,
  partitions: number,
  also: (client: PoolClient, least: Position) => Promise<void>,
): Promise<Position> => {
  const consumers = await standings(pool, services);
  const uneven = consumers.filter(({ position }) => position === undefined);
  if (uneven.length > 0) throw new Error(`Not at one position: ${uneven.map(named).join(', ')}.`);
  const positions = consumers.map(({ position }) => position ?? beginning);
  const least = positions.reduce((found, each) => (each < found ? each : found), positions[0] ?? beginning);
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { service, consumer } of consumers) await divide(client, service, consumer, partitions);
    for (const service of services.keys())
      await client.query(`update ${quoted(service)}.bus_layout set partitions = $1`, [partitions]);
    await also(client, least);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return least;
};

export const named = ({ service, consumer }: ConsumerStanding): string => `${service} ${consumer}`;

/** A fence above all that were, so that a process that was forgotten writes nothing. */
const divide = async (client: PoolClient, service: string, consumer: string, partitions: number): Promise<void> => {
  const table = `${quoted(service)}.checkpoints`;
  const { rows } = await client.query<Record<'log_id' | 'position' | 'event_id' | 'fence', string | null>>(
    `select (array_agg(log_id))[1] as log_id, max(position) as position, max(fence) + 1 as fence,
            (array_agg(event_id) filter (where event_id is not null))[1] as event_id
     from (select * from ${table} where consumer = $1 for update) locked`,
    [consumer],
  );
  const row = rows[0];
  await client.query(`delete from ${table} where consumer = $1`, [consumer]);
  await client.query(
    `insert into ${table} (consumer, partition, log_id, position, event_id, fence)
     select $1, partition, $2, $3, $4, $5 from generate_series(0, $6::integer - 1) partition`,
    [consumer, row?.log_id, row?.position, row?.event_id, row?.fence, partitions],
  );
};
