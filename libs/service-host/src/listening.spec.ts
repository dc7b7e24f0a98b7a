import { testDatabase } from '@redress/adapter-postgres/testing';
import { pino } from 'pino';
import pg from 'pg';
import { openEventStore } from './open-event-store.js';
import { readSettings } from './settings.js';

const logger = pino({ level: 'silent' });

describe('The connection that listens for appends', () => {
  it('is made to LISTEN_URL, past any pooler, and alone', async () => {
    const database = await testDatabase();
    const pool = new pg.Pool({ connectionString: database.url, application_name: 'pooled' });
    const direct = new URL(database.url);
    direct.searchParams.set('application_name', 'direct');
    const { listenUrl } = readSettings({ LISTEN_URL: direct.href });
    const store = await openEventStore({ databaseUrl: database.url, listenUrl }, pool, logger);
    const listening = async (): Promise<readonly string[]> => {
      const { rows } = await pool.query<{ application_name: string }>(
        `select application_name from pg_stat_activity
         where datname = current_database() and (query = 'listen redress_log' or application_name = 'direct')`,
      );
      return rows.map((row) => row.application_name);
    };
    while ((await listening()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await listening()).toEqual(['direct']);
    await store.close();
    await pool.end();
    await database.drop();
  });

  it('is refused where LISTEN_URL names no PostgreSQL', () => {
    expect(() => readSettings({ LISTEN_URL: 'pgbouncer:6432' })).toThrow('LISTEN_URL looks like postgres://');
  });
});
