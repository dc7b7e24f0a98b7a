import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built relay in a process of its own. */
export interface RelayProcess {
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Whether it is the one that publishes, as its measures say. */
  publishes(): Promise<boolean>;
  ready(): Promise<{ readonly status: number; readonly text: string }>;
  /** SIGTERM; answers the exit code, `null` after a SIGKILL. */
  stop(): Promise<number | null>;
}

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });

/** Resolves once it says that it is ready; rejects with what it printed when it ends before. */
export const startRelay = async (environment: Readonly<Record<string, string>>): Promise<RelayProcess> => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-relay-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment, DATA_DIR: dataDirectory, PORT: String(port) },
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
  const ask = async (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
  return {
    signal: (name) => void child.kill(name),
    publishes: async () => (await (await ask('/metrics')).text()).includes('redress_relay_publishing 1'),
    ready: async () => {
      const answer = await ask('/health/ready');
      return { status: answer.status, text: await answer.text() };
    },
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(dataDirectory, { recursive: true, force: true });
      return code;
    },
  };
};
