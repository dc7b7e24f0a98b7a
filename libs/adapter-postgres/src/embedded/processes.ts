import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What `bornAt` answers for a process that lives but lets nobody see when it began. */
export const UNKNOWN_BIRTH = 'unknown';

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The fields of /proc/<pid>/stat from the third on; the second, a program's name, may hold blanks and brackets. */
const statFields = async (pid: number): Promise<readonly string[]> => {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8');
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
};

const STATE = 0;
const START_TICKS = 19;

const bornAtOnLinux = async (pid: number): Promise<string | undefined> => {
  const fields = await statFields(pid).catch(() => undefined);
  if (!fields) return answersSignals(pid) ? UNKNOWN_BIRTH : undefined;
  // A zombie has ended and only waits for a parent that may never ask.
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return undefined;
  // Ticks count from the start of the machine, so two starts of the machine need telling apart.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}:${fields[START_TICKS]}`;
};

const bornAtByPs = async (pid: number): Promise<string | undefined> => {
  if (!answersSignals(pid)) return undefined;
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const question = ['-o', 'stat=,lstart=', '-p', String(pid)];
  const answer = await execute('ps', question, { env: environment }).catch(() => undefined);
  if (!answer) return answersSignals(pid) ? UNKNOWN_BIRTH : undefined;
  const [state = '', ...start] = answer.stdout.trim().split(/\s+/);
  return state.startsWith('Z') ? undefined : start.join(' ');
};

/**
 * A word for the moment the process began, which no later process with the same number repeats.
 * Nothing when no such process lives; `UNKNOWN_BIRTH` when one lives but does not show it.
 */
export const bornAt = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux') return bornAtOnLinux(pid);
  if (process.platform === 'win32') return answersSignals(pid) ? UNKNOWN_BIRTH : undefined;
  return bornAtByPs(pid);
};

/** The program and its arguments, separated by blanks; nothing when they cannot be read. */
export const commandOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
    return command?.replaceAll('\0', ' ');
  }
  const answer =
    process.platform === 'win32'
      ? execute('powershell', [
          '-NoProfile',
          '-Command',
          `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`,
        ])
      : execute('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return answer.then(
    ({ stdout }) => stdout.replaceAll('"', '') || undefined,
    () => undefined,
  );
};

/** Asks every 10 ms until the answer is yes; says no when `milliseconds` have gone by. */
export const within = async (milliseconds: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
};
