import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '@redress/adapter-postgres';
import { clusterOf } from '../running-product.js';
import type { Struck } from './child.js';

/** One PostgreSQL for all databases of an installation. */
export interface Postgres extends Struck {
  /** Where it listens, after every start another place: proxies look here whenever somebody connects. */
  readonly place: { readonly host: string; readonly port: number };
  /** `user:password` */
  readonly credentials: () => string;
  stop(): Promise<void>;
}

/** Started. What is committed waits for the disk, as with any PostgreSQL that is kept. */
export const startPostgres = async (
  dataDirectory: string,
  unexpected: (sentence: string) => void,
): Promise<Postgres> => {
  const place = { host: '127.0.0.1', port: 0 };
  let credentials = '';
  let server: EmbeddedServer | undefined;
  let isMeant = false;

  const start = async (): Promise<void> => {
    if (server && !isMeant) return;
    // A server that was killed still holds the data directory until it is given free.
    await server?.stop();
    isMeant = false;
    server = await startEmbeddedServer({
      dataDirectory,
      log: () => undefined,
      settings: { max_connections: '600' },
      onExit: (sentence) => {
        if (!isMeant) unexpected(sentence);
      },
    });
    const { username, password, port } = new URL(server.url);
    credentials = `${username}:${password}`;
    place.port = Number(port);
  };
  const signal = (name: NodeJS.Signals): void => {
    for (const pid of processesOf(dataDirectory)) sendTo(pid, name);
  };
  await start();
  return {
    place,
    credentials: () => credentials,
    start,
    kill: async () => {
      isMeant = true;
      signal('SIGKILL');
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      isMeant = true;
      signal('SIGCONT');
      await server?.stop();
    },
  };
};

/** The server first, so that it begins no other process meanwhile; then its own, which are in sessions of their own. */
const processesOf = (dataDirectory: string): readonly number[] => {
  const pid = Number(readFileSync(join(clusterOf(dataDirectory), 'postmaster.pid'), 'utf8').split('\n')[0]);
  return [pid, ...childrenOf(pid)];
};

const childrenOf = (pid: number): readonly number[] => {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch (error) {
    // pgrep answers 1 where there are none.
    if ((error as { readonly status?: number }).status === 1) return [];
    throw error;
  }
};

const sendTo = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
