import { beginning, type EventStore, Fenced, type Position, type StoredEvent } from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import type { EntityManager } from 'typeorm';
import { isPassing } from '../failures.js';
import { type Checkpoint, type Checkpoints, commitSoon } from './checkpoints.js';
import { foldBatch } from './fold-batch.js';
import { tableFold } from './fold-table.js';
import { isolating } from './isolating.js';
import { describe, nothing, type Parking } from './parking.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';
import { createTable, type ProjectionTable, quoted } from './tables.js';

/** What a table beside a live one is made with. Reactors, effects and timers are no part of it: nothing is done again. */
export interface ShadowParts {
  readonly database: ServiceDatabase;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly parking: Parking;
  readonly partitions: number;
  readonly partitionOf: (key: string) => number;
  /** An event was set aside: somebody must look. */
  readonly alarm: (consumer: string, event: StoredEvent, error: unknown) => void;
}

/** Who watches it being filled. */
export interface Watch {
  /** Up to which position of the log, and how many events of it were read. */
  readonly report: (position: Position, events: number) => void;
  /** Aborted: it ends between two pages, and the live table is as it was. */
  readonly signal?: AbortSignal;
}

/** How far a table has come, by partition. */
export type Reached = ReadonlyMap<number, Position>;

/** A table filled from the event store beside the live one, under a name and a checkpoint of its own. */
export interface Shadow {
  readonly table: ProjectionTable;
  /** The name of its checkpoint, and under which its keys are parked. */
  readonly consumer: string;
  /** Page by page, each committed; what fails is parked. Rejects with `Fenced` when another one was begun. */
  follow(upTo: Reached): Promise<void>;
  /** What is missing, in the caller's transaction: at most `pages`, else it rejects with `TooFarBehind`. */
  finish(manager: EntityManager, upTo: Reached, pages: number): Promise<void>;
  /** With everything that belongs to it, in the caller's transaction, but the table. */
  forget(manager: EntityManager): Promise<void>;
  /** With the table. Rejects with `Fenced` when it is another's. */
  drop(manager: EntityManager): Promise<void>;
}

export class TooFarBehind extends Error {
  constructor(table: string, cause?: unknown) {
    super(`${table} has not caught up far enough.`, { cause });
    this.name = 'TooFarBehind';
  }
}

interface State {
  claim: Checkpoint;
  readonly reached: Map<number, Position>;
}

/** What `readOnce` keeps for several of them. */
export const shadowPage = 2000;
/** PostgreSQL cuts names at 63 bytes, and those of indexes have a few more than their table's. */
const longestName = 57;

/** `rebuild` becomes the live table, `check` is compared with it: both may exist at once. */
export type Purpose = 'rebuild' | 'check';
export const shadowSuffixes = { rebuild: '__new', check: '__check' } as const;

