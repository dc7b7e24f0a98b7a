import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A broker of Kafka on loopback, with data that are gone afterwards. */
export interface LocalKafka {
  /** `127.0.0.1:port` */
  readonly broker: string;
  readonly pid: number;
  /** SIGSTOP: it lives, and answers nobody. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const script = join(import.meta.dirname, '..', '..', '..', '..', 'deploy', 'kafka-local', 'start');
const patienceMs = 120_000;

const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { readonly port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

/** Needs Java 17; the first time it fetches the jars by Maven. Rejects with what was printed when it does not start. */
export const startLocalKafka = async (properties?: string): Promise<LocalKafka> => {
  const data = mkdtempSync(join(tmpdir(), 'redress-kafka-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const child = spawn(script, {
    env: {
      ...process.env,
      KAFKA_LOCAL_DATA: data,
      KAFKA_LOCAL_PORT: String(port),
      KAFKA_LOCAL_CONTROLLER_PORT: String(controllerPort),
      ...(properties !== undefined && { KAFKA_LOCAL_PROPERTIES: properties }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await started(child, ended);
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
    throw error;
  }
  return {
    broker: `127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
};

const started = (child: ChildProcess, ended: Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string): void => reject(new Error(`Kafka did not start: ${why}\n${printed}`));
    const timeout = setTimeout(() => fail(`nothing within ${patienceMs} ms`), patienceMs);
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (!printed.includes('Kafka Server started')) return;
      clearTimeout(timeout);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(error.message));
    void ended.then(() => fail('it ended'));
  });
