import { beginning, type Position } from '@redress/eventing';
import type { EntityManager } from 'typeorm';
import type { ServiceDatabase } from './service-database.js';
import { shadowSuffixes } from './shadow.js';
import { quoted, readConsumerOf } from './tables.js';

/** A table of another build than this, or one that a broken-off rebuild has left. */
export interface Leftover {
  readonly table: string;
  readonly bytes: number;
  /** When its checkpoint moved last; absent where it has none. */
  readonly movedAt?: Date;
  /** Why it must stay; absent where it can go. */
  readonly kept?: string;
}

/** `look` only lists. */
export type Pruning = 'look' | 'drop';

interface Asked {
  readonly database: ServiceDatabase;
  readonly head: Position;
  /** What has moved since then may be somebody's. */
  readonly olderThanSeconds: number;
  readonly pruning: Pruning;
}

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly moved_at: Date | null;
  readonly position: Position | null;
  readonly rests: boolean;
}

const suffixes = ['', '__act', ...Object.values(shadowSuffixes)];
const pattern = new RegExp(`^(.+__[0-9a-f]{8})(?:${suffixes.filter(Boolean).join('|')})?$`);
const lockMs = 2000;

/**
 * Finds the tables in the service's schema that this build does not use and that nobody has moved for a while though
 * the log went on, and drops them with their checkpoints and parked keys. A rollback to their build makes them anew
 * from the log. Tables that stand where the log ends are kept: a process that has nothing to do may be using them.
 */
export const prune = ({ database, head, olderThanSeconds, pruning }: Asked): Promise<readonly Leftover[]> =>
  database.dataSource.transaction(async (manager) => {
    const { service } = database;
    await manager.query(`set local lock_timeout = ${lockMs}`);
    // Whoever starts makes its tables under this lock: none of them is taken for a leftover before it is used.
    await manager.query(`select pg_advisory_xact_lock(hashtext($1))`, [`redress ${service}`]);
    const others = await otherBuildsAlive(manager, service, database);
    const found = (await tablesOf(manager, service, olderThanSeconds)).filter(({ name }) => isLeftover(database, name));
    const leftovers = found.map((row): Leftover => {
      const kept = reasonToKeep(row, head, others);
      return {
        table: row.name,
        bytes: Number(row.bytes),
        ...(row.moved_at && { movedAt: row.moved_at }),
        ...(kept !== undefined && { kept }),
      };
    });
    if (pruning === 'drop')
      for (const { table } of leftovers.filter(({ kept }) => kept === undefined)) await drop(manager, service, table);
    return leftovers;
  });

const isLeftover = ({ readModels, memories }: ServiceDatabase, name: string): boolean =>
  pattern.test(name) && ![...readModels, ...memories].some((table) => table.name === name);

const checkpointsOf = (table: string): readonly string[] => {
  const [, live = table] = pattern.exec(table) ?? [];
  if (table.endsWith(shadowSuffixes.rebuild)) return [`rebuild ${live}`];
  if (table.endsWith(shadowSuffixes.check)) return [`check ${live}`];
  return [table.endsWith('__act') ? `memory ${table}` : `read ${table}`];
};

/** A shadow stands behind the head as long as it is being filled, and moves with every page. */
const reasonToKeep = (row: Row, head: Position, others: readonly string[]): string | undefined => {
  const isShadow = Object.values(shadowSuffixes).some((suffix) => row.name.endsWith(suffix));
  if (row.moved_at === null) return 'nobody has begun to fill it: a process may be starting';
  if (!row.rests) return 'it has moved lately';
  if (!isShadow && others.length > 0) return `another build is running: ${others.join(', ')}`;
  if (!isShadow && (row.position ?? beginning) >= head) return 'it stands where the log ends: it may be in use';
  return undefined;
};

const tablesOf = async (manager: EntityManager, service: string, olderThanSeconds: number): Promise<Row[]> => {
  const tables: { name: string; bytes: string }[] = await manager.query(
    `select c.relname as name, pg_total_relation_size(c.oid)::text as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'r' order by c.relname`,
    [service],
  );
  const rows: (Omit<Row, 'name' | 'bytes'> & { consumer: string })[] = await manager.query(
    `select consumer, max(moved_at) as moved_at, min(position) as position,
            max(moved_at) <= now() - $1 * interval '1 second' as rests
     from "${service}".checkpoints group by consumer`,
    [olderThanSeconds],
  );
  const known = new Map(rows.map((row) => [row.consumer, row]));
  return tables.map(({ name, bytes }) => {
    const row = checkpointsOf(name)
      .map((consumer) => known.get(consumer))
      .find((one) => one !== undefined);
    return {
      name,
      bytes,
      moved_at: row?.moved_at ?? null,
      position: row?.position ?? null,
      rests: row?.rests ?? false,
    };
  });
};

/** Consumers of read models carry their build in their name, and those that run hold a lease. */
const otherBuildsAlive = async (
  manager: EntityManager,
  service: string,
  { readModels }: ServiceDatabase,
): Promise<readonly string[]> => {
  const rows: { name: string }[] = await manager.query(
    `select name from "${service}".leases where until > now() and name like $1 and name <> $2`,
    [`${service}.read-%`, readConsumerOf(service, readModels)],
  );
  return rows.map(({ name }) => name);
};

const drop = async (manager: EntityManager, service: string, table: string): Promise<void> => {
  await manager.query(`drop table ${quoted(service)}.${quoted(table)}`);
  const consumers = checkpointsOf(table);
  for (const kept of ['checkpoints', 'parked'])
    await manager.query(`delete from "${service}".${kept} where consumer = any($1)`, [consumers]);
};
