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

interface Sample {
  readonly at: number;
  /** Complaints by place. */
  readonly counts: readonly number[];
}

/** Watches how many complaints each service shows, while they come in. */
export interface Everywhere {
  /** A complaint was answered 201, at this moment of `performance.now()`. */
  accepted(at: number): void;
  /** Resolves once all that were accepted are visible everywhere, or after so long. */
  settled(withinMs: number): Promise<boolean>;
  /**
   * Milliseconds from the 201 of each complaint until every place shows as many, in the order of the answers; of those
   * accepted since the last time this was asked.
   */
  latencies(): readonly number[];
  /** How many each place shows less than were accepted. */
  behind(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export const watchEverywhere = async (databaseUrl: string, everyMs = 20): Promise<Everywhere> => {
  const client = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  // The server may be stopped while a connection is still closing.
  client.on('error', () => undefined);
  const tables = await Promise.all(
    places.map(async ([schema, table, rows]) => {
      const { rows: found } = await client.query<{ tablename: string }>(
        'select tablename from pg_tables where schemaname = $1 and tablename ~ $2',
        [schema, `^${table}__[0-9a-f]{8}$`],
      );
      if (found.length !== 1) throw new Error(`There are ${found.length} tables of ${schema}.${table}.`);
      return `(select count(*)::int from "${schema}"."${found[0]?.tablename}" where ${rows})`;
    }),
  );
  const question = `select array[${tables.join(', ')}] as counts`;
  const answers: number[] = [];
  const samples: Sample[] = [];
  let told = 0;
  const ending = new AbortController();
  const count = async (): Promise<readonly number[]> =>
    (await client.query<{ counts: number[] }>(question)).rows[0]?.counts ?? [];
  const before = await count();
  const shown = ({ counts }: Sample): number => Math.min(...counts.map((each, index) => each - (before[index] ?? 0)));
  const sampling = (async () => {
    while (!ending.signal.aborted) {
      samples.push({ counts: await count(), at: performance.now() });
      await pause(everyMs);
    }
  })();
  const isSettled = (): boolean => {
    const last = samples.at(-1);
    return last !== undefined && shown(last) >= answers.length;
  };
  return {
    accepted: (at) => void answers.push(at),
    settled: async (withinMs) => {
      const until = performance.now() + withinMs;
      while (!isSettled() && performance.now() < until) await pause(everyMs);
      return isSettled();
    },
    latencies: () => {
      const inOrder = answers.toSorted((a, b) => a - b);
      const found: number[] = [];
      let next = told;
      for (const sample of samples)
        for (; next < Math.min(shown(sample), inOrder.length); next += 1)
          found.push(Math.max(0, sample.at - (inOrder[next] ?? 0)));
      told = next;
      return found;
    },
    behind: () => {
      const { counts = [] } = samples.at(-1) ?? {};
      return Object.fromEntries(
        places.map(([schema], index) => [schema, answers.length - ((counts[index] ?? 0) - (before[index] ?? 0))]),
      );
    },
    stop: async () => {
      ending.abort();
      await sampling;
      await client.end();
    },
  };
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
