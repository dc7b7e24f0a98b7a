import type { EventStore, Position, StoredEvent } from '@redress/eventing';
import type { DataSource, EntityManager } from 'typeorm';
import { textColumns, unnestTexts } from './unnest.js';

/** A key that a consumer has set aside: its first event failed, the later ones wait behind it. */
export interface ParkedKey {
  readonly consumer: string;
  readonly key: string;
  readonly events: number;
  readonly firstPosition: Position;
  readonly since: Date;
  /** What the first event failed with. */
  readonly error: string;
}

/** Nothing is parked. */
export const nothing: ReadonlySet<string> = new Set();

/** Events by key that wait until an operator has them replayed or discarded; all other keys go on. */
export interface Parking {
  /** By consumer; those that have parked nothing are left out. */
  keys(manager: EntityManager, consumers: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  park(manager: EntityManager, consumer: string, events: readonly StoredEvent[], error: string): Promise<void>;
  list(): Promise<readonly ParkedKey[]>;
  /** In the order of the log. */
  events(manager: EntityManager, consumer: string, key: string): Promise<readonly StoredEvent[]>;
  release(manager: EntityManager, consumer: string, key: string): Promise<number>;
  /** Everything that a consumer has set aside, by position. */
  positions(manager: EntityManager, consumer: string): Promise<ReadonlySet<Position>>;
  releaseAll(manager: EntityManager, consumer: string): Promise<void>;
  /** What one consumer has set aside is another's from now on. */
  handOver(manager: EntityManager, from: string, to: string): Promise<void>;
}

interface Row {
  readonly consumer: string;
  readonly key: string;
  readonly events: number;
  readonly first_position: Position;
  readonly since: Date;
  readonly error: string;
}

/** Rows of `<service>.parked`. They name events by position and hold nothing of them, so that forgetting need not look here. */
export const parkingOf = (dataSource: DataSource, service: string, store: EventStore): Parking => {
  const table = `"${service}".parked`;
  return {
    keys: async (manager, consumers) => {
      const rows: { consumer: string; keys: string[] }[] = await manager.query(
        `select consumer, array_agg(distinct key) as keys from ${table} where consumer = any($1) group by consumer`,
        [consumers],
      );
      return new Map(rows.map(({ consumer, keys }) => [consumer, new Set(keys)]));
    },
    park: async (manager, consumer, events, error) => {
      if (events.length === 0) return;
      const rows = events.map(({ id, position, metadata }) => [consumer, metadata.key, position, id, error]);
      await manager.query(
        `insert into ${table} (consumer, key, position, event_id, error)
         select c0, c1, c2, c3::uuid, c4 from ${unnestTexts(5)} on conflict do nothing`,
        textColumns(rows),
      );
    },
    list: async () => {
      const rows: Row[] = await dataSource.query(
        `select consumer, key, count(*)::int as events, min(position) as first_position, min(parked_at) as since,
                (array_agg(error order by position))[1] as error
         from ${table} group by consumer, key order by min(position)`,
      );
      return rows.map(({ first_position, ...row }) => ({ ...row, firstPosition: first_position }));
    },
    events: async (manager, consumer, key) => {
      const rows: { position: Position }[] = await manager.query(
        `select position from ${table} where consumer = $1 and key = $2 order by position`,
        [consumer, key],
      );
      const events = await Promise.all(rows.map(({ position }) => store.at(position)));
      return events.filter((event) => event !== undefined);
    },
    release: async (manager, consumer, key) => {
      const [, released]: [unknown, number] = await manager.query(
        `delete from ${table} where consumer = $1 and key = $2`,
        [consumer, key],
      );
      return released;
    },
    positions: async (manager, consumer) => {
      const rows: { position: Position }[] = await manager.query(`select position from ${table} where consumer = $1`, [
        consumer,
      ]);
      return new Set(rows.map(({ position }) => position));
    },
    releaseAll: async (manager, consumer) => {
      await manager.query(`delete from ${table} where consumer = $1`, [consumer]);
    },
    handOver: async (manager, from, to) => {
      await manager.query(`update ${table} set consumer = $2 where consumer = $1`, [from, to]);
    },
  };
};

/** What an operator needs to know of an error, without what it may quote: messages of the database can hold a row's values. */
export const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an error without a name';
  const { code } = error as { readonly code?: unknown };
  const where = error.stack
    ?.split('\n')
    .find((line) => line.trim().startsWith('at '))
    ?.trim();
  return [error.name, ...(typeof code === 'string' ? [code] : []), ...(where ? [where] : [])].join(' ');
};
