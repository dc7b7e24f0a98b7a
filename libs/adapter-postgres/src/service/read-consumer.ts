import {
  type Batch,
  beginning,
  type Consumer,
  type EventStore,
  Fenced,
  type Position,
  type Recorded,
  type StoredEvent,
} from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import { isPassing } from '../failures.js';
import { type Believed, type Checkpoint, type Checkpoints, commitSoon } from './checkpoints.js';
import { foldBatch } from './fold-batch.js';
import { type TableFold, tableFold } from './fold-table.js';
import type { Forgetting } from './forgetting.js';
import { idAt, isolating, lastOf } from './isolating.js';
import { describe, nothing, type Parking } from './parking.js';
import { passingBy, type Stretch } from './passing-by.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';
import { standpointsOf } from './standpoints.js';
import { readConsumerOf } from './tables.js';

/** Folds a service's projections: rows and checkpoint in one transaction, each table under a checkpoint of its own. */
export interface ReadConsumer {
  readonly consumer: Consumer;
  readonly progress: Progress;
  /** Gives a parked key of a table its events again; answers how many. Rejects when they still fail. */
  replay(consumer: string, key: string): Promise<number>;
  /** Brings tables that are far behind, new ones above all, to the head from the store: before deliveries begin. */
  catchUp(report: (table: string, position: Position) => void): Promise<void>;
}

interface Parts {
  readonly database: ServiceDatabase;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly parking: Parking;
  readonly forgetting: Forgetting;
  readonly partitions: number;
  readonly partitionOf: (key: string) => number;
  /** An event was set aside: somebody must look. */
  readonly alarm: (consumer: string, event: StoredEvent, error: unknown) => void;
}

interface Held {
  readonly fold: TableFold;
  readonly checkpoint: string;
  readonly personal: boolean;
  /** Where it stands, by partition. */
  readonly at: Map<number, Checkpoint>;
}

const pageSize = 500;

