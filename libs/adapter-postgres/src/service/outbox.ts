import { type AnyEffect, type Cause, type CommandSender, derivedId, type WallClock } from '@redress/eventing';
import type { DataSource, EntityManager } from 'typeorm';
import type { Asked } from './consequences.js';
import { readDated, readOrigin, writeDated, writeOrigin } from './dated-json.js';
import { roundsOf } from './rounds.js';
import { textColumns, unnestTexts } from './unnest.js';

/** Effects on the world that were asked for and not yet carried out. */
export interface Outbox {
  /** Part of the transaction that passes the event which asks for them; repeating it changes nothing. */
  put(manager: EntityManager, asked: readonly Asked[]): Promise<void>;
  look(): void;
  start(): void;
  /** Resolves once what is due now was tried. */
  idle(): Promise<void>;
  /** When the next try is due. */
  next(): Promise<Date | undefined>;
  stop(): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly effect: string;
  readonly request: string;
  readonly cause: string;
  readonly attempts: number;
}

interface Parts {
  readonly dataSource: DataSource;
  readonly service: string;
  readonly effects: readonly AnyEffect[];
  readonly commands: CommandSender;
  readonly clock: WallClock;
  readonly report: (effect: string, error: unknown) => void;
  /** Runs each try of an effect; for those who follow what came of its cause. */
  readonly around?: (effect: string, cause: Cause, work: (cause: Cause) => Promise<void>) => Promise<void>;
}

const straight: Required<Parts>['around'] = (_effect, cause, work) => work(cause);
const atOnce = 50;
const pace = { leaseSeconds: 120, retryMs: 1000, longestRetryMs: 3_600_000 } as const;

/** 1 s, 2 s, 4 s … to an hour. */
const pauseAfter = (attempts: number): number =>
  Math.min(pace.longestRetryMs, pace.retryMs * 2 ** Math.min(attempts, 20));

/**
 * Works off the rows that `act` wrote, each until its outcome is a command. Before it is carried out, the decider that
 * will hear the outcome is folded: an outcome recorded there means done, so that a restored table repeats nothing.
 */
export const outboxOf = ({
  dataSource,
  service,
  effects,
  commands,
  clock,
  report,
  around = straight,
}: Parts): Outbox => {
  const table = `"${service}".outbox`;
  const byName = new Map(effects.map((effect) => [effect.name, effect]));
  let started = false;

  const claim = (now: Date): Promise<Row[]> =>
    dataSource
      .query(
        `update ${table} o set leased_until = now() + interval '${pace.leaseSeconds} seconds'
         from (select id from ${table} where due_at <= $1 and leased_until < now()
               order by due_at, id limit ${atOnce} for update skip locked) free
         where o.id = free.id returning o.id, o.effect, o.request, o.cause, o.attempts`,
        [now],
      )
      .then(([rows]: [Row[], number]) => rows);

  const carryOut = async ({ id, effect: name, request: written }: Row, cause: Cause): Promise<void> => {
    const effect = byName.get(name);
    if (!effect) throw new Error(`${service} has no effect named ${name}.`);
    const request = readDated(written) as never;
    const { decider, id: target, done } = effect.isDone(request);
    if (!done((await commands.stateOf(decider, target)) as never)) {
      const outcome = await effect.carryOut(request, id);
      await commands.dispatch(outcome, { ...cause, at: clock.now() });
    }
    await dataSource.query(`delete from ${table} where id = $1`, [id]);
  };

  const tried = async (row: Row): Promise<void> => {
    const origin = readOrigin(row.cause, derivedId('outcome', row.id), clock.now());
    return around(row.effect, origin, (cause) => carryOut(row, cause));
  };
  const tryOne = (row: Row): Promise<void> =>
    tried(row).catch(async (error: unknown) => {
      report(row.effect, error);
      await dataSource.query(
        `update ${table} set attempts = attempts + 1, due_at = $2, leased_until = '-infinity', last_error = $3 where id = $1`,
        [row.id, new Date(clock.now().getTime() + pauseAfter(row.attempts)), (error as Error).name],
      );
    });

  const next = async (): Promise<Date | undefined> => {
    const rows: { due_at: Date | null }[] = await dataSource.query(`select min(due_at) as due_at from ${table}`);
    return rows[0]?.due_at ?? undefined;
  };

  const rounds = roundsOf(
    clock,
    async () => {
      for (;;) {
        const rows = started && !rounds.stopped() ? await claim(clock.now()) : [];
        if (rows.length === 0) return started ? next() : undefined;
        await Promise.all(rows.map(tryOne));
      }
    },
    (error) => report('outbox', error),
  );

  return {
    put: async (manager, asked) => {
      if (asked.length === 0) return;
      const rows = asked.map(({ id, key, effect, request, cause }) => [
        id,
        effect,
        writeDated(request),
        key,
        writeOrigin(cause),
        clock.now().toISOString(),
      ]);
      await manager.query(
        `insert into ${table} (id, effect, request, key, cause, due_at)
         select c0::uuid, c1, c2, c3, c4, c5::timestamptz from ${unnestTexts(6)} on conflict do nothing`,
        textColumns(rows),
      );
    },
    look: rounds.look,
    start: () => {
      started = true;
      rounds.look();
    },
    idle: rounds.idle,
    next,
    stop: rounds.stop,
  };
};
