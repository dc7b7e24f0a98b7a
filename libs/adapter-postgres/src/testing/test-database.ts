import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** Connections that are being closed are left to close: one that is ended in that moment says so to nobody, as an error. */
const untilLeft = async (client: Client, name: string): Promise<void> => {
  for (const deadline = performance.now() + 500; performance.now() < deadline; await delay(5)) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1 limit 1', [name]);
    if (rowCount === 0) return;
  }
};

/** A database of one spec file's own, on the server that the test run has started. */
export const testDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the specs by `npm test`.');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const asServer = async (work: (client: Client) => Promise<unknown>): Promise<void> => {
    const client = new Client({ connectionString: server });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  };
  await asServer((client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = (): Promise<void> =>
    asServer(async (client) => {
      await untilLeft(client, name);
      await client.query(`drop database ${name} with (force)`);
    });
  return { url: url.href, drop };
};