export const readConsumer = ({
  database,
  store,
  checkpoints,
  reading,
  parking,
  forgetting,
  partitions,
  partitionOf,
  alarm,
}: Parts): ReadConsumer => {
  const { dataSource, service, readModels } = database;
  const tables: readonly Held[] = readModels.map((table) => ({
    fold: tableFold(dataSource, table),
    checkpoint: `read ${table.name}`,
    personal: personalColumnsOf(table.projection.table).length > 0,
    at: new Map<number, Checkpoint>(),
  }));
  const slowest = async (positionOf: (held: Held) => Promise<Position>): Promise<Position> =>
    (await Promise.all(tables.map(positionOf))).reduce((least, position) => (position < least ? position : least));
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const seen = progress((partition) =>
    slowest(({ checkpoint }) => checkpoints.position(dataSource.manager, checkpoint, partition)),
  );

  const take = async (held: Held, partition: number): Promise<Checkpoint> => {
    const taken = await checkpoints.take(dataSource.manager, held.checkpoint, partition);
    held.at.set(partition, taken);
    return taken;
  };
  const believed = (held: Held, partition: number): Believed => {
    const at = held.at.get(partition);
    if (!at) throw new Fenced(held.checkpoint, partition);
    return { ...at, consumer: held.checkpoint };
  };
  const moved = (held: Held, partition: number, position: Position): void => {
    held.at.set(partition, { ...believed(held, partition), position });
  };
  const positionOf = (held: Held, partition: number): Position => held.at.get(partition)?.position ?? beginning;

  /** Works off events for some of the tables in one transaction. */
  const advance = async (
    asked: readonly Held[],
    partition: number,
    stored: readonly StoredEvent[],
    upTo: Position,
    offset?: string,
  ): Promise<void> => {
    // A table that is further than others must not move back: what stands in between would be folded twice.
    const of = asked.filter((held) => positionOf(held, partition) < upTo);
    if (of.length === 0) return;
    const withheld = reading.withheld(stored);
    const heardBy = (held: Held, events: readonly Recorded[]): readonly Recorded[] =>
      events.filter((event) => event.position > positionOf(held, partition) && held.fold.hears(event));
    // Only what will be shown is opened.
    const shown = new Set(of.filter(({ personal }) => personal).flatMap((held) => heardBy(held, withheld)));
    const ids = new Set([...shown].map(({ id }) => id));
    const opened = ids.size > 0 ? await reading.opened(stored.filter(({ id }) => ids.has(id))) : [];
    const work = of.map((held) => ({ held, heard: heardBy(held, held.personal ? opened : withheld) }));
    await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      const rows = of.map((held) => believed(held, partition));
      await checkpoints.move(manager, partition, rows, upTo, idAt(stored, upTo), offset);
      const listening = work.filter(({ heard }) => heard.length > 0);
      const consumers = listening.map(({ held }) => held.checkpoint);
      const parked = consumers.length > 0 ? await parking.keys(manager, consumers) : new Map<string, never>();
      for (const { held, heard } of listening)
        await foldBatch(
          manager,
          parking,
          { fold: held.fold, consumer: held.checkpoint },
          heard,
          stored,
          parked.get(held.checkpoint) ?? nothing,
        );
      await forgetting.hear(manager, withheld);
    });
    for (const held of of) moved(held, partition, upTo);
  };

  const setAside = async (held: Held, partition: number, event: StoredEvent, error: unknown): Promise<void> => {
    await dataSource.transaction(async (manager) => {
      await checkpoints.move(manager, partition, [believed(held, partition)], event.position, event.id);
      await parking.park(manager, held.checkpoint, [event], describe(error));
    });
    moved(held, partition, event.position);
    alarm(held.checkpoint, event, error);
  };

  /** One bad event must hold up neither the other tables nor the other keys. */
  const advanceApart = async (
    held: Held,
    partition: number,
    events: readonly StoredEvent[],
    upTo: Position,
  ): Promise<void> => {
    await isolating(events, {
      attempt: (some) =>
        advance([held], partition, some, some.length === events.length ? upTo : (lastOf(some) ?? upTo)),
      setAside: (event, error) => setAside(held, partition, event, error),
    });
    if (positionOf(held, partition) < upTo) await advance([held], partition, [], upTo);
  };

  /** Much of the log concerns other services. */
  const unheard = passingBy((stretches) => inTurn(() => pass(stretches)));
  const pass = async (stretches: ReadonlyMap<number, Stretch>): Promise<void> => {
    const passed = await Promise.all(
      [...stretches].map(async ([partition, { upTo, lastId, offset }]) => {
        const behind = tables.filter((held) => held.at.has(partition) && positionOf(held, partition) < upTo);
        // A position without its event could not be told from one in another log.
        const eventId = lastId ?? (behind.length > 0 ? (await store.at(upTo))?.id : undefined);
        return behind.map((held) => ({ ...believed(held, partition), held, partition, to: upTo, eventId, offset }));
      }),
    );
    const rows = passed.flat();
    if (rows.length === 0) return;
    const those = await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      return checkpoints.pass(manager, rows);
    });
    for (const { held, partition, to } of those) if (held.at.has(partition)) moved(held, partition, to);
  };

  const handle = async ({ partition, events, upTo, offset }: Batch): Promise<void> => {
    const isHeard = reading
      .withheld(events)
      .some((event) => forgetting.concerns(event) || tables.some(({ fold }) => fold.hears(event)));
    if (!isHeard) {
      unheard.note(partition, { upTo, lastId: idAt(events, upTo), offset });
      return seen.passed(partition, upTo);
    }
    unheard.forget(partition);
    const behind = tables.filter((held) => positionOf(held, partition) < upTo);
    try {
      await advance(behind, partition, events, upTo, offset);
    } catch (error) {
      if (isPassing(error)) throw error;
      for (const held of behind) await advanceApart(held, partition, events, upTo);
    }
    seen.passed(partition, upTo);
  };

  /** Whether a table has yet to hear one of these, which may have happened since one looked. */
  const lacks = async (held: Held, partition: number, events: readonly StoredEvent[]): Promise<boolean> => {
    const heard = reading.withheld(events).filter((event) => forgetting.concerns(event) || held.fold.hears(event));
    const last = heard.at(-1);
    const standing = (): Promise<Position> => checkpoints.position(dataSource.manager, held.checkpoint, partition);
    return last !== undefined && (await standing()) < last.position;
  };

  /**
   * Takes from whoever has them only those partitions of which something is missing that the table hears. Whoever lives
   * and has one hears the same and finds that it was taken; of a stretch in which nothing is for it, it would never know.
   */
  const catchUpTable = async (held: Held, report: (position: Position) => void): Promise<void> => {
    const reached = await standpointsOf(checkpoints, dataSource.manager, held.checkpoint, partitions);
    const isNew = reached.map((position) => position === beginning);
    let from = reached.reduce((least, position) => (position < least ? position : least));
    for (;;) {
      const events = await store.readLog(from, pageSize);
      const last = events.at(-1);
      if (!last) break;
      const missing = events.filter(
        ({ metadata, position }) => position > (reached[partitionOf(metadata.key)] ?? beginning),
      );
      for (const partition of new Set(missing.map(({ metadata }) => partitionOf(metadata.key)))) {
        if (!held.at.has(partition)) {
          const ours = missing.filter(({ metadata }) => partitionOf(metadata.key) === partition);
          if (!(await lacks(held, partition, ours))) continue;
          await take(held, partition);
        }
        const position = positionOf(held, partition);
        const still = missing.filter(
          (event) => event.position > position && partitionOf(event.metadata.key) === partition,
        );
        if (position < last.position) await advanceApart(held, partition, still, last.position);
        reached[partition] = positionOf(held, partition);
      }
      from = last.position;
      report(from);
      if (events.length < pageSize) break;
    }
    if (from === beginning) return;
    // What was read for the others was read for these, too.
    for (const [partition, fresh] of isNew.entries()) if (fresh && !held.at.has(partition)) await take(held, partition);
    const eventId = (await store.at(from))?.id;
    const rows = [...held.at.keys()]
      .filter((partition) => positionOf(held, partition) < from)
      .map((partition) => ({ ...believed(held, partition), partition, to: from, eventId, offset: undefined }));
    if (rows.length === 0) return;
    const those = await checkpoints.pass(dataSource.manager, rows);
    for (const { partition, to } of those) moved(held, partition, to);
  };

  const replay = async (consumer: string, key: string): Promise<number> => {
    const held = tables.find(({ checkpoint }) => checkpoint === consumer);
    if (!held) throw new Error(`${service} has no consumer named ${consumer} in this build.`);
    return dataSource.transaction(async (manager) => {
      await checkpoints.lock(manager, consumer, partitionOf(key));
      const stored = await parking.events(manager, consumer, key);
      const events = held.personal ? await reading.opened(stored) : reading.withheld(stored);
      const heard = events.filter((event) => held.fold.hears(event));
      const folding = await held.fold.begin(manager, heard);
      for (const event of heard) folding.apply(event);
      await folding.end();
      await forgetting.hear(manager, reading.withheld(stored));
      return parking.release(manager, consumer, key);
    });
  };

  return {
    progress: seen,
    replay,
    consumer: {
      name: readConsumerOf(service, readModels),
      assigned: async (partition) => {
        const taken = await Promise.all(tables.map((held) => take(held, partition)));
        const { position, offset } = taken.reduce((least, one) => (one.position < least.position ? one : least));
        seen.passed(partition, position);
        return { position, ...(offset !== undefined && { offset }) };
      },
      revoked: (partition) => {
        unheard.forget(partition);
        for (const { at } of tables) at.delete(partition);
      },
      handle: (batch) => inTurn(() => handle(batch)),
    },
    catchUp: async (report) => {
      for (const held of tables)
        await catchUpTable(held, (position) => report(held.fold.table.name, position)).catch((error: unknown) => {
          // Another process of this build has taken the table: it is in good hands.
          if (!(error instanceof Fenced)) throw error;
        });
    },
  };
};
