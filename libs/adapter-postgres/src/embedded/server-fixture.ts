import { chmod, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bornAt, commandOf } from './processes.js';
import { run } from './run.js';
import { compileTo, startProcess, type ProcessOptions, type SeparateProcess } from './separate-process.js';
import { startEmbeddedServer, type EmbeddedServer, type EmbeddedServerOptions } from './server.js';

// For the specs beside it: servers in temporary folders, none of which outlives its test.

/** Nothing waits for the disk, yet what is committed has left the process: it outlives a kill, though no power cut. */
export const SETTINGS = { fsync: 'off', full_page_writes: 'off' };

export const NOTE = `CREATE TABLE IF NOT EXISTS note (text text); INSERT INTO note VALUES ('kept')`;

export const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  // The server may end while the connection is open; that is what some of these tests are about.
  client.on('error', () => {});
  await client.connect();
  const answer = await client.query<Record<string, unknown>>(text).finally(() => client.end());
  return answer.rows;
};

export const readNotes = (url: string): Promise<readonly Record<string, unknown>[]> =>
  query(url, 'SELECT text FROM note');

/** The process of the server that uses a data directory. */
export const postmasterOf = async (dataDirectory: string): Promise<number> =>
  Number((await readFile(join(dataDirectory, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')[0]);

export const hasGone = async (pid: number): Promise<boolean> => (await bornAt(pid)) === undefined;

const killServer = async (dataDirectory: string): Promise<void> => {
  const pid = await postmasterOf(dataDirectory).catch(() => undefined);
  const command = pid && (await commandOf(pid));
  if (command && command.includes(` -D ${join(dataDirectory, 'postgresql')} `)) process.kill(pid, 'SIGKILL');
};

export interface ServerFixture {
  readonly root: string;
  freshDirectory(): Promise<string>;
  /** With an empty database that was made once: copying its files takes a tenth of the time. */
  usedDirectory(): Promise<string>;
  start(options: Partial<EmbeddedServerOptions> & { dataDirectory: string }): Promise<EmbeddedServer>;
  runScript(name: string, args: readonly string[], options?: ProcessOptions): SeparateProcess;
  alsoStop(running: { stop(): Promise<void> }): void;
  afterEach(): Promise<void>;
  afterAll(): Promise<void>;
}

export const prepareServers = async (scripts: Readonly<Record<string, string>>): Promise<ServerFixture> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'redress-server-')));
  await chmod(root, 0o755);
  await compileTo(join(root, 'code'), scripts);

  const freshDirectory = async (): Promise<string> => {
    const directory = await mkdtemp(join(root, 'data-'));
    await chmod(directory, 0o755);
    return directory;
  };
  const makeTemplate = async (): Promise<string> => {
    const dataDirectory = await freshDirectory();
    await (await startEmbeddedServer({ dataDirectory, log: () => {}, settings: SETTINGS })).stop();
    return dataDirectory;
  };
  let template: Promise<string> | undefined;
  const running: { stop(): Promise<void> }[] = [];

  return {
    root,
    freshDirectory,
    usedDirectory: async () => {
      const directory = await freshDirectory();
      const { output } = await run('cp', ['-Rp', `${await (template ??= makeTemplate())}/.`, directory]);
      if (output) throw new Error(output);
      return directory;
    },
    start: async (options) => {
      const server = await startEmbeddedServer({ log: () => {}, settings: SETTINGS, ...options });
      running.push(server);
      return server;
    },
    runScript: (name, args, options) => {
      const script = startProcess(join(root, 'code', name), args, options);
      running.push({ stop: () => script.end('SIGKILL') });
      return script;
    },
    alsoStop: (each) => void running.push(each),
    afterEach: async () => {
      for (const each of running.splice(0).reverse()) await each.stop();
      for (const name of await readdir(root)) await killServer(join(root, name));
    },
    afterAll: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
};
