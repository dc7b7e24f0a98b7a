import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { programOf } from './binaries.js';
import type { Place } from './place.js';
import { lastLines, run, type Account, type Ending } from './run.js';

export const SUPERUSER = 'redress';

/** Within the cluster, so that the two are made, moved and restored together. */
const passwordFileOf = (cluster: string): string => join(cluster, 'redress.password');

export const passwordOf = async (cluster: string): Promise<string> => {
  const text = await readFile(passwordFileOf(cluster), 'utf8').catch((error: Error) => {
    throw new Error(`its password cannot be read: ${error.message}`, { cause: error });
  });
  return text.trim();
};

/** Text sorts by code point and letters are Unicode's, the same on every system and after every system update. */
const ENCODING = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** Whether to wait for the disk: a cluster of tests need not outlive the machine. */
export type Durability = 'durable' | 'fleeting';

/** What is left to the system's own locale; C is there everywhere. */
const localesToTry = (): readonly string[] => (process.platform === 'linux' ? ['C.UTF-8', 'C'] : ['C']);

const initdb = async (place: Place, draft: string, durability: Durability): Promise<Ending> => {
  const target = join(draft, 'cluster');
  let ending: Ending = { code: null, output: '' };
  for (const locale of localesToTry()) {
    ending = await run(
      programOf(place.binaries, 'initdb'),
      [
        `--pgdata=${target}`,
        ...ENCODING,
        `--locale=${locale}`,
        '--auth=scram-sha-256',
        `--username=${SUPERUSER}`,
        `--pwfile=${join(draft, 'password')}`,
        '--no-instructions',
        ...(durability === 'durable' ? [] : ['--no-sync']),
      ],
      place.account,
    );
    if (ending.code === 0 || !ending.output.includes('invalid locale name')) break;
    await rm(target, { recursive: true, force: true });
  }
  return ending;
};

const give = async (path: string, account: Account | undefined): Promise<void> => {
  if (account) await chown(path, account.uid, account.gid);
};

const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
};

const couldNotMake = (output: string): Error => {
  const advice = output.includes('could not look up effective user ID')
    ? '\nPostgreSQL runs only as a user with a name: add this one to /etc/passwd, or start Redress as another.'
    : '';
  return new Error(`PostgreSQL could not make its database files. It said:\n${lastLines(output)}${advice}`);
};

const fillDraft = async (place: Place, draft: string, durability: Durability): Promise<void> => {
  const password = join(draft, 'password');
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, {
    mode: 0o600,
    flush: durability === 'durable',
  });
  await give(password, place.account);
  await give(draft, place.account);
  const { code, output } = await initdb(place, draft, durability);
  if (code !== 0) throw couldNotMake(output);
  await rename(password, passwordFileOf(join(draft, 'cluster')));
};

const make = async (place: Place, durability: Durability): Promise<void> => {
  const home = dirname(place.cluster);
  const draft = await mkdtemp(join(home, `${basename(place.cluster)}.new-`));
  try {
    await fillDraft(place, draft, durability);
    if (durability === 'durable') await syncDirectory(join(draft, 'cluster'));
    await rename(join(draft, 'cluster'), place.cluster);
    if (durability === 'durable') await syncDirectory(home);
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** What an interrupted first start left behind. Its initdb may still be writing: without its folder it fails. */
const removeDrafts = async ({ cluster }: Place): Promise<void> => {
  const home = dirname(cluster);
  for (const name of await readdir(home)) {
    if (!name.startsWith(`${basename(cluster)}.new-`)) continue;
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 });
  }
};

const isThere = async (cluster: string): Promise<boolean> => {
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) return true;
  const found = await stat(cluster).catch(() => undefined);
  if (!found) return false;
  // An empty folder may be removed; anything else may be somebody's data.
  await rmdir(cluster).catch((error: Error) => {
    throw new Error(
      `${cluster} is not a complete PostgreSQL database: it has no PG_VERSION. Restore it from a backup, or move it ` +
        'away to begin with an empty database.',
      { cause: error },
    );
  });
  return false;
};

/**
 * Makes the cluster when there is none, in a folder beside it that gets the cluster's name only when it is complete.
 * Answers whether it made one.
 */
export const ensureCluster = async (
  place: Place,
  durability: Durability,
  beforeMaking: () => void,
): Promise<boolean> => {
  await removeDrafts(place);
  if (await isThere(place.cluster)) return false;
  beforeMaking();
  await make(place, durability);
  return true;
};
