import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyBinaries, programOf, type Binaries } from './binaries.js';
import type { Account } from './run.js';
import { canEnter, canRun, giveTo, isRoot, unprivilegedAccount } from './unprivileged-account.js';

/** Where the cluster lies, and who runs which programs on it. */
export interface Place {
  readonly cluster: string;
  readonly binaries: Binaries;
  /** Nothing when PostgreSQL runs as the user of this process. */
  readonly account: Account | undefined;
}

export interface PlaceQuestion {
  /** Absolute, without symbolic links. */
  readonly dataDirectory: string;
  readonly binaries: Binaries;
  /** A folder of the system that every user may enter, for what PostgreSQL's user cannot reach elsewhere. */
  readonly systemDirectory: string;
  readonly log: (line: string) => void;
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

const clusterIn = (home: string): string => join(home, 'postgresql');

/** A text file with the path of the folder that holds the cluster, when the data directory itself does not. */
const pointerIn = (dataDirectory: string): string => join(dataDirectory, 'postgresql.location');

const pointedHome = async (dataDirectory: string): Promise<string | undefined> => {
  const text = await readFile(pointerIn(dataDirectory), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const home = text?.trim();
  if (!home) return undefined;
  if (await exists(home)) return home;
  throw new Error(
    `The database of ${dataDirectory} should lie in ${home}, as ${pointerIn(dataDirectory)} says, but that folder is ` +
      'gone. Restore it, or remove that file to begin with an empty database.',
  );
};

const makeSystemDirectory = async (directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
  return realpath(directory);
};

/** A new folder each time: emptying the data directory must not bring an old database back. */
const makeHome = async ({ dataDirectory, systemDirectory, log }: PlaceQuestion): Promise<string> => {
  const parent = await makeSystemDirectory(systemDirectory);
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const older = (await readdir(parent)).filter((entry) => entry.startsWith(`${name}-`));
  const home = await mkdtemp(join(parent, `${name}-`));
  await chmod(home, 0o755);
  await writeFile(pointerIn(dataDirectory), `${home}\n`);
  log(`PostgreSQL's user cannot enter ${dataDirectory}: the database lies in ${home}.`);
  for (const entry of older) log(`An earlier database of ${dataDirectory} lies unused in ${join(parent, entry)}.`);
  return home;
};

const ROOT = 0;

/** The owner of a cluster that is there, for PostgreSQL serves no other; one that root restored is given away first. */
const accountFor = async (cluster: string, log: PlaceQuestion['log']): Promise<Account> => {
  const found = await stat(cluster).catch(() => undefined);
  if (found && found.uid !== ROOT) return { uid: found.uid, gid: found.gid };
  const account = await unprivilegedAccount(log);
  if (found) await giveTo(account, cluster);
  return account;
};

const reachableBinaries = async (account: Account, question: PlaceQuestion): Promise<Binaries> => {
  const { binaries, systemDirectory } = question;
  if (await canRun(account, programOf(binaries, 'postgres'))) return binaries;
  const copy = await copyBinaries(binaries, await makeSystemDirectory(systemDirectory));
  if (await canRun(account, programOf(copy, 'postgres'))) return copy;
  throw new Error(
    `The user ${account.uid} that PostgreSQL has to run as (it refuses root) can run it neither in ` +
      `${binaries.directory} nor in ${copy.directory}. Start Redress as another user than root.`,
  );
};

const FOR_GROUP_TO_PASS = 0o010;

/** Opens a private data directory of root's own (made under a strict umask) for PostgreSQL's group to pass, no more. */
const letEnter = async (account: Account, dataDirectory: string): Promise<boolean> => {
  const { uid, gid, mode } = await stat(dataDirectory);
  if (uid !== ROOT || gid !== ROOT || !(await canEnter(account, dirname(dataDirectory)))) return false;
  await chown(dataDirectory, uid, account.gid);
  await chmod(dataDirectory, (mode & 0o707) | FOR_GROUP_TO_PASS);
  return canEnter(account, dataDirectory);
};

const placeForRoot = async (question: PlaceQuestion): Promise<Place> => {
  const { dataDirectory, log } = question;
  const pointed = await pointedHome(dataDirectory);
  const account = await accountFor(clusterIn(pointed ?? dataDirectory), log);
  const binaries = await reachableBinaries(account, question);
  if (pointed || (await canEnter(account, dataDirectory)) || (await letEnter(account, dataDirectory))) {
    return { cluster: clusterIn(pointed ?? dataDirectory), binaries, account };
  }
  if (await exists(clusterIn(dataDirectory))) {
    throw new Error(
      `The database in ${clusterIn(dataDirectory)} belongs to user ${account.uid}, who cannot enter that folder. ` +
        'Let that user pass through the folders above it (chmod o+x), or start Redress as that user.',
    );
  }
  return { cluster: clusterIn(await makeHome(question)), binaries, account };
};

const placeForUser = async ({ dataDirectory, binaries }: PlaceQuestion): Promise<Place> => {
  const cluster = clusterIn((await pointedHome(dataDirectory)) ?? dataDirectory);
  const found = await stat(cluster).catch(() => undefined);
  if (found && process.getuid && found.uid !== process.getuid()) {
    throw new Error(
      `The database in ${cluster} belongs to user ${found.uid}, not to the user that started Redress. Start it as ` +
        'before (as root, if it was root), or choose another DATA_DIR.',
    );
  }
  return { cluster, binaries, account: undefined };
};

/** Decides where the cluster of a data directory lies: in it, unless PostgreSQL's user cannot get there. */
export const choosePlace = (question: PlaceQuestion): Promise<Place> =>
  isRoot() ? placeForRoot(question) : placeForUser(question);