/** Begins with an empty table; one that another process fills for the same purpose is taken from it. */
export const shadowOf = async (
  { database, store, checkpoints, reading, parking, partitions, partitionOf, alarm }: ShadowParts,
  live: ProjectionTable,
  purpose: Purpose,
  { report, signal }: Watch,
  except: ReadonlySet<Position> = new Set(),
): Promise<Shadow> => {
  const { dataSource, service } = database;
  const name = `${live.name}${shadowSuffixes[purpose]}`;
  if (Buffer.byteLength(name) > longestName) throw new Error(`${live.name} is too long a name for a table beside it.`);
  const table: ProjectionTable = { ...live, name, path: `${quoted(service)}.${quoted(name)}` };
  const fold = tableFold(dataSource, table);
  const personal = personalColumnsOf(live.projection.table).length > 0;
  const consumer = `${purpose} ${live.name}`;
  let read = 0;

  const claim = await dataSource.transaction(async (manager) => {
    const claimed = await checkpoints.restart(manager, consumer, 0);
    await manager.query(`drop table if exists ${table.path}`);
    await parking.releaseAll(manager, consumer);
    for (const statement of createTable(dataSource, table)) await manager.query(statement);
    return claimed;
  });
  const own: State = {
    claim,
    reached: new Map(Array.from({ length: partitions }, (_, partition) => [partition, beginning])),
  };

  /** Of a type that this build does not know: it is counted where it is decoded. */
  const mayHear = (type: string): boolean => {
    const known = reading.nameOf(type);
    return known === undefined || fold.mayHear(known);
  };
  const reachedBy = ({ reached }: State, { metadata }: StoredEvent): Position =>
    reached.get(partitionOf(metadata.key)) ?? beginning;

  const apply = async (manager: EntityManager, state: State, stored: readonly StoredEvent[]): Promise<void> => {
    const last = stored.at(-1);
    if (!last) return;
    await checkpoints.move(manager, 0, [{ ...state.claim, consumer }], last.position, last.id);
    const mine = stored.filter(({ type }) => mayHear(type));
    const withheld = reading.withheld(mine).filter((event) => fold.hears(event));
    const ids = new Set(withheld.map(({ id }) => id));
    const events = personal ? await reading.opened(mine.filter(({ id }) => ids.has(id))) : withheld;
    const heard = events.filter((event) => fold.hears(event));
    const parked = (await parking.keys(manager, [consumer])).get(consumer) ?? nothing;
    await foldBatch(manager, parking, { fold, consumer }, heard, stored, parked);
  };
  const passed = (state: State, stored: readonly StoredEvent[]): void => {
    for (const { metadata, position } of stored) state.reached.set(partitionOf(metadata.key), position);
    state.claim = { ...state.claim, position: stored.at(-1)?.position ?? state.claim.position };
  };

  /** The log from where the first partition is behind, page by page; of each page what is still missing. */
  const walk = async (
    state: State,
    upTo: Reached,
    pages: number,
    work: (missing: readonly StoredEvent[]) => Promise<void>,
  ): Promise<void> => {
    const behind = [...upTo].filter(([partition, to]) => (state.reached.get(partition) ?? beginning) < to);
    const end = greatest(behind.map(([, to]) => to));
    let from = least(behind.map(([partition]) => state.reached.get(partition) ?? beginning));
    let coming = from < end ? ahead(store.readLog(from, shadowPage)) : undefined;
    for (let page = 0; coming; page += 1) {
      signal?.throwIfAborted();
      if (page === pages) throw new TooFarBehind(table.name);
      const events = await coming;
      const last = events.at(-1)?.position ?? end;
      // The next page is under way while this one is folded and written.
      coming = last < end ? ahead(store.readLog(last, shadowPage)) : undefined;
      await work(
        events.filter((event) => {
          const to = upTo.get(partitionOf(event.metadata.key)) ?? beginning;
          return event.position > reachedBy(state, event) && event.position <= to && !except.has(event.position);
        }),
      );
      for (const [partition, to] of upTo) {
        const reached = last < to ? last : to;
        if (reached > (state.reached.get(partition) ?? beginning)) state.reached.set(partition, reached);
      }
      from = last;
      read += events.length;
      report(from < end ? from : end, read);
    }
  };

  const committed = async (stored: readonly StoredEvent[]): Promise<void> => {
    await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      await apply(manager, own, stored);
    });
    passed(own, stored);
  };
  const setAside = async (event: StoredEvent, error: unknown): Promise<void> => {
    await dataSource.transaction(async (manager) => {
      await checkpoints.move(manager, 0, [{ ...own.claim, consumer }], event.position, event.id);
      await parking.park(manager, consumer, [event], describe(error));
    });
    passed(own, [event]);
    alarm(consumer, event, error);
  };

  const isOurs = async (manager: EntityManager): Promise<boolean> =>
    (await checkpoints.standing(manager, consumer, 'lock')).get(0)?.fence === claim.fence;
  const forget = async (manager: EntityManager): Promise<void> => {
    await checkpoints.forget(manager, consumer);
    await parking.releaseAll(manager, consumer);
  };
  return {
    table,
    consumer,
    follow: (upTo) => walk(own, upTo, Infinity, (missing) => isolating(missing, { attempt: committed, setAside })),
    finish: async (manager, upTo, pages) => {
      // Nothing of it is certain before the caller commits.
      const state: State = { claim: own.claim, reached: new Map(own.reached) };
      // Locks the row also where nothing is missing, and finds out whether it is still ours.
      await checkpoints.move(manager, 0, [{ ...state.claim, consumer }], state.claim.position, undefined);
      await walk(state, upTo, pages, async (missing) => {
        await apply(manager, state, missing).catch((error: unknown) => {
          // In the caller's transaction nothing can be set aside.
          throw isPassing(error) ? (error as Error) : new TooFarBehind(name, error);
        });
        passed(state, missing);
      });
    },
    forget,
    drop: async (manager) => {
      if (!(await isOurs(manager))) throw new Fenced(consumer, 0);
      await manager.query(`drop table if exists ${table.path}`);
      await forget(manager);
    },
  };
};

/** A page that is asked for before it is awaited: a failure is thrown where it is, and nowhere else. */
const ahead = <T>(page: Promise<T>): Promise<T> => {
  page.catch(() => undefined);
  return page;
};

const least = (positions: readonly Position[]): Position =>
  positions.reduce((found, position) => (position < found ? position : found), positions[0] ?? beginning);
const greatest = (positions: readonly Position[]): Position =>
  positions.reduce((found, position) => (position > found ? position : found), beginning);
