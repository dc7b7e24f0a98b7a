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
import { type Checkpoints, Fenced } from './checkpoints.js';
import { type TableFold, tableFold } from './fold-table.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';

/** Folds a service's projections: rows and checkpoint in one transaction, each table under a checkpoint of its own. */
export interface ReadConsumer {
  readonly consumer: Consumer;
  readonly progress: Progress;
  /** Brings tables that are far behind, new ones above all, to the head from the store: before deliveries begin. */
  catchUp(report: (table: string, position: Position) => void): Promise<void>;
}

interface Parts {
  readonly database: ServiceDatabase;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
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

export const readConsumer = ({ database, store, checkpoints, reading }: Parts): ReadConsumer => {
  const { dataSource, service, readModels } = database;
  const tables: readonly Held[] = readModels.map((table) => ({
    fold: tableFold(dataSource, table),
    checkpoint: `read ${table.name}`,
    personal: personalColumnsOf(table.projection.table as new () => object).length > 0,
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

  const foldInto = async (manager: EntityManager, held: Held, partition: number, batch: Decoded): Promise<void> => {
    const position = await checkpoints.hold(manager, held.checkpoint, partition, held.fences.get(partition) ?? 'none');
    const events = (held.personal ? batch.opened : batch.withheld).filter((event) => event.position > position);
    const heard = events.filter((event) => held.fold.hears(event));
    if (heard.length > 0) {
      const folding = await held.fold.begin(manager, heard);
      for (const event of heard) folding.apply(event);
      await folding.end();
    }
    if (batch.upTo > position) await checkpoints.move(manager, held.checkpoint, partition, batch.upTo, batch.lastId);
  };

  const decode = async (of: readonly Held[], events: readonly StoredEvent[], upTo: Position): Promise<Decoded> => ({
    withheld: reading.withheld(events),
    opened: of.some(({ personal }) => personal) ? await reading.opened(events) : [],
    upTo,
    lastId: events.at(-1)?.id,
  });

  const advance = async (of: readonly Held[], partition: number, batch: Decoded): Promise<void> => {
    await dataSource.transaction(async (manager) => {
      // What is lost with the machine is folded again from the log.
      await manager.query('set local synchronous_commit = off');
      for (const held of of) await foldInto(manager, held, partition, batch);
    });
    for (const held of of) held.positions.set(partition, batch.upTo);
  };

  const handle = async ({ partition, events, upTo }: Batch): Promise<void> => {
    const behind = tables.filter(({ positions }) => (positions.get(partition) ?? '') < upTo);
    await advance(behind, partition, await decode(behind, events, upTo));
    seen.passed(partition, upTo);
  };

  const catchUpTable = async (held: Held, report: (position: Position) => void): Promise<void> => {
    let position = await take(held, 0);
    for (;;) {
      const events = await store.readLog(position, pageSize);
      const last = events.at(-1);
      if (!last) return;
      await advance([held], 0, await decode([held], events, last.position));
      position = last.position;
      report(position);
      if (events.length < pageSize) return;
    }
  };

  return {
    progress: seen,
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

interface Decoded {
  readonly withheld: readonly Recorded[];
  readonly opened: readonly Recorded[];
  readonly upTo: Position;
  readonly lastId: string | undefined;
}
