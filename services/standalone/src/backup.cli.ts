import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type LogHead, logHead, withClusterAtRest } from '@redress/adapter-postgres';
import { type Say, sizeOf, type Source, syncFolder, writePart } from './backup-part.adapter.js';
import type { Environment } from './running-redress.cli.js';

/** What the manifest of each part says of the whole. */
export interface AboutBackup {
  readonly part: 'database' | 'secrets';
  /** The same in both parts of a backup. */
  readonly backupId: string;
  readonly takenAt: string;
  readonly log: LogHead;
  /** Files of PostgreSQL are read by the same major version on the same kind of machine only. */
  readonly postgresql: string;
  readonly machine: string;
}

export const thisMachine = `${process.platform}-${process.arch}`;

/** Progress goes beside the answer. */
export const sayAside: Say = (line) => void process.stderr.write(`${line}\n`);

export const requireEmbedded = ({ DATABASE_URL }: Environment): void => {
  if (DATABASE_URL === undefined || DATABASE_URL === '') return;
  throw new Error(
    'This command is for the embedded database. The one that DATABASE_URL names is backed up and restored by the ' +
      'tools of PostgreSQL: see "Backup and restore" in the README.',
  );
};

/** Copies the database and the secrets of a stopped Redress into a new folder. Rejects with a sentence that says what to do. */
export const backup = async (
  words: readonly string[],
  environment: Environment = process.env,
  say: Say = sayAside,
): Promise<readonly string[]> => {
  const { positionals } = parseArgs({ args: [...words], allowPositionals: true });
  if (positionals.length !== 1) throw new Error('redress backup <new folder>');
  requireEmbedded(environment);
  const dataDirectory = resolve(environment.DATA_DIR ?? 'data');
  const target = await newFolder(String(positionals[0]), dataDirectory);
  const options = { dataDirectory, log: () => {}, progress: say };
  return withClusterAtRest(options, logHead, async ({ directory, version, answer }) => {
    const draft = await mkdtemp(`${target}.incomplete-`);
    try {
      const about = {
        backupId: randomUUID(),
        takenAt: new Date().toISOString(),
        log: answer,
        postgresql: version,
        machine: thisMachine,
      };
      say(`Copying the database from ${directory} …`);
      const database = await writePart(
        join(draft, 'database'),
        clusterAt(directory),
        aboutPart('database', about),
        say,
      );
      say(`Copying the secrets from ${join(dataDirectory, 'secrets')} …`);
      const secrets = await writePart(
        join(draft, 'secrets'),
        secretsAt(dataDirectory),
        aboutPart('secrets', about),
        say,
      );
      await syncFolder(draft);
      await rename(draft, target);
      await syncFolder(dirname(target));
      return [
        `Backed up to ${target}: log ${answer.logId} up to position ${answer.position}.`,
        `  database   ${sizeOf(database.manifest)}, manifest ${database.sha256}`,
        `  secrets    ${sizeOf(secrets.manifest)}, manifest ${secrets.sha256}`,
        'Whoever has both can read everything: keep the secrets folder elsewhere.',
        ...(environment.VAULT_URL ? ['The keys of personal data lie where VAULT_URL says: back them up there.'] : []),
      ];
    } catch (error) {
      await rm(draft, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  });
};

const aboutPart = (part: AboutBackup['part'], about: Omit<AboutBackup, 'part'>): AboutBackup => ({ part, ...about });

/** Absolute, its parent made. A copy below the data directory would be lost with it. */
const newFolder = async (asked: string, dataDirectory: string): Promise<string> => {
  const wanted = resolve(asked);
  await mkdir(dirname(wanted), { recursive: true });
  const target = join(await realpath(dirname(wanted)), basename(wanted));
  if (await readdir(target).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : [])))
    throw new Error(`${target} is there already: a backup is written into a new folder.`);
  const data = await realpath(dataDirectory).catch(() => dataDirectory);
  if (`${target}${sep}`.startsWith(`${data}${sep}`))
    throw new Error(`${target} lies in the data directory ${data}: whoever loses that would lose the backup, too.`);
  return target;
};

/** Which process ran the server, and how, is no part of the data. */
const ofTheRun: readonly string[] = ['postmaster.pid', 'postmaster.opts'];

const clusterAt = (root: string): Source => ({ root, isWanted: (path) => !ofTheRun.includes(path) });

const secretsAt = (root: string): Source => ({
  root,
  isWanted: (path) => path === 'sign-in.txt' || path === 'secrets' || path.startsWith('secrets/'),
});
