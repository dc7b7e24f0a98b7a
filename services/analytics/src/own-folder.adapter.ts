import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const nameOf = /^redress-columns-(\d+)-/;

/** A new folder of this process among the temporary ones. What processes left there that ended without tidying up is removed. */
export const ownFolder = (among = tmpdir()): string => {
  for (const name of readdirSync(among)) {
    const pid = nameOf.exec(name)?.[1];
    if (pid !== undefined && isLeft(Number(pid), join(among, name)))
      rmSync(join(among, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(among, `redress-columns-${process.pid}-`));
};

/** In a container every process has the same number: what is older than this one was its predecessor's. */
const isLeft = (pid: number, path: string): boolean =>
  pid === process.pid ? statSync(path).ctimeMs < performance.timeOrigin : !isRunning(pid);

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of somebody else's process we may not even ask.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};
