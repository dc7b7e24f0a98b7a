import { type Answer, type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import pg from 'pg';
import { DirectoryModule } from '../directory.module.js';

export const initialPassword = 'a lantern for the night';

export const startDirectory = (environment: Record<string, string> = { INITIAL_PASSWORD: initialPassword }) =>
  startPlatform(DirectoryModule, { at: '2026-03-02T09:00:00Z', environment });

export const signIn = (platform: Platform, username: string, password = initialPassword): Promise<Answer> =>
  platform.anonymous.post('/api/directory/sign-in', { username, password });

/** Whoever holds the token of a sign-in or a renewal. */
export const holding = (platform: Platform, { body }: Answer): Client =>
  platform.with({ authorization: `Bearer ${body.token as string}` });

export const signedIn = async (platform: Platform, username: string, password?: string): Promise<Client> =>
  holding(platform, await signIn(platform, username, password));

export const query = async (platform: Platform, sql: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: platform.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
};

/** Everything that was stored in the log, as it stands there. */
export const storedEvents = async (platform: Platform): Promise<string> =>
  JSON.stringify(await query(platform, 'select stream, data, metadata from redress_log.events order by position'));
