import { mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lockDataDirectory, type DataDirectoryLock } from './lock.js';
import type { Place } from './place.js';
import { releaseAll, startOn, takePlace, type EmbeddedServerOptions } from './server.js';
import { giveTo } from './unprivileged-account.js';

/** A cluster whose PostgreSQL has ended in good order, held against every other instance. */
export interface ClusterAtRest<T> {
  /** The folder with its files. */
  readonly directory: string;
  /** PostgreSQL's major version, such as '18': another one cannot read these files. */
  readonly version: string;
  /** What was asked of the database while it ran. */
  readonly answer: T;
}

/** An empty data directory, held against every other instance. */
export interface EmptyDataDirectory {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  /** Puts a cluster where this machine's PostgreSQL can use it: `fill` gets an empty folder for its files. */
  readonly putCluster: (fill: (directory: string) => Promise<void>) => Promise<void>;
  /** Starts PostgreSQL on the cluster that was put there, asks, and ends it. */
  readonly ask: <T>(question: (url: string) => Promise<T>) => Promise<T>;
}

const LOCK = 'redress.lock';

const namesIn = async (directory: string): Promise<readonly string[]> =>
  readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

const nothingIn = (dataDirectory: string): Error => new Error(`There is no embedded database in ${dataDirectory}.`);

const held = async <T>(dataDirectory: string, work: (locks: DataDirectoryLock[]) => Promise<T>): Promise<T> => {
  const locks = [await lockDataDirectory(dataDirectory)];
  try {
    return await work(locks);
  } finally {
    await releaseAll(locks);
  }
};

/**
 * Takes a stopped data directory, starts its PostgreSQL once so that whatever a crash left is recovered, asks it, ends
 * it, and lets `work` have the files. Fails with a sentence when Redress runs on it, or when no database is there.
 */
export const withClusterAtRest = async <A, T>(
  options: EmbeddedServerOptions,
  question: (url: string) => Promise<A>,
  work: (cluster: ClusterAtRest<A>) => Promise<T>,
): Promise<T> => {
  const names = await namesIn(options.dataDirectory);
  if (!names.includes('postgresql') && !names.includes('postgresql.location')) throw nothingIn(options.dataDirectory);
  return held(options.dataDirectory, async (locks) => {
    const dataDirectory = await realpath(options.dataDirectory);
    const place = await takePlace(dataDirectory, options, locks);
    // A start would make an empty database where none is.
    const version = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (version === undefined) throw nothingIn(dataDirectory);
    const { postmaster, url } = await startOn(place, dataDirectory, options);
    const answer = await question(url).finally(() => postmaster.stop());
    return work({ directory: place.cluster, version: version.trim(), answer });
  });
};

const refuseUsed = async (dataDirectory: string): Promise<void> => {
  const found = (await namesIn(dataDirectory)).find((name) => name !== LOCK);
  if (found === undefined) return;
  throw new Error(`${dataDirectory} is not empty (${found} is in it). Choose an empty folder as DATA_DIR.`);
};

/**
 * Takes an empty data directory, made when missing, and lets `work` fill it. When `work` rejects, the directory is
 * emptied again. A process that is killed meanwhile leaves no cluster that is only half there.
 */
export const withEmptyDataDirectory = async <T>(
  options: EmbeddedServerOptions,
  work: (empty: EmptyDataDirectory) => Promise<T>,
): Promise<T> => {
  await refuseUsed(options.dataDirectory);
  return held(options.dataDirectory, async (locks) => {
    const directory = await realpath(options.dataDirectory);
    await refuseUsed(directory);
    const homes = new Set<string>();
    const takenPlace = async (): Promise<Place> => {
      const taken = await takePlace(directory, options, locks);
      homes.add(dirname(taken.cluster));
      return taken;
    };
    let place: Promise<Place> | undefined;
    const empty: EmptyDataDirectory = {
      directory,
      putCluster: async (fill) => {
        const { cluster, account } = await (place ??= takenPlace());
        // Drafts of this name are removed by the next start, should this process be killed.
        const draft = await mkdtemp(join(dirname(cluster), `${basename(cluster)}.new-`));
        await fill(draft);
        if (account) await giveTo(account, draft);
        await rename(draft, cluster);
      },
      ask: async (question) => {
        const { postmaster, url } = await startOn(await (place ??= takenPlace()), directory, options);
        return question(url).finally(() => postmaster.stop());
      },
    };
    try {
      return await work(empty);
    } catch (error) {
      for (const name of await readdir(directory))
        if (name !== LOCK) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 5 });
      homes.delete(directory);
      for (const home of homes) await rm(home, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  });
};
