import type { EventStore } from '@redress/eventing';
import pg from 'pg';
import type { Installation } from './installation.js';
import { until } from './until.js';

/** What stands in the databases of the services, asked past all proxies. */
interface Standing {
  readonly consumer: string;
  readonly partition: number;
  readonly position: string;
}

const ask = async <Row extends object>(url: string, sql: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** How far the consumers of a service have come, by its own tables. */
export const standingOf = (installation: Installation, service: string): Promise<readonly Standing[]> =>
  ask<Standing>(
    installation.databaseUrl(service),
    `select consumer, partition, position from "${service}".checkpoints order by consumer, partition`,
  );

/** Which consumers are waited for; a build that nobody runs any more stands still. */
export type Counts = (service: string, consumer: string) => boolean;
const everybody: Counts = () => true;

/** Why not everything was heard and done; `undefined`: every consumer stands at the head and nothing that is due waits. */
export const unsettled = async (
  installation: Installation,
  store: EventStore,
  counts: Counts = everybody,
): Promise<string | undefined> => {
  const head = await store.head();
  for (const service of installation.services) {
    const rows = (await standingOf(installation, service)).filter(({ consumer }) => counts(service, consumer));
    const behind = rows.filter(({ position }) => position < head);
    if (behind.length > 0)
      return `${service}: ${behind.length} of ${rows.length} stand before ${head}, ${behind[0]?.consumer} of partition ${behind[0]?.partition} at ${behind[0]?.position}`;
    const waits = await ask<{ what: string }>(
      installation.databaseUrl(service),
      `select 'a timer of ' || stream as what from "${service}".timers where due_at <= now()
       union all select 'an effect' from "${service}".outbox`,
    );
    if (waits.length > 0) return `${service}: ${waits.length} wait, ${waits[0]?.what} first`;
  }
  return (await store.head()) === head ? undefined : 'the log goes on';
};

export const untilSettled = (
  installation: Installation,
  store: EventStore,
  { mostMs = 300_000, counts = everybody }: { readonly mostMs?: number; readonly counts?: Counts } = {},
): Promise<void> => until('all consumers stand at the head', mostMs, () => unsettled(installation, store, counts));

/** Keys that were set aside, by service and consumer. */
export const parkedIn = async (installation: Installation): Promise<readonly string[]> => {
  const parked = await Promise.all(
    installation.services.map(async (service) =>
      (
        await ask<{ consumer: string; key: string }>(
          installation.databaseUrl(service),
          `select distinct consumer, key from "${service}".parked`,
        )
      ).map(({ consumer, key }) => `${service}: ${consumer} has set aside ${key}`),
    ),
  );
  return parked.flat();
};
