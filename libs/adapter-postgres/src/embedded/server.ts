import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.js';
import { ensureCluster, passwordOf, SUPERUSER } from './cluster.js';
import { lockDataDirectory, type DataDirectoryLock } from './lock.js';
import { choosePlace, type Place } from './place.js';
import { freePort } from './port.js';
import { startPostmaster, type Postmaster } from './postmaster.js';
import { stopLeftBehind } from './postmaster-file.js';
import type { Settings } from './settings.js';

export interface EmbeddedServer {
  /** `postgres://redress:<password>@127.0.0.1:<port>/redress`: not for logs. The port is another at every start. */
  readonly url: string;
  /** Ends PostgreSQL, within 30 s, and gives the data directory free. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Made when missing. One instance at a time may use it. */
  readonly dataDirectory: string;
  readonly log: (line: string) => void;
  /** Gets a sentence for whoever waits at each step that may take longer than a moment. */
  readonly progress?: (sentence: string) => void;
  /** PostgreSQL's settings over the ones used by default; tests say `{ fsync: 'off' }`. */
  readonly settings?: Settings;
  /** Called when PostgreSQL ends although nobody stopped it. The instance cannot go on then. */
  readonly onExit?: (sentence: string) => void;
  /** PostgreSQL's `bin`, `lib` and `share`, when not those of the installed package. */
  readonly binariesDirectory?: string;
  /** Where root puts what PostgreSQL's own user cannot reach elsewhere. By default /var/lib/redress. */
  readonly systemDirectory?: string;
}

const DATABASE = 'redress';
const DATABASE_MISSING = '3D000';

const connect = async (port: number, password: string, database: string): Promise<pg.Client> => {
  const options = { host: '127.0.0.1', port, user: SUPERUSER, password, database, ssl: false };
  const client = new pg.Client({ ...options, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
};

const createDatabase = async (port: number, password: string): Promise<void> => {
  const client = await connect(port, password, 'postgres');
  await client.query(`CREATE DATABASE ${DATABASE}`).finally(() => client.end());
};

/** Connects as the users of the server will, which shows that the password is right. */
const ensureDatabase = async (port: number, password: string): Promise<void> => {
  try {
    await (await connect(port, password, DATABASE)).end();
  } catch (error) {
    // The first start was interrupted between the two steps.
    if ((error as { code?: string }).code !== DATABASE_MISSING) throw error;
    await createDatabase(port, password);
  }
};

export interface Running {
  readonly postmaster: Postmaster;
  readonly url: string;
}

/** Starts PostgreSQL on the cluster of a place that is held, making it when there is none. */
export const startOn = async (
  place: Place,
  dataDirectory: string,
  options: EmbeddedServerOptions,
): Promise<Running> => {
  const { log, progress = () => {}, settings = {}, onExit = () => {} } = options;
  const begun = performance.now();
  const durability = settings['fsync'] === 'off' ? 'fleeting' : 'durable';
  await stopLeftBehind(place, log);
  const made = await ensureCluster(place, durability, () =>
    progress('The database is being set up for the first time.'),
  );
  if (made) log(`PostgreSQL's files were made in ${place.cluster} in ${millisecondsSince(begun)} ms.`);

  progress('The database is starting.');
  const begunServer = performance.now();
  const logFile = join(dataDirectory, 'postgresql.log');
  const postmaster = await startPostmaster({ place, logFile, settings, freePort, log, onExit });
  try {
    const password = await passwordOf(place.cluster);
    await ensureDatabase(postmaster.port, password);
    log(`PostgreSQL is ready on 127.0.0.1:${postmaster.port} after ${millisecondsSince(begunServer)} ms.`);
    return { postmaster, url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${postmaster.port}/${DATABASE}` };
  } catch (error) {
    await postmaster.stop();
    throw new Error(`The embedded database cannot be used: ${(error as Error).message}.`, { cause: error });
  }
};

const millisecondsSince = (begun: number): number => Math.round(performance.now() - begun);

/** Two copies of a data directory name the same cluster elsewhere, so that place is locked as well. */
const lockPlace = async (place: Place, dataDirectory: string): Promise<DataDirectoryLock | undefined> => {
  const home = dirname(place.cluster);
  return home === dataDirectory ? undefined : lockDataDirectory(home);
};

/** Where the cluster of a locked data directory lies, locked as well: its lock is added to those held. */
export const takePlace = async (
  dataDirectory: string,
  options: EmbeddedServerOptions,
  locks: DataDirectoryLock[],
): Promise<Place> => {
  const place = await choosePlace({
    dataDirectory,
    binaries: await findBinaries(options.binariesDirectory),
    systemDirectory: options.systemDirectory ?? '/var/lib/redress',
    log: options.log,
  });
  const lock = await lockPlace(place, dataDirectory);
  if (lock) locks.push(lock);
  return place;
};

export const releaseAll = async (locks: readonly DataDirectoryLock[]): Promise<void> => {
  for (const lock of locks) await lock.release();
};

/**
 * Starts the PostgreSQL that is used when no other is named: a process of its own on a free port of 127.0.0.1, its
 * files in the data directory. Takes the lock of the data directory until `stop`; fails with a sentence for whoever
 * started the program.
 */
export const startEmbeddedServer = async (options: EmbeddedServerOptions): Promise<EmbeddedServer> => {
  const locks = [await lockDataDirectory(options.dataDirectory)];
  try {
    const dataDirectory = await realpath(options.dataDirectory);
    const place = await takePlace(dataDirectory, options, locks);
    const { postmaster, url } = await startOn(place, dataDirectory, options);
    const stop = async (): Promise<void> => {
      await postmaster.stop();
      await releaseAll(locks.splice(0));
    };
    return { url, stop };
  } catch (error) {
    await releaseAll(locks);
    throw error;
  }
};
