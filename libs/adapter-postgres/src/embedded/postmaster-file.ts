import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bornAt, commandOf, within } from './processes.js';
import type { Place } from './place.js';
import { endServer } from './end-server.js';

/** PostgreSQL's own record of the server that uses a cluster: its process in line 1, its state in line 8. */
const fileOf = (cluster: string): string => join(cluster, 'postmaster.pid');

const linesOf = async (cluster: string): Promise<readonly string[] | undefined> =>
  readFile(fileOf(cluster), 'utf8').then(
    (text) => text.split('\n'),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );

/** Whether this very process has written that it accepts connections. */
export const isReady = async (cluster: string, pid: number): Promise<boolean> => {
  const lines = await linesOf(cluster);
  return Number(lines?.[0]) === pid && lines?.[7]?.trim() === 'ready';
};

/** Numbers are used again: only a server that was started on this very cluster is ours to stop. */
const serves = (command: string, cluster: string): boolean => {
  const [program = ''] = command.split(' -D ');
  return basename(program).startsWith('postgres') && command.includes(` -D ${cluster} `);
};

/**
 * The process that the file names is another one now. PostgreSQL cannot tell and would refuse to start. A file that
 * names its own parent, this process, it takes for left over, and still looks whether others use the files.
 */
const disown = async (cluster: string, lines: readonly string[]): Promise<void> => {
  if (process.platform === 'win32') return rm(fileOf(cluster));
  return writeFile(fileOf(cluster), [String(process.pid), ...lines.slice(1)].join('\n'));
};

/**
 * Stops the server that a killed process left running on the cluster, if there is one. To be called with the data
 * directory locked, or it would stop the server of another instance.
 */
export const stopLeftBehind = async (place: Place, log: (line: string) => void): Promise<void> => {
  const lines = await linesOf(place.cluster);
  const pid = Math.abs(Number(lines?.[0]));
  if (!lines || !Number.isSafeInteger(pid) || pid === 0) return;
  const born = await bornAt(pid);
  if (born === undefined) return;
  const command = await commandOf(pid);
  // A process that does not show what it is may be the server: PostgreSQL itself then refuses to start beside it.
  if (command === undefined) return;
  if (!serves(command, place.cluster)) return disown(place.cluster, lines);

  log(`PostgreSQL (process ${pid}) was left running by an earlier instance: it is stopped first.`);
  const isGone = async (): Promise<boolean> => (await bornAt(pid)) !== born;
  await endServer(place.binaries, pid, (milliseconds) => within(milliseconds, isGone));
};
