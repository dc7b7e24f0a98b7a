import {
  type Batch,
  beginning,
  type Consumer,
  type EventStore,
  type Position,
  type Recorded,
  type StoredEvent,
} from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import { isPassing } from '../failures.js';
import { type Believed, type Checkpoint, type Checkpoints, commitSoon, Fenced } from './checkpoints.js';
import { foldBatch } from './fold-batch.js';
import { type TableFold, tableFold } from './fold-table.js';
import type { Forgetting } from './forgetting.js';
import { idAt, isolating, lastOf } from './isolating.js';
import { describe, nothing, type Parking } from './parking.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';
import { readConsumerOf } from './tables.js';
import { wakeIn } from './wake-in.js';

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
/** How long it may take until another process sees how far this one has come. */
const flushMs = 500;

export const readConsumer = ({
  database,
  store,
  checkpoints,
  reading,
  parking,
  forgetting,
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
  const unheard = new Map<number, { readonly upTo: Position; readonly lastId: string | undefined }>();
  let flushing: (() => void) | undefined;
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const seen = progress((partition) =>
    slowest(({ checkpoint }) => checkpoints.position(dataSource.manager, checkpoint, partition)),
  );

  const take = async (held: Held, partition: number): Promise<Position> => {
    const taken = await checkpoints.take(dataSource.manager, held.checkpoint, partition);
    held.at.set(partition, taken);
    return taken.position;
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
    of: readonly Held[],
    partition: number,
    stored: readonly StoredEvent[],
    upTo: Position,
  ): Promise<void> => {
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
      await checkpoints.move(manager, partition, rows, upTo, idAt(stored, upTo));
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

  /** Much of the log concerns other services: passing it is noted at once, and written when there is more to write. */
  const passUnheard = (partition: number, upTo: Position, lastId: string | undefined): void => {
    unheard.set(partition, { upTo, lastId });
    flushing ??= wakeIn(flushMs, () => {
      flushing = undefined;
      // What could not be written is passed again by whoever reads it next.
      for (const held of unheard.keys()) inTurn(() => flush(held)).catch(() => undefined);
    });
  };
  const flush = async (partition: number): Promise<void> => {
    const passed = unheard.get(partition);
    unheard.delete(partition);
    const behind = tables.filter(
      (held) => held.at.has(partition) && positionOf(held, partition) < (passed?.upTo ?? ''),
    );
    if (!passed || behind.length === 0) return;
    await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      const rows = behind.map((held) => believed(held, partition));
      await checkpoints.move(manager, partition, rows, passed.upTo, passed.lastId);
    });
    for (const held of behind) moved(held, partition, passed.upTo);
  };

  const handle = async ({ partition, events, upTo }: Batch): Promise<void> => {
    const isHeard = reading
      .withheld(events)
      .some((event) => forgetting.concerns(event) || tables.some(({ fold }) => fold.hears(event)));
    if (!isHeard) {
      passUnheard(partition, upTo, idAt(events, upTo));
      return seen.passed(partition, upTo);
    }
    unheard.delete(partition);
    const behind = tables.filter((held) => positionOf(held, partition) < upTo);
    try {
      await advance(behind, partition, events, upTo);
    } catch (error) {
      if (isPassing(error)) throw error;
      for (const held of behind) await advanceApart(held, partition, events, upTo);
    }
    seen.passed(partition, upTo);
  };

  const catchUpTable = async (held: Held, report: (position: Position) => void): Promise<void> => {
    let position = await take(held, 0);
    for (;;) {
      const events = await store.readLog(position, pageSize);
      const last = events.at(-1);
      if (!last) return;
      await advanceApart(held, 0, events, last.position);
      position = last.position;
      report(position);
      if (events.length < pageSize) return;
    }
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
        const position = await slowest((held) => take(held, partition));
        seen.passed(partition, position);
        return position;
      },
      revoked: (partition) => tables.forEach(({ at }) => at.delete(partition)),
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
