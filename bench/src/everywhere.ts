import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** What has to be there before a complaint counts as visible everywhere: schema, table, and which of its rows. */
const places: readonly (readonly [schema: string, table: string, rows: string])[] = [
  ['intake', 'complaints', 'true'],
  ['triage', 'ownerships', 'owner_id is not null'],
  ['sla', 'clocks', `metric = 'resolution'`],
  ['compensation', 'offers', 'true'],
  ['notification', 'notices', `kind = 'receipt'`],
  ['analytics', 'complaint_facts', 'true'],
  ['desk', 'board', 'owner_id is not null'],
];

/** So many complaints are followed one by one at a time: looking for them must cost next to nothing beside the rest. */
const mostFollowed = 50;
const followEveryMs = 10;
const countEveryMs = 250;

/** Watches when complaints become visible in each service, while more of them come in. */
export interface Everywhere {
  /** A complaint was answered 201, at this moment of `performance.now()`. */
  accepted(complaintId: string, at: number): void;
  /** Resolves once all that were accepted are visible everywhere, or after so long. */
  settled(withinMs: number): Promise<boolean>;
  /** Milliseconds from the 201 until visible everywhere, of the complaints that were followed since this was last asked. */
  latencies(): readonly number[];
  /** How many each place shows less than were accepted. */
  behind(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

export const watchEverywhere = async (databaseUrl: string): Promise<Everywhere> => {
  const client = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  // The server may be stopped while a connection is still closing.
  client.on('error', () => undefined);
  const tables = await Promise.all(
    places.map(async ([schema, table, rows]) => {
      const { rows: found } = await client.query<{ tablename: string }>(
        'select tablename from pg_tables where schemaname = $1 and tablename ~ $2',
        [schema, `^${table}__[0-9a-f]{8}$`],
      );
      if (found.length !== 1) throw new Error(`There are ${found.length} tables of ${schema}.${table}.`);
      return { from: `"${schema}"."${found[0]?.tablename}"`, rows };
    }),
  );
  const seen = tables.map(
    ({ from, rows }) => `select complaint_id from ${from} where complaint_id = wanted.id and ${rows}`,
  );
  const visible = `select id from unnest($1::uuid[]) as wanted(id) where ${seen.map((one) => `exists (${one})`).join(' and ')}`;
  const counts = `select array[${tables.map(({ from, rows }) => `(select count(*)::int from ${from} where ${rows})`).join(', ')}] as counts`;
  const count = async (): Promise<readonly number[]> =>
    (await client.query<{ counts: number[] }>(counts)).rows[0]?.counts ?? [];

  const before = await count();
  const followed = new Map<string, number>();
  let accepted = 0;
  let found: number[] = [];
  const ending = new AbortController();
  const following = (async () => {
    while (!ending.signal.aborted) {
      await pause(followEveryMs);
      if (followed.size === 0) continue;
      const { rows } = await client.query<{ id: string }>({
        name: 'visible',
        text: visible,
        values: [[...followed.keys()]],
      });
      const now = performance.now();
      for (const { id } of rows) {
        found.push(Math.max(0, now - (followed.get(id) ?? now)));
        followed.delete(id);
      }
    }
  })();
  const missing = async (): Promise<readonly number[]> => {
    const shown = await count();
    return shown.map((each, index) => accepted - (each - (before[index] ?? 0)));
  };
  return {
    accepted: (complaintId, at) => {
      accepted += 1;
      if (followed.size < mostFollowed) followed.set(complaintId, at);
    },
    settled: async (withinMs) => {
      const until = performance.now() + withinMs;
      for (;;) {
        if (followed.size === 0 && (await missing()).every((number) => number <= 0)) return true;
        if (performance.now() > until) return false;
        await pause(countEveryMs);
      }
    },
    latencies: () => {
      const taken = found;
      found = [];
      return taken;
    },
    behind: async () => {
      const numbers = await missing();
      return Object.fromEntries(places.map(([schema], index) => [schema, numbers[index] ?? 0]));
    },
    stop: async () => {
      ending.abort();
      await following;
      await client.end();
    },
  };
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
