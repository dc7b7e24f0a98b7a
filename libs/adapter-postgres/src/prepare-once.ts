import type { Pool } from 'pg';

/** What a part of the database is made of, and how to see that it is there. */
export interface Part {
  /** Names the lock under which it is made. */
  readonly name: string;
  /** A condition in SQL. */
  readonly isThere: string;
  /** Statements. */
  readonly schema: string;
}

/** Makes what is missing; safe to repeat, and one of several processes that race makes it while the others wait. */
export const prepareOnce = async (pool: Pool, { name, isThere, schema }: Part): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // A lock of the transaction, not of the session: the latter would not survive a pooler in transaction mode.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [name]);
    const { rows } = await client.query<{ ready: boolean }>(`select ${isThere} as ready`);
    if (!rows[0]?.ready) await client.query(schema);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};
