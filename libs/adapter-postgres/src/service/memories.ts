import { beginning, type EventStore, type Position, type Recorded, type StoredEvent } from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import type { DataSource, EntityManager } from 'typeorm';
import type { Checkpoints, Reaching } from './checkpoints.js';
import { type Folding, tableFold } from './fold-table.js';
import type { Reading } from './reading.js';
import type { Row } from './rows.js';
import type { ProjectionTable } from './tables.js';

/** By event: the row that each memory had of it then, by the memory's name. */
export type Remembered = ReadonlyMap<string, ReadonlyMap<string, Row | undefined>>;

/** What the reactors of a service remember: folded by `act` itself, in order, and committed with its checkpoint. */
export interface Memories {
  /** Brings tables that this build has not kept so far up to where `act` stands. */
  catchUp(partition: number, to: Position): Promise<void>;
  /** Whether one of them is for any memory. */
  hears(events: readonly Recorded[]): boolean;
  /** The events as memories need them, with personal fields where one of them keeps such. */
  read(stored: readonly StoredEvent[], withheld: readonly Recorded[]): Promise<readonly Recorded[]>;
  begin(manager: EntityManager, events: readonly Recorded[]): Promise<Remembering>;
  /** On each partition to where `act` has come. */
  move(manager: EntityManager, reached: readonly Reached[]): Promise<void>;
}
export type Reached = Omit<Reaching, 'consumer'>;
export interface Remembering {
  readonly rows: Remembered;
  end(): Promise<void>;
}

interface Parts {
  readonly dataSource: DataSource;
  readonly tables: readonly ProjectionTable[];
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly partitionOf: (key: string) => number;
}

const pageSize = 500;

export const memoriesOf = ({ dataSource, tables, store, checkpoints, reading, partitionOf }: Parts): Memories => {
  const folds = tables.map((table) => tableFold(dataSource, table));
  const personal = tables.some(({ projection }) => personalColumnsOf(projection.table).length > 0);
  const checkpointOf = (table: ProjectionTable): string => `memory ${table.name}`;

  const read: Memories['read'] = (stored, withheld) => (personal ? reading.opened(stored) : Promise.resolve(withheld));

  const begin: Memories['begin'] = async (manager, events) => {
    const foldings: Folding[] = [];
    for (const fold of folds)
      foldings.push(
        await fold.begin(
          manager,
          events.filter((event) => fold.hears(event)),
        ),
      );
    const rows = new Map(
      events.map((event) => {
        const named = folds.map(({ table }, index) => [table.projection.name, foldings[index]?.apply(event)] as const);
        return [event.id, new Map(named)] as const;
      }),
    );
    return {
      rows,
      end: async () => {
        for (const folding of foldings) await folding.end();
      },
    };
  };

  const catchUpOne = async (table: ProjectionTable, partition: number, to: Position): Promise<void> => {
    const fold = tableFold(dataSource, table);
    const consumer = checkpointOf(table);
    let { position } = await checkpoints.take(dataSource.manager, consumer, partition);
    while (position < to) {
      const page = (await store.readLog(position, pageSize)).filter((event) => event.position <= to);
      const last = page.at(-1);
      if (!last) return;
      const mine = page.filter(({ metadata }) => partitionOf(metadata.key) === partition);
      const events = await read(mine, reading.withheld(mine));
      const heard = events.filter((event) => fold.hears(event));
      await dataSource.transaction(async (manager) => {
        const folding = await fold.begin(manager, heard);
        for (const event of heard) folding.apply(event);
        await folding.end();
        await checkpoints.advance(manager, [{ consumer, partition, to: last.position, eventId: last.id }]);
      });
      position = last.position;
    }
  };

  return {
    hears: (events) => events.some((event) => folds.some((fold) => fold.hears(event))),
    catchUp: async (partition, to) => {
      if (to !== beginning) for (const table of tables) await catchUpOne(table, partition, to);
    },
    read,
    begin,
    move: (manager, reached) =>
      checkpoints.advance(
        manager,
        tables.flatMap((table) => reached.map((one) => ({ ...one, consumer: checkpointOf(table) }))),
      ),
  };
};
