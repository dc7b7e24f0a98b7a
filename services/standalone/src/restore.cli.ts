import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { logHead, withEmptyDataDirectory } from '@redress/adapter-postgres';
import { type Manifest, readPart, type Say, sizeOf, verifyPart } from './backup-part.adapter.js';
import { type AboutBackup, requireEmbedded, sayAside, thisMachine } from './backup.cli.js';
import type { Environment } from './running-redress.cli.js';

/**
 * Copies a backup into an empty data directory, after every file of it was compared with its sum, and asks the
 * restored database for its log. Rejects with a sentence that says what to do; the data directory is then empty as before.
 */
export const restore = async (
  words: readonly string[],
  environment: Environment = process.env,
  say: Say = sayAside,
): Promise<readonly string[]> => {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { secrets: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('redress restore <folder> [--secrets <folder>]');
  requireEmbedded(environment);
  const dataDirectory = resolve(environment.DATA_DIR ?? 'data');
  const from = resolve(String(positionals[0]));
  const parts = { database: join(from, 'database'), secrets: resolve(values.secrets ?? join(from, 'secrets')) };
  const options = { dataDirectory, log: () => {}, progress: say };
  return withEmptyDataDirectory(options, async ({ directory, putCluster, ask }) => {
    say(`Comparing the files of ${from} with their sums …`);
    const database = await verifyPart<AboutBackup>(parts.database);
    const secrets = await verifyPart<AboutBackup>(parts.secrets);
    requireFitting(database, secrets);
    const { log, takenAt } = database.about;

    say(`Restoring the secrets to ${directory} …`);
    await readPart(parts.secrets, directory, secrets, say);
    say('Restoring the database …');
    await putCluster((folder) => readPart(parts.database, folder, database, say));
    const found = await ask(logHead);
    if (found.logId !== log.logId || found.position !== log.position)
      throw new Error(`The restored database holds log ${found.logId} up to ${found.position}: that is another one.`);
    return [
      `Restored to ${directory}: log ${log.logId} up to position ${log.position}, as it was at ${takenAt}.`,
      `  database   ${sizeOf(database)}`,
      `  secrets    ${sizeOf(secrets)}`,
      'What came later is not in it. Whoever was forgotten later must be forgotten again: redress forget <customer id>.',
    ];
  });
};

const requireFitting = (database: Manifest<AboutBackup>, secrets: Manifest<AboutBackup>): void => {
  const { part, backupId, machine } = database.about;
  if (part !== 'database' || secrets.about.part !== 'secrets')
    throw new Error('The folders are not the database and the secrets of a backup.');
  if (backupId !== secrets.about.backupId)
    throw new Error('The secrets are those of another backup than the database. Name theirs by --secrets <folder>.');
  if (machine !== thisMachine)
    throw new Error(`The database was backed up on ${machine}: it cannot be read on ${thisMachine}.`);
};
