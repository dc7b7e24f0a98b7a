import {
  type Append,
  type Appended,
  batched,
  beginning,
  checkLimits,
  Conflict,
  type EventStore,
  noStream,
  OutcomeUnknown,
  type Position,
  type StoredEvent,
} from '@redress/eventing';
import type { Pool } from 'pg';
import { isUnknown } from '../failures.js';
import { groupCommit, type Outcome } from './group-commit.js';
import type { Wakes } from './wakes.js';

interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly data: string;
  readonly metadata: string;
}
interface OutcomeRow {
  readonly outcome: 'appended' | 'repeated' | 'conflict';
  readonly last_revision: string;
  readonly last_position: string | null;
}

/** Wide enough for any bigint, so that text compares as numbers do. */
const positionOf = (position: string | bigint): Position => {
  // Another library of the process may have told the driver to read int8 as bigint.
  const text = String(position);
  return text === '0' ? beginning : (text.padStart(19, '0') as Position);
};
const numberOf = (position: Position): string => (position === beginning ? '0' : BigInt(position).toString());

const eventOf = ({ position, revision, metadata, ...event }: EventRow): StoredEvent => ({
  ...event,
  revision: BigInt(revision),
  position: positionOf(position),
  metadata: JSON.parse(metadata) as StoredEvent['metadata'],
});

/** Many small streams are read with one question; a few large ones must not be. */
const readsAtOnce = 100;
interface Wanted {
  readonly stream: string;
  readonly from: bigint;
  readonly limit: number;
}

const columns = 'position, stream, revision, id, type, version, data, metadata';

/** The event store on PostgreSQL; `prepareLog` has been run. */
export const postgresEventStore = (pool: Pool, wakes: Wakes): EventStore => {
  let id: string | undefined;

  const ask = async (appends: readonly Append[]): Promise<readonly OutcomeRow[]> => {
    const [{ stream, expected, events }, ...others] = appends as readonly [Append, ...Append[]];
    const [event, ...more] = events;
    if (others.length > 0 || more.length > 0 || !event) return askMany(appends);
    const { rows } = await pool.query<OutcomeRow>('select * from redress_log.append_one($1, $2, $3, $4, $5, $6, $7)', [
      stream,
      expected.toString(),
      event.id,
      event.type,
      event.version,
      event.data,
      JSON.stringify(event.metadata),
    ]);
    return rows;
  };
  const askMany = async (appends: readonly Append[]): Promise<readonly OutcomeRow[]> => {
    const events = appends.flatMap((append) => append.events);
    const { rows } = await pool.query<OutcomeRow>(
      'select * from redress_log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [
        appends.map(({ stream }) => stream),
        appends.map(({ expected }) => expected.toString()),
        appends.map((append) => append.events.length),
        events.map(({ id: eventId }) => eventId),
        events.map(({ type }) => type),
        events.map(({ version }) => version),
        events.map(({ data }) => data),
        events.map(({ metadata }) => JSON.stringify(metadata)),
        appends.flatMap((append, index) => append.events.map(() => index + 1)),
        appends.flatMap((append) => append.events.map((_, index) => index + 1)),
      ],
    );
    return rows;
  };

  const commit = async (appends: readonly Append[]): Promise<readonly Outcome<Appended>[]> => {
    try {
      const rows = await ask(appends);
      if (rows.some(({ outcome }) => outcome === 'appended')) wakes.appended();
      return rows.map((row, index) => outcomeOf(row, appends[index] as Append));
    } catch (error) {
      if (isUnknown(error)) return appends.map(({ stream }) => ({ error: new OutcomeUnknown(stream, error) }));
      // One bad append must not fail its neighbours: halve until it stands alone.
      if (appends.length === 1) return [{ error }];
      const half = Math.ceil(appends.length / 2);
      return [...(await commit(appends.slice(0, half))), ...(await commit(appends.slice(half)))];
    }
  };
  const enqueue = groupCommit(commit);

  const readMany = batched(async (wanted: readonly Wanted[]): Promise<readonly StoredEvent[][]> => {
    const { rows } = await pool.query<EventRow & { readonly n: string }>(
      `select wanted.n, event.* from unnest($1::text[], $2::bigint[], $3::integer[])
         with ordinality as wanted(stream, first, most, n)
       cross join lateral (
         select ${columns} from redress_log.events e
         where e.stream = wanted.stream collate "C" and e.revision >= wanted.first
         order by e.revision limit wanted.most) event
       order by wanted.n, event.revision`,
      [wanted.map(({ stream }) => stream), wanted.map(({ from }) => from.toString()), wanted.map(({ limit }) => limit)],
    );
    const found = wanted.map((): StoredEvent[] => []);
    for (const { n, ...row } of rows) found[Number(n) - 1]?.push(eventOf(row));
    return found;
  }, readsAtOnce);

  const revisionsOf = batched(async (streams: readonly string[]): Promise<readonly bigint[]> => {
    const { rows } = await pool.query<{ readonly revision: string | null }>(
      `select (select e.revision from redress_log.events e
               where e.stream = wanted.stream collate "C" order by e.revision desc limit 1)
       from unnest($1::text[]) with ordinality as wanted(stream, n) order by n`,
      [streams],
    );
    return rows.map(({ revision }) => (revision === null ? noStream : BigInt(revision)));
  }, readsAtOnce);

  // Whoever asks while an answer is under way gets the next one: it must not be older than the question.
  const headFor = batched(async (askers: readonly undefined[]): Promise<readonly Position[]> => {
    const { position } = await one<{ position: string }>(pool, 'select position from redress_log.head');
    return askers.map(() => positionOf(position));
  });

  return {
    logId: async () => (id ??= (await one<{ log_id: string }>(pool, 'select log_id from redress_log.head')).log_id),

    append: async (append) => {
      checkLimits(append);
      return enqueue(append);
    },

    read: (stream, from = 0n, limit = 10_000) => readMany({ stream, from, limit }),

    revision: revisionsOf,

    readLog: async (after, limit) => {
      const { rows } = await pool.query<EventRow>(
        `select ${columns} from redress_log.events where position > $1 order by position limit $2`,
        [numberOf(after), limit],
      );
      return rows.map(eventOf);
    },

    at: async (position) => {
      const { rows } = await pool.query<EventRow>(`select ${columns} from redress_log.events where position = $1`, [
        numberOf(position),
      ]);
      return rows[0] && eventOf(rows[0]);
    },

    head: () => headFor(undefined),
    onAppended: wakes.listen,
    close: () => wakes.close(),
  };
};

const outcomeOf = (row: OutcomeRow, { stream, expected }: Append): Outcome<Appended> =>
  row.outcome === 'conflict' || row.last_position === null
    ? { error: new Conflict(stream, expected, BigInt(row.last_revision)) }
    : {
        value: {
          revision: BigInt(row.last_revision),
          position: positionOf(row.last_position),
          repeated: row.outcome === 'repeated',
        },
      };

const one = async <Row extends object>(pool: Pool, sql: string): Promise<Row> => {
  const { rows } = await pool.query<Row>(sql);
  const [row] = rows;
  if (!row) throw new Error('The log has no head row: it was not prepared, or it was tampered with.');
  return row;
};
