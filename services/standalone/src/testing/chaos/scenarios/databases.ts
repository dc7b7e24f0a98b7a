import pg from 'pg';
import type { Installation } from '../installation.js';

/** What an operator does with whole databases, while no process of ours runs that uses them. */
export interface Databases {
  copy(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  drop(name: string): Promise<void>;
}

export const withDatabases = async <T>(
  installation: Installation,
  work: (databases: Databases) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: installation.databaseUrl('postgres') });
  await client.connect();
  // What a process left connected when it ended would hold up whatever is done with a whole database.
  const alone = async (name: string): Promise<void> => {
    await client.query('select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1', [name]);
  };
  try {
    return await work({
      copy: async (from, to) => {
        await alone(from);
        await client.query(`create database "${to}" template "${from}"`);
      },
      rename: async (from, to) => {
        await alone(from);
        await client.query(`alter database "${from}" rename to "${to}"`);
      },
      drop: async (name) => {
        await client.query(`drop database "${name}" with (force)`);
      },
    });
  } finally {
    await client.end();
  }
};
