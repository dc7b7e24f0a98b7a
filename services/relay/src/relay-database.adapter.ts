import { checkpointsOf, openServiceDatabase } from '@redress/adapter-postgres';
import type { Published } from '@redress/adapter-kafka';
import { type EventStore, Fenced, type Position, type StoredEvent } from '@redress/eventing';

export const schema = 'relay';

/** What the relay keeps, in a schema of its own: the lease of who publishes, and how far each topic has come. */
export interface RelayDatabase {
  /** Whoever published to the topic before saves no more. Rejects with `LogChanged`. */
  take(topic: string): Promise<Claim>;
  /** Begins the topic anew: from the log's beginning, with nothing expected in it. */
  restart(topic: string): Promise<void>;
  /** Whether an operator has asked to publish no more to the topic. */
  isOnHold(topic: string): Promise<boolean>;
  /** Publishes no more from now on, until it is released. */
  hold(topic: string): Promise<void>;
  /** It ended here, as it was asked to. */
  heldAt(topic: string, position: Position): Promise<void>;
  /** Where it ended; `undefined` while it has not. */
  whereHeld(topic: string): Promise<Position | undefined>;
  release(topic: string): Promise<void>;
  close(): Promise<void>;
}

/** The right to say how far a topic has come, until somebody else takes it. */
export interface Claim {
  readonly published: Published;
  /** Rejects with `Fenced` once somebody else has taken it. */
  readonly save: (last: StoredEvent) => Promise<void>;
}

/** The name under which the state of a topic is kept. */
export const checkpointOf = (topic: string): string => `publish ${topic}`;

/** Makes the schema and its tables when they are missing. */
export const openRelayDatabase = async (databaseUrl: string, store: EventStore): Promise<RelayDatabase> => {
  const database = await openServiceDatabase(databaseUrl, { service: schema, readModels: [], memories: [] });
  const { dataSource } = database;
  const checkpoints = checkpointsOf(schema, store);
  await dataSource.query(
    `create table if not exists ${schema}.holds (topic text primary key, position text collate "C")`,
  );
  const holdOf = async (topic: string): Promise<{ readonly position: Position | null } | undefined> => {
    const rows: { position: Position | null }[] = await dataSource.query(
      `select position from ${schema}.holds where topic = $1`,
      [topic],
    );
    return rows[0];
  };

  return {
    take: async (topic) => {
      const consumer = checkpointOf(topic);
      const { position: first, fence } = await checkpoints.take(dataSource.manager, consumer, 0);
      const rows: { event_id: string | null }[] = await dataSource.query(
        `select event_id from ${schema}.checkpoints where consumer = $1 and partition = 0 and fence = $2`,
        [consumer, fence],
      );
      const row = rows[0];
      if (!row) throw new Fenced(consumer, 0);
      let position: Position = first;
      return {
        published: { position, ...(row.event_id !== null && { eventId: row.event_id }) },
        save: async (last) => {
          await dataSource.transaction(async (manager) => {
            // Lost with the machine, it is found again at the end of the topic.
            await manager.query('set local synchronous_commit = off');
            await checkpoints.move(manager, 0, [{ consumer, position, fence }], last.position, last.id);
          });
          position = last.position;
        },
      };
    },
    restart: async (topic) => {
      await checkpoints.restart(dataSource.manager, checkpointOf(topic), 0);
    },
    isOnHold: async (topic) => (await holdOf(topic)) !== undefined,
    hold: async (topic) => {
      await dataSource.query(`insert into ${schema}.holds (topic) values ($1) on conflict do nothing`, [topic]);
    },
    heldAt: async (topic, position) => {
      await dataSource.query(`update ${schema}.holds set position = $2 where topic = $1`, [topic, position]);
    },
    whereHeld: async (topic) => (await holdOf(topic))?.position ?? undefined,
    release: async (topic) => {
      await dataSource.query(`delete from ${schema}.holds where topic = $1`, [topic]);
    },
    close: () => database.close(),
  };
};
