import type { AnyProjection } from '@redress/eventing';
import {
  DataSource,
  type DataSourceOptions,
  DefaultNamingStrategy,
  type EntityManager,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import { houseColumns, houseTableNames, houseTables } from './house-tables.js';
import { buildOf, createTable, type ProjectionTable, quoted } from './tables.js';

/** What a service keeps in PostgreSQL, in a schema of its own name. */
export interface ServiceDatabase {
  readonly service: string;
  readonly dataSource: DataSource;
  /** What the read consumer writes and queries read. */
  readonly readModels: readonly ProjectionTable[];
  /** What the act consumer writes for its reactors, apart from the read model of the same definition. */
  readonly memories: readonly ProjectionTable[];
  close(): Promise<void>;
}

export interface ServiceTables {
  readonly service: string;
  readonly readModels: readonly AnyProjection[];
  readonly memories: readonly AnyProjection[];
  /** Entities of tables that cannot be rebuilt from the log, made by `migrations`. */
  readonly keptTables?: readonly (new () => object)[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

/** Words of tables and columns in snake case; the tables of projections carry their build. */
class Naming extends DefaultNamingStrategy {
  constructor(private readonly builds: ReadonlyMap<string, string>) {
    super();
  }
  override tableName(targetName: string, given: string | undefined): string {
    const name = given ?? snakeCase(targetName);
    const build = this.builds.get(targetName);
    return build ? `${name}__${build}` : name;
  }
  override columnName(propertyName: string, given: string | undefined, prefixes: string[]): string {
    return snakeCase([...prefixes, given ?? propertyName].join('_'));
  }
}

const connectionsPerService = 5;

/** Connects, and makes what is missing; other builds' tables are left alone. */
export const openServiceDatabase = async (url: string, tables: ServiceTables): Promise<ServiceDatabase> => {
  const { service, keptTables = [], migrations = [] } = tables;
  const projections = [...new Set([...tables.readModels, ...tables.memories])];
  const builds = new Map(projections.map((projection) => [projection.table.name, buildOf(projection)]));
  const options: DataSourceOptions = {
    type: 'postgres',
    url,
    schema: service,
    namingStrategy: new Naming(builds),
    entities: [...projections.map(({ table }) => table), ...keptTables],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    applicationName: `redress ${service}`,
    extra: { max: connectionsPerService, connectionTimeoutMillis: 10_000 },
  };

  const dataSource = await new DataSource(options).initialize();
  const tableOf = (projection: AnyProjection, suffix: string): ProjectionTable => {
    const metadata = dataSource.getMetadata(projection.table as EntityTarget<ObjectLiteral>);
    const name = `${metadata.tableName}${suffix}`;
    return { projection, metadata, name, path: `${quoted(service)}.${quoted(name)}` };
  };
  const readModels = tables.readModels.map((projection) => tableOf(projection, ''));
  const memories = tables.memories.map((projection) => tableOf(projection, '__act'));
  await prepare(dataSource, service, [...readModels, ...memories]);
  if (migrations.length > 0)
    await underLock(dataSource, service, () => dataSource.runMigrations({ transaction: 'all' }));
  return { service, dataSource, readModels, memories, close: () => dataSource.destroy() };
};

const prepare = (dataSource: DataSource, service: string, tables: readonly ProjectionTable[]): Promise<void> =>
  dataSource.transaction(async (manager) => {
    await manager.query(`select pg_advisory_xact_lock(hashtext($1))`, [`redress ${service}`]);
    await manager.query(`create schema if not exists ${quoted(service)}`);
    await manager.query(`set local search_path = ${quoted(service)}`);
    const there: { name: string }[] = await manager.query(
      'select tablename as name from pg_tables where schemaname = $1',
      [service],
    );
    const known = new Set(there.map(({ name }) => name));
    if (!houseTableNames.every((name) => known.has(name)))
      for (const statement of houseTables) await manager.query(statement);
    await addColumns(manager, service);
    for (const table of tables.filter(({ name }) => !known.has(name)))
      for (const statement of createTable(dataSource, table)) await manager.query(statement);
    // Tables that a process is about to use are no leftovers, however long they were not.
    await manager.query('update checkpoints set moved_at = now() where consumer = any($1)', [
      tables.flatMap(({ name }) => [`read ${name}`, `memory ${name}`]),
    ]);
  });

const addColumns = async (manager: EntityManager, service: string): Promise<void> => {
  const rows: { name: string }[] = await manager.query(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = $1`,
    [service],
  );
  const known = new Set(rows.map(({ name }) => name));
  for (const { table, column, definition } of houseColumns)
    if (!known.has(`${table}.${column}`))
      await manager.query(`alter table ${table} add column if not exists ${column} ${definition}`);
};

/** One process migrates, the others wait: a lock of a transaction, since a pooler may change the session under us. */
const underLock = (dataSource: DataSource, service: string, work: () => Promise<unknown>): Promise<void> =>
  dataSource.transaction(async (manager) => {
    await manager.query(`select pg_advisory_xact_lock(hashtext($1))`, [`redress migrations ${service}`]);
    await work();
  });
