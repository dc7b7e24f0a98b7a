import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bornAt, UNKNOWN_BIRTH } from './processes.js';

/**
 * One instance at a time on a data directory.
 *
 * The lock is a row of numbered claims, `redress.lock/1`, `2`, …: the highest number is the holder, or, when its
 * process has ended or it is marked as released, the one to follow. A claim is made by hard-linking a finished file
 * to the next number, which the file system grants to one process only, and a number is never given twice, because
 * the highest claim is never removed. So two that find the same stale claim compete for the same number, and one
 * whose view was out of date finds a higher number than its own afterwards and steps back.
 */
export interface DataDirectoryLock {
  release(): Promise<void>;
}

interface Claim {
  readonly pid: number;
  readonly bornAt: string;
  readonly released?: true;
}

const lockFolder = (directory: string): string => join(directory, 'redress.lock');

const numbersIn = async (folder: string): Promise<readonly number[]> =>
  (await readdir(folder)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number);

const highest = async (folder: string): Promise<number> => Math.max(0, ...(await numbersIn(folder)));

/** Nothing for a claim that says nothing readable: only a crash of the machine leaves one, and then nobody holds it. */
const readClaim = async (file: string): Promise<Claim | undefined> => {
  const text = await readFile(file, 'utf8');
  try {
    const claim = JSON.parse(text) as Partial<Claim> | null;
    return typeof claim?.pid === 'number' && typeof claim.bornAt === 'string' ? (claim as Claim) : undefined;
  } catch {
    return undefined;
  }
};

const isHeld = async (claim: Claim | undefined): Promise<boolean> => {
  if (!claim || claim.released) return false;
  const born = await bornAt(claim.pid);
  return born !== undefined && (born === claim.bornAt || born === UNKNOWN_BIRTH || claim.bornAt === UNKNOWN_BIRTH);
};

const inUse = (directory: string, pid: number): Error =>
  Object.assign(
    new Error(
      `Redress is already running on ${directory} (process ${pid}). Stop it first, or choose another DATA_DIR.`,
    ),
    { code: 'DATA_DIRECTORY_IN_USE' },
  );

const isOneOf = (error: unknown, codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** The number that this process now holds, or nothing when another was quicker and the row has to be read again. */
const tryNext = async (folder: string, directory: string, own: Claim): Promise<number | undefined> => {
  const last = await highest(folder);
  const holder = last === 0 ? undefined : await readClaim(join(folder, String(last)));
  if (holder && (await isHeld(holder))) throw inUse(directory, holder.pid);

  const draft = join(folder, `draft-${randomUUID()}`);
  const file = join(folder, String(last + 1));
  await writeFile(draft, JSON.stringify(own));
  await link(draft, file);
  await rm(draft, { force: true });

  if ((await highest(folder)) === last + 1) return last + 1;
  await rm(file, { force: true });
  return undefined;
};

/** Removes what earlier holders and crashes left. The predecessor stays: a slow reader must always see some claim. */
const tidy = async (folder: string, held: number): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (name.startsWith('draft-') || Number(name) < held - 1) await rm(join(folder, name), { force: true });
  }
};

const release = async (folder: string, held: number, own: Claim): Promise<void> => {
  const draft = join(folder, `draft-${randomUUID()}`);
  try {
    await writeFile(draft, JSON.stringify({ ...own, released: true }));
    await rename(draft, join(folder, String(held)));
  } catch (error) {
    // The directory, or the draft, is gone: nothing is left to release, and a dead process holds nothing anyway.
    if (!isOneOf(error, ['ENOENT'])) throw error;
  }
};

const unusable = (dataDirectory: string, error: unknown): Error => {
  const advice = isOneOf(error, ['EACCES', 'EPERM'])
    ? ' Start Redress as the user it belongs to, or choose another DATA_DIR.'
    : '';
  const reason = (error as Error).message;
  return new Error(`Redress cannot use the data directory ${dataDirectory}: ${reason}.${advice}`, { cause: error });
};

const take = async (dataDirectory: string, own: Claim): Promise<DataDirectoryLock> => {
  const folder = lockFolder(dataDirectory);
  for (;;) {
    try {
      await mkdir(folder, { recursive: true });
      const held = await tryNext(folder, await realpath(dataDirectory), own);
      if (held !== undefined) {
        await tidy(folder, held);
        return { release: () => release(folder, held, own) };
      }
    } catch (error) {
      // Another instance took the number, or tidied a file away between two looks: read the row again.
      const { syscall } = error as NodeJS.ErrnoException;
      if (syscall !== 'mkdir' && isOneOf(error, ['EEXIST', 'ENOENT'])) continue;
      throw syscall ? unusable(dataDirectory, error) : error;
    }
  }
};

/**
 * Takes the data directory for this process until `release`, or until the process ends in whatever way. The directory
 * is made when missing. Fails with a sentence that names the directory and the process when another instance, or this
 * process itself, holds it already; the error's `code` is then `DATA_DIRECTORY_IN_USE`.
 */
export const lockDataDirectory = async (dataDirectory: string): Promise<DataDirectoryLock> =>
  take(dataDirectory, { pid: process.pid, bornAt: (await bornAt(process.pid)) ?? UNKNOWN_BIRTH });
