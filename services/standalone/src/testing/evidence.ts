import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { clusterOf } from './running-product.js';

/** An event as it is stored, as far as a spec of faults asks. */
export interface Stored {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly commandId: string; readonly causationId: string };
}

/** What stands in the embedded database of a running product. */
export interface Evidence {
  /** Resolves once every consumer of every service has passed the head of the log, and nothing follows from that. */
  settled(): Promise<void>;
  /** The whole log, in order. */
  log(): Promise<readonly Stored[]>;
  /** The streams for which a service's timers wait, one entry a timer. */
  timersOf(service: string): Promise<readonly string[]>;
  /** The rows of one table of a service: a read model by its name without the hash, or one that is kept. */
  rows(service: string, table: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The rows of every read model of every service, as text, in order. */
  readModels(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Read models and how far they had come: a start makes them again from the log. */
  dropReadModels(): Promise<void>;
  close(): Promise<void>;
}

/** Its address as the program itself would make it: from PostgreSQL's own record and the cluster's password. */
const addressOf = (dataDirectory: string): string => {
  const cluster = clusterOf(dataDirectory);
  const port = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(cluster, 'redress.password'), 'utf8').trim();
  return `postgres://redress:${password}@127.0.0.1:${port}/redress`;
};

const perPage = 5000;

export const evidenceOf = (dataDirectory: string): Evidence => {
  const pool = new pg.Pool({ connectionString: addressOf(dataDirectory), max: 2 });
  const ask = async <Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    (await pool.query<Row>(sql, [...parameters])).rows;
  const services = async (): Promise<readonly string[]> =>
    (
      await ask<{ name: string }>(
        `select schemaname as name from pg_tables where tablename = 'checkpoints' order by schemaname`,
      )
    ).map(({ name }) => name);
  const head = async (): Promise<string> =>
    (await ask<{ position: string }>('select position::text from redress_log.head'))[0]?.position ?? '0';
  const behind = async (service: string, position: string): Promise<boolean> => {
    const rows = await ask(
      `select 1 from "${service}".checkpoints
       where (consumer = 'act' or consumer like 'read %') and position collate "C" < lpad($1, 19, '0')`,
      [position],
    );
    return rows.length > 0;
  };
  const readModels = async (service: string): Promise<readonly string[]> =>
    (
      await ask<{ name: string }>(
        `select substr(consumer, 6) as name from "${service}".checkpoints where consumer like 'read %' order by 1`,
      )
    ).map(({ name }) => name);

  /** Effects that were asked for and timers that are due: what they lead to stands in the log yet to come. */
  const waitsFor = async (service: string): Promise<boolean> => {
    const [row] = await ask<{ waits: boolean }>(
      `select exists (select 1 from "${service}".outbox) or exists (select 1 from "${service}".timers where due_at <= now()) as waits`,
    );
    return row?.waits === true;
  };

  return {
    settled: async () => {
      for (;;) {
        const position = await head();
        const lagging = [];
        for (const service of await services())
          if ((await behind(service, position)) || (await waitsFor(service))) lagging.push(service);
        if (lagging.length === 0 && (await head()) === position) return;
        // Those who are waited for need the machine as well.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    log: async () => {
      const events: Stored[] = [];
      for (let after = '0'; ;) {
        const page = await ask<
          { position: string; id: string; type: string; stream: string } & Record<'data' | 'metadata', string>
        >(
          'select position::text, id, type, stream, data, metadata from redress_log.events where position > $1 order by events.position limit $2',
          [after, perPage],
        );
        for (const { data, metadata, ...event } of page)
          events.push({
            ...event,
            data: JSON.parse(data) as Stored['data'],
            metadata: JSON.parse(metadata) as Stored['metadata'],
          });
        const last = page.at(-1);
        if (!last || page.length < perPage) return events;
        after = last.position;
      }
    },
    timersOf: async (service) =>
      (await ask<{ stream: string }>(`select stream from "${service}".timers`)).map(({ stream }) => stream),
    rows: async (service, table) => {
      const found = await ask<{ name: string }>(
        'select tablename as name from pg_tables where schemaname = $1 and tablename ~ $2',
        [service, `^${table}(__[0-9a-f]{8})?$`],
      );
      const [{ name } = { name: table }] = found;
      const rows = await ask<{ row: Readonly<Record<string, unknown>> }>(
        `select to_jsonb(t) as row from "${service}"."${name}" t`,
      );
      return rows.map(({ row }) => row);
    },
    readModels: async () => {
      const all: Record<string, readonly string[]> = {};
      for (const service of await services())
        for (const name of await readModels(service)) {
          const rows = await ask<{ row: string }>(
            `select to_jsonb(t)::text as row from "${service}"."${name}" t order by 1`,
          );
          all[`${service}.${name}`] = rows.map(({ row }) => row);
        }
      return all;
    },
    dropReadModels: async () => {
      for (const service of await services()) {
        for (const name of await readModels(service)) await ask(`drop table "${service}"."${name}"`);
        await ask(`delete from "${service}".checkpoints where consumer like 'read %'`);
      }
    },
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
};
