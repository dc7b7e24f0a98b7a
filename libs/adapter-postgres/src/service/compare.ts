import { personalColumnsOf } from '@redress/privacy';
import type { EntityManager } from 'typeorm';
import { targetOf, untilMet } from './rebuild.js';
import { type Shadow, shadowOf, type ShadowParts, type Watch } from './shadow.js';
import { type ProjectionTable, quoted } from './tables.js';

/** A row that is not what the log says. Values are left out: they may be personal. */
export interface Difference {
  /** `teamId=…`, of a personal key its MD5. */
  readonly key: string;
  /** `missing`: the log says there is one. `surplus`: the log says there is none. */
  readonly kind: 'missing' | 'surplus' | 'changed';
  /** Names of the columns that differ. */
  readonly columns: readonly string[];
}

export interface Compared {
  readonly table: string;
  readonly rows: number;
  /** MD5 over the rows of the live table in the order of their keys. */
  readonly checksum: string;
  /** How many rows differ; the first twenty are named. */
  readonly different: number;
  readonly differences: readonly Difference[];
}

const namedDifferences = 20;
/** Rows of one checksum: PostgreSQL's strings end at 1 GB. */
const rowsPerChecksum = 100_000;

/**
 * Folds the log into a table beside the live one, up to the very event at which a snapshot shows the live one, and
 * compares all rows; the consumer goes on meanwhile. Events that the consumer has parked are left out, as it has left
 * them out. Rejects with `LogChanged` where the live table has read another log.
 */
export const compareWithLog = async (parts: ShadowParts, live: ProjectionTable, watch: Watch): Promise<Compared> => {
  const { database, parking } = parts;
  const consumer = `read ${live.name}`;
  for (let attempt = 1; ; attempt += 1) {
    const parked = await parking.positions(database.dataSource.manager, consumer);
    const shadow = await shadowOf(parts, live, 'check', watch, parked);
    try {
      return await untilMet(parts, live, watch, shadow, () =>
        database.dataSource.transaction('REPEATABLE READ', async (manager) => {
          const { upTo, changed } = await targetOf(parts, manager, live, 'look');
          if (changed) throw changed;
          // Somebody has had a key replayed: what was left out is part of the live table now.
          const parkedNow = await parking.positions(manager, consumer);
          if ([...parked].some((position) => !parkedNow.has(position))) throw new ParkingChanged(live.name);
          if ([...parkedNow].some((position) => !parked.has(position))) throw new ParkingChanged(live.name);
          await shadow.finish(manager, upTo, Infinity);
          const compared = await compare(manager, live, shadow);
          await shadow.drop(manager);
          return compared;
        }),
      );
    } catch (error) {
      // What went wrong matters more than what it leaves behind: the next one begins by dropping it.
      await database.dataSource.transaction((manager) => shadow.drop(manager)).catch(() => undefined);
      if (!(error instanceof ParkingChanged) || attempt === 3) throw error;
    }
  }
};

class ParkingChanged extends Error {
  constructor(table: string) {
    super(`Keys of ${table} were parked, replayed or discarded while it was compared: try again.`);
    this.name = 'ParkingChanged';
  }
}

interface Sum {
  readonly rows: number;
  readonly checksum: string;
}

const compare = async (manager: EntityManager, live: ProjectionTable, { table }: Shadow): Promise<Compared> => {
  const [ours, theirs] = [await sumOf(manager, live, live.path), await sumOf(manager, live, table.path)];
  const same = ours.checksum === theirs.checksum;
  const found = same ? { different: 0, differences: [] } : await differencesOf(manager, live, table.path);
  return { table: live.name, ...ours, ...found };
};

/** Whole rows as text, which the same values have in both tables; the columns in one order, whatever order the tables have. */
const rowText = ({ metadata }: ProjectionTable, from: string): string =>
  `row(${metadata.columns.map(({ databaseName }) => `${from}.${quoted(databaseName)}`).join(', ')})::text`;

const sumOf = async (manager: EntityManager, table: ProjectionTable, path: string): Promise<Sum> => {
  const keys = table.metadata.primaryColumns.map(({ databaseName }) => `t.${quoted(databaseName)}`).join(', ');
  const rows: Sum[] = await manager.query(
    `select coalesce(sum(rows), 0)::int as rows, md5(coalesce(string_agg(part, '' order by number), '')) as checksum
     from (select number, count(*) as rows, md5(string_agg(row, '' order by place)) as part
           from (select md5(${rowText(table, 't')}) as row, row_number() over (order by ${keys}) as place,
                        row_number() over (order by ${keys}) / ${rowsPerChecksum} as number from ${path} t) hashed
           group by number) parts`,
  );
  return rows[0] as Sum;
};

interface Differing {
  readonly key: string;
  readonly kind: Difference['kind'];
  readonly columns: readonly string[];
  readonly different: number;
}

const differencesOf = async (
  manager: EntityManager,
  live: ProjectionTable,
  path: string,
): Promise<Pick<Compared, 'different' | 'differences'>> => {
  const { columns, primaryColumns } = live.metadata;
  const personal = new Set(
    personalColumnsOf(live.projection.table).flatMap(({ property, origin }) => [property, origin]),
  );
  const using = primaryColumns.map(({ databaseName }) => quoted(databaseName));
  const key = primaryColumns.map(({ databaseName, propertyName }) => {
    const value = `${quoted(databaseName)}::text`;
    return `'${propertyName}=' || ${personal.has(propertyName) ? `md5(${value})` : value}`;
  });
  const differing = columns.map(({ databaseName, propertyName }) => {
    const column = quoted(databaseName);
    return `case when live.${column}::text is distinct from shadow.${column}::text then '${propertyName}' end`;
  });
  const rows: Differing[] = await manager.query(
    `select ${key.join(` || ' ' || `)} as key, count(*) over ()::int as different,
       case when live.present is null then 'missing' when shadow.present is null then 'surplus' else 'changed' end as kind,
       case when live.present and shadow.present then array_remove(array[${differing.join(', ')}], null) else '{}' end as columns
     from (select t.*, true as present, ${rowText(live, 't')} as whole from ${live.path} t) live
     full join (select t.*, true as present, ${rowText(live, 't')} as whole from ${path} t) shadow
       using (${using.join(', ')})
     where live.whole is distinct from shadow.whole order by ${using.join(', ')} limit ${namedDifferences}`,
  );
  return {
    different: rows[0]?.different ?? 0,
    differences: rows.map(({ different: _, ...difference }) => difference),
  };
};
