import { type AnyDecider, type CommandSender, type EventStore, streamOf, type WallClock } from '@redress/eventing';
import type { DataSource, EntityManager } from 'typeorm';
import type { Due } from './consequences.js';
import { readDated, readOrigin, writeDated, writeOrigin } from './dated-json.js';
import type { Progress } from './progress.js';
import { roundsOf } from './rounds.js';
import { textColumns, unnestTexts } from './unnest.js';

/** Commands for later, kept as rows until they are carried out. */
export interface Timers {
  /** Part of the transaction that passes the event which asks for them; repeating it changes nothing. */
  set(manager: EntityManager, dues: readonly Due[]): Promise<void>;
  /** Something may be due, or due sooner. */
  look(): void;
  start(progress: Progress): void;
  /** Resolves once what was due by now has been carried out; for settling and for a graceful stop. */
  idle(): Promise<void>;
  /** When the next one is due; those of parked keys are not counted. */
  next(): Promise<Date | undefined>;
  stop(): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly category: string;
  readonly target: string;
  readonly command: string;
  readonly data: string;
  readonly due_at: Date;
  readonly key: string;
  readonly cause: string;
}

interface Parts {
  readonly dataSource: DataSource;
  readonly service: string;
  readonly deciders: readonly AnyDecider[];
  readonly store: EventStore;
  readonly commands: CommandSender;
  readonly clock: WallClock;
  readonly partitionOf: (key: string) => number;
  readonly report: (problem: TimerProblem) => void;
}
export interface TimerProblem {
  readonly problem: 'waiting-for-feed' | 'failed' | 'fired-late';
  readonly timer?: string;
  /** Of those that were fired late together, how late the latest was. */
  readonly lateMs?: number;
  readonly error?: unknown;
}

const atOnce = 200;
/**
 * The lease outlives any try; a worker that died is followed after it. The wait for the feed is real time. Beyond
 * `lateMs` an operator is told: the service stood still, or the clock was set forward.
 */
const pace = { leaseSeconds: 30, feedMs: 30_000, lateMs: 5000 } as const;

/**
 * Fires due commands in order per stream. A timer waits until the service's `act` has passed what the log held when it
 * became due: lag must not breach a promise that was kept. The timer's id is the command's, so that firing twice is one.
 */
export const timersOf = ({
  dataSource,
  service,
  deciders,
  store,
  commands,
  clock,
  partitionOf,
  report,
}: Parts): Timers => {
  const table = `"${service}".timers`;
  const notParked = `not exists (select 1 from "${service}".parked p where p.consumer = 'act' and p.key = t.key)`;
  const byCategory = new Map(deciders.map((decider) => [decider.category, decider]));
  let act: Progress | undefined;
  let interrupt = (): void => undefined;
  const stopping = new Promise<false>((resolve) => (interrupt = () => resolve(false)));

  // The first of each stream only: the second waits until the first is gone, also where another process has it. A key
  // that is parked holds its timers: what it did not hear of may have met the deadline.
  const claim = (now: Date): Promise<Row[]> =>
    dataSource
      .query(
        `with first as (
           select distinct on (stream) id from ${table} t where due_at <= $1
             and ${notParked}
           order by stream, due_at, id
         ), free as (
           select t.id from ${table} t join first using (id) where t.leased_until < now()
           order by t.due_at limit ${atOnce} for update of t skip locked
         )
         update ${table} t set leased_until = now() + interval '${pace.leaseSeconds} seconds'
         from free where t.id = free.id
         returning t.id, t.category, t.target, t.command, t.data, t.due_at, t.key, t.cause`,
        [now],
      )
      .then(([rows]: [Row[], number]) => rows.sort((a, b) => a.due_at.getTime() - b.due_at.getTime()));

  const fire = async ({ id, category, target, command, data, cause, due_at: dueAt }: Row): Promise<unknown> => {
    const decider = byCategory.get(category);
    if (!decider) throw new Error(`No decider of ${service} has the category ${category}.`);
    // A clock that was set back since then must not make a decider think that it is too early, and forget the deadline.
    const now = clock.now();
    const at = now < dueAt ? dueAt : now;
    return commands.dispatch({ decider, id: target, command, data: readDated(data) }, readOrigin(cause, id, at));
  };

  const passed = async (rows: readonly Row[]): Promise<boolean> => {
    const head = await store.head();
    const partitions = [...new Set(rows.map(({ key }) => partitionOf(key)))];
    const feed = act;
    const waits = feed ? partitions.map((partition) => feed.waitFor(partition, head, pace.feedMs)) : [];
    return Promise.race([Promise.all(waits).then((results) => feed !== undefined && results.every(Boolean)), stopping]);
  };
  const release = (rows: readonly Row[]): Promise<unknown> =>
    dataSource.query(`update ${table} set leased_until = '-infinity' where id = any($1::uuid[])`, [
      rows.map(({ id }) => id),
    ]);

  /** Whether there may be more to do at once. */
  const fireDue = async (): Promise<boolean> => {
    const rows = await claim(clock.now());
    if (rows.length === 0) return false;
    if (!(await passed(rows))) {
      report({ problem: 'waiting-for-feed' });
      await release(rows);
      return !rounds.stopped();
    }
    const lateMs = Math.max(...rows.map(({ due_at: dueAt }) => clock.now().getTime() - dueAt.getTime()));
    if (lateMs > pace.lateMs) report({ problem: 'fired-late', lateMs });
    const outcomes = await Promise.allSettled(rows.map(fire));
    const failed: Row[] = [];
    outcomes.forEach((outcome, index) => {
      const row = rows[index];
      if (outcome.status === 'fulfilled' || !row) return;
      failed.push(row);
      report({ problem: 'failed', timer: row.id, error: outcome.reason as unknown });
    });
    const fired = rows.filter((row) => !failed.includes(row));
    await dataSource
      .query(`delete from ${table} where id = any($1::uuid[])`, [fired.map(({ id }) => id)])
      .catch((error: unknown) => {
        // They are fired again, under the same ids.
        failed.push(...fired);
        report({ problem: 'failed', error });
      });
    if (failed.length > 0) await release(failed);
    return failed.length === 0;
  };

  const next = async (): Promise<Date | undefined> => {
    const rows: { due_at: Date | null }[] = await dataSource.query(
      `select min(due_at) as due_at from ${table} t where ${notParked}`,
    );
    return rows[0]?.due_at ?? undefined;
  };

  const rounds = roundsOf(
    clock,
    async () => {
      while (act && !rounds.stopped() && (await fireDue()));
      return act && next();
    },
    (error) => report({ problem: 'failed', error }),
  );

  return {
    set: async (manager, dues) => {
      if (dues.length === 0) return;
      const rows = dues.map(({ id, key, sending, cause }) => [
        id,
        streamOf(sending.decider, sending.id),
        sending.decider.category,
        sending.id,
        sending.command,
        writeDated(sending.data),
        (sending.at as Date).toISOString(),
        key,
        writeOrigin(cause),
      ]);
      await manager.query(
        `insert into ${table} (id, stream, category, target, command, data, due_at, key, cause)
         select c0::uuid, c1, c2, c3, c4, c5, c6::timestamptz, c7, c8 from ${unnestTexts(9)} on conflict do nothing`,
        textColumns(rows),
      );
    },
    look: rounds.look,
    start: (progress) => {
      act = progress;
      rounds.look();
    },
    idle: rounds.idle,
    next,
    stop: async () => {
      interrupt();
      await rounds.stop();
    },
  };
};
