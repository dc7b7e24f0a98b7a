import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The built product in a process of its own, as `npm start` runs it. */
export interface RunningProduct {
  readonly url: string;
  readonly pid: number;
  readonly dataDirectory: string;
  /** Everything it printed. */
  readonly printed: () => string;
  /** SIGKILL for the process and for its PostgreSQL: what a power cut does to programs. */
  killAll(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Resolves once it says that it is ready; rejects with what it printed when it ends before. */
export const startProduct = async (
  dataDirectory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> => {
  const port = environment.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['--enable-source-maps', '--max-semi-space-size=32', main], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment, DATA_DIR: dataDirectory, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (printed.includes('Redress is ready at')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => reject(new Error(`It ended with ${code} before it was ready:\n${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    dataDirectory,
    printed: () => printed,
    killAll: async () => {
      killServer(dataDirectory);
      kill(child);
      await ended;
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

const kill = (child: ChildProcess): void => void child.kill('SIGKILL');

/** The postmaster's process group, as its own file names it. Gone already is as good. */
const killServer = (dataDirectory: string): void => {
  try {
    const pid = Number(readFileSync(join(clusterOf(dataDirectory), 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes(String((error as { code?: string }).code))) throw error;
  }
};

/** Started by root, the cluster may stand elsewhere, and the data directory says where. */
export const clusterOf = (dataDirectory: string): string => {
  const pointer = join(dataDirectory, 'postgresql.location');
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : dataDirectory;
  return join(home, 'postgresql');
};
