import pg from 'pg';

/** A write that PostgreSQL is to refuse, as it does when it is shut down in the midst of it. */
export interface Fault {
  readonly table: string;
  readonly on: 'insert' | 'update' | 'delete';
  /** Of the row: `new.consumer = 'act'`. */
  readonly when?: string;
  /** At the end of its transaction, when all else in it has been done; else at the write itself. */
  readonly at: 'commit' | 'write';
  /** Whether the writer can know that nothing was written: unless said, it cannot. */
  readonly outcome?: 'known';
}

export interface Faults {
  /** Holds until it is lifted; answers how to. */
  begin(fault: Fault): Promise<() => Promise<void>>;
  /** How often writes were refused so far, over all faults. */
  count(): Promise<number>;
  /** Keeps a row locked, so that whoever writes it waits; answers how to let it go. */
  lock(table: string, where: string): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Faults of a real database, made in it. */
export const faultsIn = async (databaseUrl: string): Promise<Faults> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  await pool.query('create sequence if not exists public.faults');
  let names = 0;
  return {
    begin: async ({ table, on, when = 'true', at, outcome }) => {
      const name = `fault_${(names += 1)}`;
      // A sequence counts what is rolled back as well.
      await pool.query(`create function public.${name}() returns trigger language plpgsql as $$ begin
        if ${when} then
          perform nextval('public.faults');
          raise exception 'Broken off.' using errcode = '${outcome ? 'query_canceled' : 'admin_shutdown'}';
        end if;
        return coalesce(new, old);
      end $$`);
      await pool.query(
        at === 'commit'
          ? `create constraint trigger ${name} after ${on} on ${table} deferrable initially deferred
             for each row execute function public.${name}()`
          : `create trigger ${name} before ${on} on ${table} for each row execute function public.${name}()`,
      );
      return async () => {
        await pool.query(`drop trigger ${name} on ${table}`);
      };
    },
    count: async () => {
      const { rows } = await pool.query<{ count: number }>(
        'select case when is_called then last_value else 0 end::int as count from public.faults',
      );
      return rows[0]?.count ?? 0;
    },
    lock: async (table, where) => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query(`select 1 from ${table} where ${where} for update`);
      return async () => {
        await client.query('rollback');
        client.release();
      };
    },
    close: () => pool.end(),
  };
};

/** Resolves once it is so; asks again and again, since what it waits for tells nobody. */
export const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
};
