import pg from 'pg';

/** What stands in the database of a product in a specification, and what an operator's accident may do to it. */
export interface Tables {
  /** Those of the texts that stand anywhere in any table, of whichever service and build. */
  standing(texts: readonly string[]): Promise<readonly string[]>;
  /** `contact 1 open`, in order. */
  vaultStates(complaintId: string): Promise<readonly string[]>;
  /** The consumers that have parked this key. */
  parkedIn(service: string, key: string): Promise<readonly string[]>;
  /** Those that have read models here. */
  services(): Promise<readonly string[]>;
  /** All tables of its projections, with how far they had come. */
  dropReadModels(service: string): Promise<void>;
  /** Every table of a service but these. */
  dropAllBut(service: string, kept: readonly string[]): Promise<void>;
  /** A table as a build that nobody runs any more has left it. */
  leaveAsOldBuild(service: string, table: string): Promise<void>;
  change(statement: string): Promise<void>;
  /** As whoever restores a vault by hand. */
  withoutTriggers(statement: string): Promise<void>;
  end(): Promise<void>;
}

export const tablesOf = (databaseUrl: string): Tables => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const texts = async (statement: string, parameters: readonly unknown[] = []): Promise<readonly string[]> =>
    (await pool.query<{ text: string }>(statement, [...parameters])).rows.map(({ text }) => text);
  const change = async (statement: string): Promise<void> => {
    await pool.query(statement);
  };
  return {
    standing: async (wanted) => {
      const paths = await texts(
        `select format('%I.%I', schemaname, tablename) as text from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const contents: string[] = [];
      for (const path of paths)
        contents.push(...(await texts(`select coalesce(string_agg(t::text, ' '), '') as text from ${path} t`)));
      const all = contents.join('\n');
      return wanted.filter((text) => all.includes(text));
    },
    vaultStates: (complaintId) =>
      texts(
        `select purpose || ' ' || generation || ' ' || state as text from redress_vault.keys
         where subject = $1 order by purpose, generation`,
        [`complaint-${complaintId}`],
      ),
    parkedIn: (service, key) =>
      texts(`select distinct consumer as text from "${service}".parked where key = $1`, [key]),
    services: () =>
      texts(`select distinct schemaname as text from pg_tables where tablename ~ '__[0-9a-f]{8}$' order by 1`),
    dropReadModels: async (service) => {
      const names = await texts(
        `select tablename as text from pg_tables where schemaname = $1 and tablename ~ '__[0-9a-f]{8}$'`,
        [service],
      );
      for (const name of names) await change(`drop table "${service}"."${name}"`);
      await change(`delete from "${service}".checkpoints where consumer like 'read %'`);
    },
    dropAllBut: async (service, kept) => {
      const names = await texts('select tablename as text from pg_tables where schemaname = $1', [service]);
      for (const name of names) if (!kept.includes(name)) await change(`drop table "${service}"."${name}" cascade`);
    },
    leaveAsOldBuild: async (service, table) => {
      const [name] = await texts('select tablename as text from pg_tables where schemaname = $1 and tablename ~ $2', [
        service,
        `^${table}__[0-9a-f]{8}$`,
      ]);
      await change(`create table "${service}"."${table}__01d0b01d" as select * from "${service}"."${name}"`);
    },
    change,
    withoutTriggers: async (statement) => {
      await change('alter table redress_vault.keys disable trigger user');
      await change(statement);
      await change('alter table redress_vault.keys enable trigger user');
    },
    end: () => pool.end(),
  };
};
