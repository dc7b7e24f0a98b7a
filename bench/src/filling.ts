import type pg from 'pg';

/** The table of this build, with its schema. */
export const tableIn = async (pool: pg.Client, schema: string, name: string): Promise<string> => {
  const { rows } = await pool.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = $1 and tablename ~ $2`,
    [schema, `^${name}__[0-9a-f]{8}$`],
  );
  if (!rows[0]) throw new Error(`${schema} has no table ${name}.`);
  return rows[0].name;
};

/** Takes the indexes of tables away but for their keys, since many rows are faster without; answers what makes them again. */
export const withoutIndexes = async (pool: pg.Client, tables: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where not i.indisprimary and i.indrelid = any($1::regclass[])`,
    [tables],
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
};
