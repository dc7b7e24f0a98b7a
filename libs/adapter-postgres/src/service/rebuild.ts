import { beginning, ConsumerEnded, Fenced, type Position } from '@redress/eventing';
import type { EntityManager } from 'typeorm';
import { isPassing } from '../failures.js';
import type { LogChanged } from './checkpoints.js';
import { type Reached, type Shadow, shadowOf, type ShadowParts, TooFarBehind, type Watch } from './shadow.js';
import { type ProjectionTable, quoted } from './tables.js';

export interface Rebuilt {
  readonly table: string;
  /** Keys with an event that still cannot be folded. */
  readonly parkedKeys: number;
}

/** How long readers are made to wait at most, before the switch steps back and tries again. */
const lockMs = 2000;
/** What may be folded while the live table waits: some 2,000 events. */
const pagesUnderLock = 1;
const tries = 20;

/**
 * Makes the table of a projection anew from the event store, beside the live one, and then takes its place in one
 * transaction: readers see the old rows or the new ones, and the consumer goes on where it was, since both then stand
 * at the same event. Until that transaction has committed the live table is as it was. Where the live table had read
 * another log, its checkpoints are those of this one afterwards. Events that were parked, or discarded, are heard again.
 */
export const rebuild = async (parts: ShadowParts, live: ProjectionTable, watch: Watch): Promise<Rebuilt> => {
  const { dataSource } = parts.database;
  const shadow = await shadowOf(parts, live, 'rebuild', watch);
  return untilMet(parts, live, watch, shadow, () =>
    dataSource.transaction((manager) => takePlace(parts, manager, live, shadow)),
  );
};

/** Follows the live table until `meet` finds both at the same event; what it cannot fold is set aside on the next way through. */
export const untilMet = async <Result>(
  parts: ShadowParts,
  live: ProjectionTable,
  { signal }: Watch,
  shadow: Shadow,
  meet: () => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { upTo } = await targetOf(parts, parts.database.dataSource.manager, live, 'look');
      await shadow.follow(upTo);
      return await meet();
    } catch (error) {
      const mayPass = error instanceof TooFarBehind || (isPassing(error) && !(error instanceof ConsumerEnded));
      if (attempt === tries || !mayPass || error instanceof Fenced || signal?.aborted) throw error;
      await rest(attempt);
    }
  }
};

const takePlace = async (
  parts: ShadowParts,
  manager: EntityManager,
  live: ProjectionTable,
  shadow: Shadow,
): Promise<Rebuilt> => {
  const { database, checkpoints, parking } = parts;
  const consumer = `read ${live.name}`;
  await manager.query(`set local lock_timeout = ${lockMs}`);
  const { upTo, changed } = await targetOf(parts, manager, live, 'lock');
  await shadow.finish(manager, upTo, pagesUnderLock);
  await manager.query(`drop table ${live.path}`);
  await manager.query(`alter table ${shadow.table.path} rename to ${quoted(live.name)}`);
  await renameIndexes(manager, database.service, shadow.table.name, live.name);
  await parking.releaseAll(manager, consumer);
  await parking.handOver(manager, shadow.consumer, consumer);
  if (changed) for (const [partition, to] of upTo) await checkpoints.replace(manager, consumer, partition, to);
  await shadow.forget(manager);
  const parked = (await parking.keys(manager, [consumer])).get(consumer);
  return { table: live.name, parkedKeys: parked?.size ?? 0 };
};

/** So that the next table beside this one finds their names free. */
const renameIndexes = async (manager: EntityManager, service: string, from: string, to: string): Promise<void> => {
  const rows: { name: string }[] = await manager.query(
    'select indexname as name from pg_indexes where schemaname = $1 and tablename = $2',
    [service, to],
  );
  for (const { name } of rows.filter((row) => row.name.startsWith(from)))
    await manager.query(
      `alter index ${quoted(service)}.${quoted(name)} rename to ${quoted(to + name.slice(from.length))}`,
    );
};

interface Target {
  /** Where the live table stands; where it has read another log, this one's head. */
  readonly upTo: Reached;
  readonly changed: LogChanged | undefined;
}

/** Up to where a table beside the live one must have come to be compared with it, or to take its place. */
export const targetOf = async (
  { store, checkpoints, partitions }: ShadowParts,
  manager: EntityManager,
  live: ProjectionTable,
  how: 'look' | 'lock',
): Promise<Target> => {
  const rows = await checkpoints.standing(manager, `read ${live.name}`, how);
  const changed = [...rows.values()].find((row) => row.changed)?.changed;
  const head = changed && (await store.head());
  const upTo = new Map<number, Position>();
  for (let partition = 0; partition < partitions; partition += 1)
    upTo.set(partition, head ?? rows.get(partition)?.position ?? beginning);
  return { upTo, changed };
};

/** 50 ms, 100 ms … 2 s: between two tries to lock what others use. */
const rest = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(2000, 25 * 2 ** attempt)));
