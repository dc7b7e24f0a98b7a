import { beginning, ConsumerEnded, type EventStore, Fenced, type Position } from '@redress/eventing';
import type { EntityManager } from 'typeorm';

/** How far a consumer has come on one partition; rows below it are done, and events at or below it are dropped. */
export interface Checkpoint {
  readonly position: Position;
  readonly fence: string;
  /** Of a bus that has offsets: as the last batch said it of which all was done. */
  readonly offset?: string;
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

interface Row {
  readonly log_id: string;
  readonly position: Position;
  readonly event_id: string | null;
  readonly bus_offset: string | null;
  readonly fence: string;
}

/** A row as it stands, whoever holds it. */
export interface Standing extends Checkpoint {
  /** Why the log is not the one that was read; absent where it is. */
  readonly changed?: LogChanged;
}

/** What a consumer believes to be true of its row; only then may it be moved. */
export interface Believed extends Checkpoint {
  readonly consumer: string;
}

/** A stretch in which nothing was for this consumer. */
export interface Passed extends Omit<Believed, 'offset'> {
  readonly partition: number;
  readonly to: Position;
  readonly eventId: string | undefined;
  /** `undefined`: what stands there stays. */
  readonly offset: string | undefined;
}

/** Where a row is to stand. */
export interface Reaching {
  readonly consumer: string;
  readonly partition: number;
  readonly to: Position;
  readonly eventId: string | undefined;
}

export interface Checkpoints {
  /** Raises the fence, so that whoever held it before writes no more, and checks that the log still fits. */
  take(manager: EntityManager, consumer: string, partition: number): Promise<Checkpoint>;
  /**
   * Moves rows on, all or none: part of the transaction that writes what follows from the events in between, and its
   * first statement, so that the rows are locked. Rejects with `Fenced` when one of them is not as believed: another
   * process has taken it, or an earlier move succeeded though its answer was lost.
   */
  move(
    manager: EntityManager,
    partition: number,
    rows: readonly Believed[],
    to: Position,
    eventId: string | undefined,
    offset?: string,
  ): Promise<void>;
  /** Moves those of the rows that are as believed, whatever becomes of the others; answers which, as they were given. */
  pass<One extends Passed>(manager: EntityManager, passed: readonly One[]): Promise<readonly One[]>;
  /** The row is locked until the transaction ends, whoever holds it: for what an operator does beside the consumer. */
  lock(manager: EntityManager, consumer: string, partition: number): Promise<void>;
  /** For rows that move with another one, which is fenced. */
  advance(manager: EntityManager, rows: readonly Reaching[]): Promise<void>;
  /** As committed, by whichever process. */
  position(manager: EntityManager, consumer: string, partition: number): Promise<Position>;
  /** All rows of a consumer by partition; `lock` holds them until the transaction ends. */
  standing(manager: EntityManager, consumer: string, how: 'look' | 'lock'): Promise<ReadonlyMap<number, Standing>>;
  /** Begins at the beginning of this log, whatever stood there; whoever held it before writes no more. */
  restart(manager: EntityManager, consumer: string, partition: number): Promise<Checkpoint>;
  /** For a table that was made anew from this log; whoever held the row writes no more. */
  replace(manager: EntityManager, consumer: string, partition: number, to: Position): Promise<void>;
  forget(manager: EntityManager, consumer: string): Promise<void>;
}

/**
 * What consumers write need not wait for the disk: lost with the machine, all of a transaction is lost, and it is done
 * again from the log. What others must hear is an event, and those are durable before they are answered.
 */
export const commitSoon = async (manager: EntityManager): Promise<void> => {
  await manager.query('set local synchronous_commit = off');
};

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
         on conflict (consumer, partition) do update set fence = checkpoints.fence + 1, moved_at = now()
         returning log_id, position, event_id, bus_offset, fence`,
        [consumer, partition, await store.logId(), beginning],
      );
      const row = rows[0] as Row;
      await verify(consumer, row);
      const { position, fence, bus_offset: offset } = row;
      return { position, fence, ...(offset !== null && { offset }) };
    },
    move: async (manager, partition, rows, to, eventId, offset) => {
      const [, moved]: [unknown, number] = await manager.query(
        `update ${table} c set position = $5, event_id = $6, bus_offset = coalesce($7, bus_offset), moved_at = now()
         from unnest($1::text[], $2::bigint[], $3::text[]) as believed(consumer, fence, position)
         where c.consumer = believed.consumer and c.partition = $4 and c.fence = believed.fence
           and c.position = believed.position`,
        [
          rows.map(({ consumer }) => consumer),
          rows.map(({ fence }) => fence),
          rows.map(({ position }) => position),
          partition,
          to,
          eventId ?? null,
          offset ?? null,
        ],
      );
      if (moved !== rows.length) throw new Fenced(rows.map(({ consumer }) => consumer).join(', '), partition);
    },
    pass: async (manager, passed) => {
      const [rows]: [{ consumer: string; partition: number }[], number] = await manager.query(
        `update ${table} c set position = p.to_position, event_id = p.event_id,
           bus_offset = coalesce(p.bus_offset, c.bus_offset), moved_at = now()
         from unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::text[], $6::uuid[], $7::text[])
           as p(consumer, partition, fence, position, to_position, event_id, bus_offset)
         where c.consumer = p.consumer and c.partition = p.partition and c.fence = p.fence and c.position = p.position
         returning c.consumer, c.partition`,
        [
          passed.map(({ consumer }) => consumer),
          passed.map(({ partition }) => partition),
          passed.map(({ fence }) => fence),
          passed.map(({ position }) => position),
          passed.map(({ to }) => to),
          passed.map(({ eventId }) => eventId ?? null),
          passed.map(({ offset }) => offset ?? null),
        ],
      );
      const moved = new Set(rows.map(({ consumer, partition }) => `${partition} ${consumer}`));
      return passed.filter(({ consumer, partition }) => moved.has(`${partition} ${consumer}`));
    },
    lock: async (manager, consumer, partition) => {
      await manager.query(`select 1 from ${table} where consumer = $1 and partition = $2 for update`, [
        consumer,
        partition,
      ]);
    },
    advance: async (manager, rows) => {
      if (rows.length === 0) return;
      await manager.query(
        `insert into ${table} (consumer, partition, log_id, position, event_id)
         select r.consumer, r.partition, $1, r.position, r.event_id
         from unnest($2::text[], $3::integer[], $4::text[], $5::uuid[]) as r(consumer, partition, position, event_id)
         on conflict (consumer, partition) do update
         set position = excluded.position, event_id = excluded.event_id,
             moved_at = now()`,
        [
          await store.logId(),
          rows.map(({ consumer }) => consumer),
          rows.map(({ partition }) => partition),
          rows.map(({ to }) => to),
          rows.map(({ eventId }) => eventId ?? null),
        ],
      );
    },
    position: async (manager, consumer, partition) => {
      const rows: Row[] = await manager.query(`select position from ${table} where consumer = $1 and partition = $2`, [
        consumer,
        partition,
      ]);
      return rows[0]?.position ?? beginning;
    },
    standing: async (manager, consumer, how) => {
      const rows: (Row & { readonly partition: number })[] = await manager.query(
        `select partition, log_id, position, event_id, bus_offset, fence from ${table} where consumer = $1
         order by partition ${how === 'lock' ? 'for update' : ''}`,
        [consumer],
      );
      const standing = rows.map(async (row): Promise<[number, Standing]> => {
        const changed = await verify(consumer, row).then(
          () => undefined,
          (error: unknown) => {
            if (error instanceof LogChanged) return error;
            throw error;
          },
        );
        return [row.partition, { position: row.position, fence: row.fence, ...(changed && { changed }) }];
      });
      return new Map(await Promise.all(standing));
    },
    restart: async (manager, consumer, partition) => {
      // The first fence is the time, so that no earlier holder of a row that was deleted has the same one.
      const rows: Row[] = await manager.query(
        `insert into ${table} (consumer, partition, log_id, position, fence)
         values ($1, $2, $3, $4, (extract(epoch from clock_timestamp()) * 1000)::bigint)
         on conflict (consumer, partition) do update set fence = checkpoints.fence + 1, log_id = excluded.log_id,
           position = excluded.position, event_id = null, bus_offset = null, moved_at = now()
         returning position, fence`,
        [consumer, partition, await store.logId(), beginning],
      );
      const { position, fence } = rows[0] as Row;
      return { position, fence };
    },
    replace: async (manager, consumer, partition, to) => {
      await manager.query(
        `insert into ${table} (consumer, partition, log_id, position, event_id) values ($1, $2, $3, $4, $5)
         on conflict (consumer, partition) do update set fence = checkpoints.fence + 1, log_id = excluded.log_id,
           position = excluded.position, event_id = excluded.event_id, bus_offset = null, moved_at = now()`,
        [consumer, partition, await store.logId(), to, (await store.at(to))?.id ?? null],
      );
    },
    forget: async (manager, consumer) => {
      await manager.query(`delete from ${table} where consumer = $1`, [consumer]);
    },
  };
};
