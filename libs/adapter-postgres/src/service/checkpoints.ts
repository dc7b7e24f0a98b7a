import { beginning, ConsumerEnded, type EventStore, type Position } from '@redress/eventing';
import type { EntityManager } from 'typeorm';

/** How far a consumer has come on one partition; rows below it are done, and events at or below it are dropped. */
export interface Checkpoint {
  readonly position: Position;
  readonly fence: string;
}

/** The log is not the one that was read so far: nothing is safe but a rebuild. */
export class LogChanged extends ConsumerEnded {
  constructor(consumer: string, detail: string) {
    super(
      `log-changed: ${consumer} has read another log than this one (${detail}). Restore the log it belongs to, or rebuild.`,
    );
    this.name = 'LogChanged';
  }
}

/** Another process has taken the partition over: what this one began is void. */
export class Fenced extends Error {
  constructor(consumer: string, partition: number) {
    super(`${consumer} is no longer this process's to move on partition ${partition}.`);
    this.name = 'Fenced';
  }
}

interface Row {
  readonly log_id: string;
  readonly position: Position;
  readonly event_id: string | null;
  readonly fence: string;
}

export interface Checkpoints {
  /** Raises the fence, so that whoever held it before writes no more, and checks that the log still fits. */
  take(manager: EntityManager, consumer: string, partition: number): Promise<Checkpoint>;
  /** Rejects with `Fenced` when another holds it; otherwise the row is locked until the transaction ends. */
  hold(manager: EntityManager, consumer: string, partition: number, fence: string): Promise<Position>;
  /** The row is locked until the transaction ends, whoever holds it: for what an operator does beside the consumer. */
  lock(manager: EntityManager, consumer: string, partition: number): Promise<void>;
  move(
    manager: EntityManager,
    consumer: string,
    partition: number,
    to: Position,
    eventId: string | undefined,
  ): Promise<void>;
  /** The same for a row that may not be there yet. */
  advance(
    manager: EntityManager,
    consumer: string,
    partition: number,
    to: Position,
    eventId: string | undefined,
  ): Promise<void>;
  /** As committed, by whichever process. */
  position(manager: EntityManager, consumer: string, partition: number): Promise<Position>;
}

/** Rows of `<service>.checkpoints`. */
export const checkpointsOf = (service: string, store: EventStore): Checkpoints => {
  const table = `"${service}".checkpoints`;

  const verify = async (consumer: string, { log_id, position, event_id }: Row): Promise<void> => {
    const logId = await store.logId();
    if (log_id !== logId) throw new LogChanged(consumer, `its log is ${log_id}, this is ${logId}`);
    if (position === beginning || event_id === null) return;
    const event = await store.at(position);
    if (event?.id !== event_id)
      throw new LogChanged(
        consumer,
        event ? `another event stands at ${position}` : `there is no event at ${position}`,
      );
  };

  return {
    take: async (manager, consumer, partition) => {
      const rows: Row[] = await manager.query(
        `insert into ${table} (consumer, partition, log_id, position) values ($1, $2, $3, $4)
         on conflict (consumer, partition) do update set fence = checkpoints.fence + 1
         returning log_id, position, event_id, fence`,
        [consumer, partition, await store.logId(), beginning],
      );
      const row = rows[0] as Row;
      await verify(consumer, row);
      return { position: row.position, fence: row.fence };
    },
    hold: async (manager, consumer, partition, fence) => {
      const rows: Row[] = await manager.query(
        `select position, fence from ${table} where consumer = $1 and partition = $2 for update`,
        [consumer, partition],
      );
      const [row] = rows;
      if (row?.fence !== fence) throw new Fenced(consumer, partition);
      return row.position;
    },
    lock: async (manager, consumer, partition) => {
      await manager.query(`select 1 from ${table} where consumer = $1 and partition = $2 for update`, [
        consumer,
        partition,
      ]);
    },
    move: async (manager, consumer, partition, to, eventId) => {
      await manager.query(
        `update ${table} set position = $3, event_id = coalesce($4, event_id) where consumer = $1 and partition = $2`,
        [consumer, partition, to, eventId ?? null],
      );
    },
    advance: async (manager, consumer, partition, to, eventId) => {
      await manager.query(
        `insert into ${table} (consumer, partition, log_id, position, event_id) values ($1, $2, $3, $4, $5)
         on conflict (consumer, partition) do update
         set position = excluded.position, event_id = coalesce(excluded.event_id, checkpoints.event_id)`,
        [consumer, partition, await store.logId(), to, eventId ?? null],
      );
    },
    position: async (manager, consumer, partition) => {
      const rows: Row[] = await manager.query(`select position from ${table} where consumer = $1 and partition = $2`, [
        consumer,
        partition,
      ]);
      return rows[0]?.position ?? beginning;
    },
  };
};
