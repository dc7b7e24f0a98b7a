import type { DataSource, EntityManager } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type ProjectionTable, quoted, typeOf } from './tables.js';
import { unnestTexts } from './unnest.js';

export type Row = Readonly<Record<string, unknown>>;

/** Rows of one projection by their keys: read at once, written at once. */
export interface Rows {
  load(manager: EntityManager, keys: readonly Row[]): Promise<readonly Row[]>;
  save(manager: EntityManager, rows: readonly Row[]): Promise<void>;
  remove(manager: EntityManager, keys: readonly Row[]): Promise<void>;
}

/** Statements are made from TypeORM's metadata; each column travels as one array of texts and is cast to its type. */
export const rowsOf = (dataSource: DataSource, { metadata, path }: ProjectionTable): Rows => {
  const { driver } = dataSource;
  const columns = metadata.columns;
  const primary = metadata.primaryColumns;
  const others = columns.filter(({ isPrimary }) => !isPrimary);

  const valuesOf = (rows: readonly Row[], column: ColumnMetadata): (string | null)[] =>
    rows.map((row) => textOf(driver.preparePersistentValue(row[column.propertyName], column), column));
  const cast = (column: ColumnMetadata, index: number): string => `given.c${index}::${typeOf(dataSource, column)}`;
  const sameKey = primary
    .map((column, index) => `stored.${quoted(column.databaseName)} = ${cast(column, index)}`)
    .join(' and ');
  const parameters = (rows: readonly Row[], of: readonly ColumnMetadata[]): unknown[] =>
    of.map((column) => valuesOf(rows, column));

  const select = `select stored.* from ${path} stored join ${unnestTexts(primary.length)} on ${sameKey}`;
  const remove = `delete from ${path} stored using ${unnestTexts(primary.length)} where ${sameKey}`;
  const upsert =
    `insert into ${path} (${columns.map(({ databaseName }) => quoted(databaseName)).join(', ')}) ` +
    `select ${columns.map(cast).join(', ')} from ${unnestTexts(columns.length)} ` +
    `on conflict (${primary.map(({ databaseName }) => quoted(databaseName)).join(', ')}) do ` +
    (others.length === 0
      ? 'nothing'
      : `update set ${others.map(({ databaseName }) => `${quoted(databaseName)} = excluded.${quoted(databaseName)}`).join(', ')}`);

  return {
    load: async (manager, keys) => {
      if (keys.length === 0) return [];
      const raw: Row[] = await manager.query(select, parameters(keys, primary));
      return raw.map((row) =>
        Object.fromEntries(
          columns.map((column) => [
            column.propertyName,
            driver.prepareHydratedValue(row[column.databaseName], column) as unknown,
          ]),
        ),
      );
    },
    save: async (manager, rows) => {
      if (rows.length > 0) await manager.query(upsert, parameters(rows, columns));
    },
    remove: async (manager, keys) => {
      if (keys.length > 0) await manager.query(remove, parameters(keys, primary));
    },
  };
};

const textOf = (value: unknown, { isArray }: Pick<ColumnMetadata, 'isArray'>): string | null => {
  if (value === null || value === undefined) return null;
  if (isArray && Array.isArray(value)) return arrayLiteral(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : (value as number | boolean | bigint).toString();
};

/** PostgreSQL's own notation: `unnest` would flatten an array of arrays. */
const arrayLiteral = (values: readonly unknown[]): string =>
  `{${values
    .map((value) => {
      const text = textOf(value, { isArray: false });
      return text === null ? 'null' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    })
    .join(',')}}`;
