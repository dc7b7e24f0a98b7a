import { createHash } from 'node:crypto';
import type { AnyProjection } from '@redress/eventing';
import { type DataSource, type EntityMetadata, getMetadataArgsStorage, type TableColumn } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { MetadataUtils } from 'typeorm/metadata-builder/MetadataUtils.js';

/** A table of one build: its name carries the hash of its definition, so that another build keeps another table. */
export interface ProjectionTable {
  readonly projection: AnyProjection;
  readonly metadata: EntityMetadata;
  /** With schema, quoted. */
  readonly path: string;
  /** Without schema. */
  readonly name: string;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `3f9a1c2b` of `open_clocks__3f9a1c2b`: a hash of what the entity's columns are and of what the fold does. */
export const buildOf = ({ name, table, key, on, onEvery, edition, changedAt }: AnyProjection): string => {
  const folds = Object.entries(on).map(([type, fold]) => `${type}: ${String(fold)}`);
  const storage = getMetadataArgsStorage();
  const tree = MetadataUtils.getInheritanceTree(table);
  const columns = storage.filterColumns(tree).map(({ propertyName, mode, options }) => [propertyName, mode, options]);
  const indices = storage
    .filterIndices(tree)
    .map(({ columns: over, unique, where, type }) => [over, unique, where, ...(type ? [type] : [])]);
  const definition = JSON.stringify(
    [
      name,
      key,
      folds,
      String(onEvery),
      edition ?? 0,
      columns,
      indices,
      ...(changedAt === undefined ? [] : [changedAt]),
    ],
    (_, value: unknown) => (typeof value === 'function' ? String(value) : value),
  );
  return createHash('sha256').update(definition).digest('hex').slice(0, 8);
};

/**
 * `sla.read-3f9a1c2b`: two builds side by side each keep their own tables whole, so they must not share the partitions.
 */
export const readConsumerOf = (service: string, readModels: readonly { readonly name: string }[]): string => {
  const names = JSON.stringify(readModels.map(({ name }) => name).sort());
  return `${service}.read-${createHash('sha256').update(names).digest('hex').slice(0, 8)}`;
};

export const typeOf = (dataSource: DataSource, column: ColumnMetadata): string =>
  dataSource.driver.createFullType(column as unknown as TableColumn);

/** The columns as `create table` names them; also what the hash of the definition is taken of. */
const columnsOf = (dataSource: DataSource, { columns }: EntityMetadata): readonly string[] =>
  columns.map(
    (column) =>
      `${quoted(column.databaseName)} ${typeOf(dataSource, column)}${column.isNullable || column.isPrimary ? '' : ' not null'}`,
  );

/** All that makes the table, if it is not there. */
export const createTable = (dataSource: DataSource, { metadata, path, name }: ProjectionTable): readonly string[] => {
  const primary = metadata.primaryColumns.map(({ databaseName }) => quoted(databaseName)).join(', ');
  return [
    `create table if not exists ${path} (${[...columnsOf(dataSource, metadata), `primary key (${primary})`].join(', ')})`,
    ...metadata.indices.map(({ columns, isUnique, where, type }, index) => {
      const over = columns.map(({ databaseName }) => quoted(databaseName)).join(', ');
      const using = type ? ` using ${type}` : '';
      return `create ${isUnique ? 'unique ' : ''}index if not exists ${quoted(`${name}_${index}`)} on ${path}${using} (${over})${where ? ` where ${where}` : ''}`;
    }),
  ];
};
