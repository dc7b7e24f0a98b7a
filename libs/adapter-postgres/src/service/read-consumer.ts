import { createHash } from 'node:crypto';
import {
  type Batch,
  type Consumer,
  type EventStore,
  type Position,
  type Recorded,
  type StoredEvent,
} from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import type { EntityManager } from 'typeorm';
import { isPassing } from '../failures.js';
import { type Checkpoints, Fenced } from './checkpoints.js';
import { type TableFold, tableFold } from './fold-table.js';
import { isolating } from './isolating.js';
import { describe, type Parking } from './parking.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';

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
  readonly partitionOf: (key: string) => number;
  /** An event was set aside: somebody must look. */
  readonly alarm: (consumer: string, event: StoredEvent, error: unknown) => void;
}

interface Held {
  readonly fold: TableFold;
  readonly checkpoint: string;
  readonly personal: boolean;
  /** By partition. */
  readonly fences: Map<number, string>;
  readonly positions: Map<number, Position>;
}

const pageSize = 500;

export const readConsumer = ({
  database,
  store,
  checkpoints,
  reading,
  parking,
  partitionOf,
  alarm,
}: Parts): ReadConsumer => {
  const { dataSource, service, readModels } = database;
  const tables: readonly Held[] = readModels.map((table) => ({
    fold: tableFold(dataSource, table),
    checkpoint: `read ${table.name}`,
    personal: personalColumnsOf(table.projection.table).length > 0,
    fences: new Map(),
    positions: new Map(),
  }));
  // Two builds side by side each keep their own tables whole: they must not share the partitions.
  const build = createHash('sha256')
    .update(JSON.stringify(readModels.map(({ name }) => name).sort()))
    .digest('hex')
    .slice(0, 8);
  const slowest = async (positionOf: (held: Held) => Promise<Position>): Promise<Position> =>
    (await Promise.all(tables.map(positionOf))).reduce((least, position) => (position < least ? position : least));
  const seen = progress((partition) =>
    slowest(({ checkpoint }) => checkpoints.position(dataSource.manager, checkpoint, partition)),
  );

  const take = async (held: Held, partition: number): Promise<Position> => {
    const { position, fence } = await checkpoints.take(dataSource.manager, held.checkpoint, partition);
    held.fences.set(partition, fence);
    held.positions.set(partition, position);
    return position;
  };

  const foldInto = async (
    manager: EntityManager,
    held: Held,
    partition: number,
    events: readonly Recorded[],
    stored: readonly StoredEvent[],
    upTo: Position,
  ): Promise<void> => {
    const { fold, checkpoint } = held;
    const position = await checkpoints.hold(manager, checkpoint, partition, held.fences.get(partition) ?? 'none');
    const parked = await parking.keys(manager, checkpoint);
    const heard = events.filter((event) => event.position > position && fold.hears(event));
    const free = heard.filter(({ key }) => !parked.has(key));
    if (free.length > 0) {
      const folding = await fold.begin(manager, free);
      for (const event of free) folding.apply(event);
      await folding.end();
    }
    if (parked.size > 0)
      await parking.park(manager, checkpoint, waitingBehind(heard, parked, stored), 'waits behind an earlier one');
    if (upTo > position) await checkpoints.move(manager, checkpoint, partition, upTo, stored.at(-1)?.id);
  };

  /** Works off events for some of the tables in one transaction. */
  const advance = async (
    of: readonly Held[],
    partition: number,
    stored: readonly StoredEvent[],
    upTo: Position,
  ): Promise<void> => {
    const withheld = reading.withheld(stored);
    const opened = of.some(({ personal }) => personal) ? await reading.opened(stored) : [];
    await dataSource.transaction(async (manager) => {
      // What is lost with the machine is folded again from the log.
      await manager.query('set local synchronous_commit = off');
      for (const held of of) await foldInto(manager, held, partition, held.personal ? opened : withheld, stored, upTo);
    });
    for (const held of of) held.positions.set(partition, upTo);
  };

  const setAside = async (held: Held, partition: number, event: StoredEvent, error: unknown): Promise<void> => {
    await dataSource.transaction(async (manager) => {
      await checkpoints.hold(manager, held.checkpoint, partition, held.fences.get(partition) ?? 'none');
      await parking.park(manager, held.checkpoint, [event], describe(error));
      await checkpoints.move(manager, held.checkpoint, partition, event.position, event.id);
    });
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
        advance([held], partition, some, some.length === events.length ? upTo : (some.at(-1)?.position ?? upTo)),
      setAside: (event, error) => setAside(held, partition, event, error),
    });
    if ((held.positions.get(partition) ?? '') < upTo) await advance([held], partition, [], upTo);
  };

  const handle = async ({ partition, events, upTo }: Batch): Promise<void> => {
    const behind = tables.filter(({ positions }) => (positions.get(partition) ?? '') < upTo);
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
      return parking.release(manager, consumer, key);
    });
  };

  return {
    progress: seen,
    replay,
    consumer: {
      name: `${service}.read-${build}`,
      assigned: async (partition) => {
        const position = await slowest((held) => take(held, partition));
        seen.passed(partition, position);
        return position;
      },
      revoked: (partition) => tables.forEach(({ fences }) => fences.delete(partition)),
      handle,
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

/** Events of keys that are parked already, as they were stored. */
const waitingBehind = (
  heard: readonly Recorded[],
  parked: ReadonlySet<string>,
  stored: readonly StoredEvent[],
): readonly StoredEvent[] => {
  const ids = new Set(heard.filter(({ key }) => parked.has(key)).map(({ id }) => id));
  return stored.filter(({ id }) => ids.has(id));
};
