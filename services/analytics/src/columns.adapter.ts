import { createWriteStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Declared, type Question, sqlText, typeInCopy, writtenForCopy } from './columns.rules.js';
import { ownFolder } from './own-folder.adapter.js';

/** A table of the copy. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly Declared[];
  readonly key: readonly string[];
}

/** Rows of PostgreSQL: further ones, or such as may take the place of others with their key. */
export interface Taken {
  readonly from: string;
  readonly where: string;
  readonly how: 'further' | 'replacing';
}

/** Tables kept by column, in a folder of the process. They are made from PostgreSQL's rows and hold nothing of their own. */
export interface ColumnStore {
  ask<Row>(question: Question): Promise<readonly Row[]>;
  /** All that is done with it becomes visible at once, or not at all. */
  change(make: (change: ColumnChange) => Promise<void>): Promise<void>;
  close(): void;
}
export interface ColumnChange {
  empty(table: CopiedTable): Promise<void>;
  /**
   * The connection's transaction decides which moment is copied, and that instants are written in UTC. Answers whether
   * there was anything; it stands in the table `taken` until more is.
   */
  take(client: ClientBase, table: CopiedTable, taken: Taken): Promise<'taken' | 'nothing'>;
  run(statement: string): Promise<void>;
}

/** For what was read last and for sorting; the rest stays on disk. */
const memoryLimit = '256MB';

/** `declared` are the tables with the further columns that the copy has of its own. */
export const openColumns = async (declared: ReadonlyMap<CopiedTable, string>): Promise<ColumnStore> => {
  const folder = ownFolder();
  const database = await DuckDBInstance.create(join(folder, 'columns.duckdb'), {
    memory_limit: memoryLimit,
    temp_directory: folder,
    preserve_insertion_order: 'false',
    // What is read are our own files alone, and nothing is fetched.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const changing = await database.connect();
  for (const [{ name, columns }, further] of declared)
    await changing.run(`create table ${name} (${columns.map(columnInCopy).join(', ')}${further})`);
  const file = join(folder, 'rows.csv');
  return {
    ask: async <Row>({ statement, values }: Question) => {
      const connection = await database.connect();
      try {
        const answer = await connection.runAndReadAll(statement, [...values] as never);
        return answer.getRowObjectsJS() as unknown as readonly Row[];
      } finally {
        connection.closeSync();
      }
    },
    change: async (make) => {
      await changing.run('begin');
      try {
        await make(changeBy(changing, file));
        await changing.run('commit');
      } catch (error) {
        await changing.run('rollback');
        throw error;
      } finally {
        rmSync(file, { force: true });
      }
    },
    close: () => {
      changing.closeSync();
      database.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const typeOf = (column: Declared): string => {
  const type = typeInCopy(column);
  if (type === undefined) throw new Error(`The columnar copy knows no type for ${column.name}: ${column.type}.`);
  return type;
};

const columnInCopy = (column: Declared): string => `"${column.name}" ${typeOf(column)}`;

const changeBy = (connection: DuckDBConnection, file: string): ColumnChange => ({
  empty: async ({ name }) => {
    await connection.run(`delete from ${name}`);
  },
  take: async (client, { name, columns, key }, { from, where, how }) => {
    const written = `select ${columns.map(writtenForCopy).join(', ')} from ${from} where ${where}`;
    await pipeline(
      client.query(copyTo(`copy (${written}) to stdout (format csv)`)),
      createWriteStream(file, { mode: 0o600 }),
    );
    if (statSync(file).size === 0) return 'nothing';
    const types = columns.map((column) => `${sqlText(column.name)}: ${sqlText(typeOf(column))}`);
    // Left to itself, the reader takes the first carriage return within a text for the end of all lines, and with more
    // threads than one begins in the midst of a text that looks like lines.
    await connection.run(
      `create or replace temp table taken as select * from read_csv(${sqlText(file)}, columns = {${types.join(', ')}},
         auto_detect = false, header = false, new_line = '\\n', delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, parallel = false)`,
    );
    const same = key.map((column) => `${name}.${column} = taken.${column}`).join(' and ');
    if (how === 'replacing') await connection.run(`delete from ${name} using taken where ${same}`);
    await connection.run(`insert into ${name} by name select * from taken`);
    return 'taken';
  },
  run: async (statement) => {
    await connection.run(statement);
  },
});
