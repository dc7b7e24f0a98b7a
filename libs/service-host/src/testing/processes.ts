import { postgresEventStore, prepareLog, wakesOver } from '@redress/adapter-postgres';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { catalogue } from '@redress/contracts';
import { type Codec, codec, type EventStore, systemClock, type WallClock } from '@redress/eventing';
import { keyEncryptionFromText, personalData } from '@redress/privacy';
import { memoryVault } from '@redress/privacy/testing';
import pg from 'pg';
import { Commands } from '../commands/commands.js';
import { factSource } from '../commands/facts.js';

/** As much of a process as takes commands: queues and folded streams of its own, over a log that it shares. */
export interface CommandProcess {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly commands: Commands;
}

/** Several processes on one log in PostgreSQL. */
export interface Processes {
  readonly databaseUrl: string;
  /** `through` stands between the process and the store. */
  start(through?: (store: EventStore) => EventStore, clock?: WallClock): CommandProcess;
  stop(): Promise<void>;
}

const key = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const quiet = (): void => undefined;

export const startProcesses = async (): Promise<Processes> => {
  const database = await testDatabase();
  const ends: (() => Promise<void>)[] = [];
  const connections = new pg.Pool({ connectionString: database.url, max: 3 });
  await prepareLog(connections);
  await connections.end();
  const events = codec(catalogue);
  const personal = personalData({
    vault: memoryVault(),
    keyEncryption: keyEncryptionFromText(key),
    clock: systemClock,
  });
  return {
    databaseUrl: database.url,
    start: (through = (plain) => plain, clock = systemClock) => {
      const pool = new pg.Pool({ connectionString: database.url, max: 5 });
      pool.on('error', quiet);
      const store = through(postgresEventStore(pool, wakesOver(pool, database.url, quiet)));
      ends.push(async () => {
        await store.close();
        await pool.end();
      });
      const facts = factSource(store, events, () => {
        throw new Error('No fact is looked up here.');
      });
      const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2 ** attempt));
      return {
        store,
        codec: events,
        commands: new Commands({ store, codec: events, personal, facts, clock, pause }),
      };
    },
    stop: async () => {
      for (const end of ends) await end();
      await database.drop();
    },
  };
};
