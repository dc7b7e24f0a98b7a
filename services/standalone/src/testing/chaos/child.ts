import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** A program of its own that can be struck. */
export interface Struck {
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** Resolves once it runs, which is before it is ready. */
  start(): Promise<void>;
  /** SIGSTOP: it lives, and answers nobody. */
  freeze(): void;
  /** SIGCONT */
  thaw(): void;
}

export interface Child extends Struck {
  readonly name: string;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  running(): boolean;
}

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Where what it says is kept, behind what it said before. */
  readonly log: string;
  /** It ended though nobody ended it. */
  readonly ended: (how: string) => void;
}

const children = new Set<ChildProcess>();
// Nothing that was started here outlives the run, however that ends.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Not started yet. */
export const childOf = ({ name, command, args, env, folder, log, ended }: Program): Child => {
  let child: ChildProcess | undefined;
  let exited: Promise<number | null> = Promise.resolve(null);
  let isMeant = false;

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    isMeant = true;
    child?.kill(signal);
    if (signal !== 'SIGKILL') child?.kill('SIGCONT');
    return exited;
  };
  return {
    name,
    running: () => child !== undefined,
    start: async () => {
      if (child) return;
      isMeant = false;
      const started = spawn(command, [...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Ctrl-C at a terminal is for the run, which ends its processes in order.
        detached: true,
      });
      child = started;
      children.add(started);
      const said = createWriteStream(log, { flags: 'a' });
      started.stdout.pipe(said, { end: false });
      started.stderr.pipe(said, { end: false });
      exited = new Promise((resolve, reject) => {
        started.once('error', reject);
        started.once('exit', (code, signal) => {
          children.delete(started);
          child = undefined;
          said.end();
          resolve(code);
          if (!isMeant) ended(`${name} ended by itself: ${signal ?? `exit code ${code}`}`);
        });
      });
      await new Promise<void>((resolve, reject) => {
        started.once('spawn', resolve);
        started.once('error', reject);
      });
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  };
};
