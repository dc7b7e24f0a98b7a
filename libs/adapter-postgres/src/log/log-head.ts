import { Client } from 'pg';

/** Which log a database holds, and how far it reaches. */
export interface LogHead {
  readonly logId: string;
  /** Of the last event, in decimal digits; '0' when there is none. */
  readonly position: string;
}

const TABLE_MISSING = '42P01';

/** Asks a database for its log, on a connection of its own. Rejects with a sentence when it holds none. */
export const logHead = async (url: string): Promise<LogHead> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<LogHead>(
      'select log_id::text as "logId", position::text as position from redress_log.head',
    );
    if (rows[0]) return rows[0];
  } catch (error) {
    if ((error as { code?: string }).code !== TABLE_MISSING) throw error;
  } finally {
    await client.end();
  }
  throw new Error('The database holds no log of Redress.');
};
