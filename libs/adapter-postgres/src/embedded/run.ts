import { spawn } from 'node:child_process';
import { parse } from 'node:path';

/** A user of the operating system that is not root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Ending {
  /** Nothing when a signal ended it, or when it could not be begun at all. */
  readonly code: number | null;
  readonly output: string;
}

const PASSED_ON = ['PATH', 'SystemRoot', 'ComSpec', 'TEMP', 'TMP', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/** Without the secrets of this process, and without the variables by which PostgreSQL would behave differently. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  LC_ALL: 'C',
});

/** How every program here is begun: as that user, and from a directory that every user may enter. */
export const spawning = (
  account: Account | undefined,
): { cwd: string; env: NodeJS.ProcessEnv; windowsHide: true; uid?: number; gid?: number } => ({
  cwd: parse(process.execPath).root,
  env: environment(),
  windowsHide: true,
  ...(account && { uid: account.uid, gid: account.gid }),
});

/** Runs a program to its end and never fails itself: what went wrong is the ending's code and output. */
export const run = (program: string, args: readonly string[], account?: Account): Promise<Ending> =>
  new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { ...spawning(account), stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });

/** The end of what a program said, which is where it says why it gave up. */
export const lastLines = (output: string): string => output.trim().split('\n').slice(-12).join('\n');
