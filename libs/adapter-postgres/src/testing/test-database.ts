import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A database of one spec file's own, on the server that the test run has started. */
export const testDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the specs by `npm test`.');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const asServer = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await asServer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asServer(`drop database ${name} with (force)`) };
};
