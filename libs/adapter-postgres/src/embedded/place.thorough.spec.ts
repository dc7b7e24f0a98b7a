import { jest } from '@jest/globals';
import { chmod, chown, lstat, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { findBinaries } from './binaries.js';
import { run } from './run.js';
import type { ProcessOptions } from './separate-process.js';
import { prepareServers, query, SETTINGS, type ServerFixture } from './server-fixture.js';
import { startTemporaryServer } from './temporary-server.js';
import { canEnter, canRun, isRoot, unprivilegedAccount } from './unprivileged-account.js';

jest.setTimeout(60_000);

/** Writes or reads a note in the embedded database, under the umask given. */
const NOTE_TAKER = `
import pg from 'pg';
import { startEmbeddedServer } from './server.js';
const [dataDirectory, systemDirectory, umask] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));
const settings = ${JSON.stringify(SETTINGS)};
const server = await startEmbeddedServer({ dataDirectory, systemDirectory, log: () => {}, settings });
const client = new pg.Client({ connectionString: server.url });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS note (text text)');
await client.query("INSERT INTO note VALUES ('kept')");
const { rows } = await client.query('SELECT count(*)::int AS notes FROM note');
await client.end();
await server.stop();
console.log('notes ' + rows[0].notes);
`;

let servers: ServerFixture;

const makeDirectory = async (path: string, mode: number): Promise<string> => {
  await mkdir(path);
  await chmod(path, mode);
  return path;
};

/** As an administrator would: what root copies belongs to root. */
const copy = async (from: string, to: string): Promise<void> => {
  expect(await run('cp', ['-RP', from, to])).toEqual({ code: 0, output: '' });
};

const takeNote = async (dataDirectory: string, umask: string, user?: ProcessOptions): Promise<string> => {
  const args = [dataDirectory, join(servers.root, 'system'), umask];
  const taker = servers.runScript('note-taker.js', args, user);
  return taker.line('notes ').finally(() => taker.end('SIGKILL'));
};

beforeAll(async () => {
  servers = await prepareServers({ 'note-taker.js': NOTE_TAKER });
});

afterEach(() => servers.afterEach());
afterAll(() => servers.afterAll());

const whenRoot = isRoot() ? describe : describe.skip;

whenRoot('Started by root', () => {
  test('A data directory that PostgreSQL’s user can reach holds the database itself', async () => {
    const dataDirectory = await makeDirectory(join(await servers.freshDirectory(), 'data'), 0o755);
    await servers.start({ dataDirectory, systemDirectory: join(dataDirectory, '..', 'system') });
    expect((await readdir(dataDirectory)).sort()).toEqual(['postgresql', 'postgresql.log', 'redress.lock']);
    expect((await stat(join(dataDirectory, 'postgresql'))).uid).not.toBe(0);
  });

  test('A data directory below a private home works when started by root', async () => {
    const directory = await servers.freshDirectory();
    const home = await makeDirectory(join(directory, 'home'), 0o700);
    const dataDirectory = join(home, 'data');
    const binariesDirectory = join(home, 'native');
    await copy((await findBinaries()).directory, binariesDirectory);
    const systemDirectory = join(directory, 'system');

    const lines: string[] = [];
    const options = {
      dataDirectory,
      binariesDirectory,
      systemDirectory,
      log: (line: string) => void lines.push(line),
    };
    const first = await servers.start(options);
    await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS text`);
    await first.stop();

    const place = (await readFile(join(dataDirectory, 'postgresql.location'), 'utf8')).trim();
    expect(dirname(place)).toBe(systemDirectory);
    expect(lines).toContain(`PostgreSQL's user cannot enter ${dataDirectory}: the database lies in ${place}.`);
    expect(await readdir(dataDirectory)).not.toContain('postgresql');
    expect((await stat(home)).mode & 0o777).toBe(0o700);

    const second = await servers.start(options);
    expect(await query(second.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
    expect((await readdir(systemDirectory)).length).toBe(2);
    await second.stop();

    await copy(dataDirectory, join(home, 'copy'));
    const third = await servers.start(options);
    await expect(servers.start({ ...options, dataDirectory: join(home, 'copy') })).rejects.toThrow(
      'Redress is already running',
    );
    await third.stop();

    await rm(place, { recursive: true });
    await expect(servers.start(options)).rejects.toThrow(`should lie in ${place}`);
  });

  test('A data directory emptied by hand does not bring an old database back', async () => {
    const directory = await servers.freshDirectory();
    const dataDirectory = join(await makeDirectory(join(directory, 'home'), 0o700), 'data');
    const options = { dataDirectory, systemDirectory: join(directory, 'system') };
    const first = await servers.start(options);
    await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS text`);
    await first.stop();
    const place = (await readFile(join(dataDirectory, 'postgresql.location'), 'utf8')).trim();
    await rm(dataDirectory, { recursive: true });

    const lines: string[] = [];
    const second = await servers.start({ ...options, log: (line) => void lines.push(line) });
    await expect(query(second.url, 'SELECT text FROM note')).rejects.toThrow('does not exist');
    expect(lines).toContain(`An earlier database of ${dataDirectory} lies unused in ${place}.`);
  });

  test('A strict umask keeps nobody out who is needed, and lets nobody else in', async () => {
    const dataDirectory = join(await servers.freshDirectory(), 'data');
    expect(await takeNote(dataDirectory, '077')).toBe('1');
    expect(await takeNote(dataDirectory, '077')).toBe('2');
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o710);
    expect(await readdir(dataDirectory)).toContain('postgresql');
  });

  test('A database that root restored from a copy is served again', async () => {
    const directory = await servers.freshDirectory();
    const dataDirectory = await makeDirectory(join(directory, 'data'), 0o755);
    expect(await takeNote(dataDirectory, '022')).toBe('1');
    const restored = join(directory, 'restored');
    await copy(dataDirectory, restored);
    expect((await stat(join(restored, 'postgresql'))).uid).toBe(0);
    expect(await takeNote(restored, '022')).toBe('2');
  });
});

whenRoot('Started by another user than root', () => {
  test('The database runs as that user, and root may start it afterwards, as that user', async () => {
    const account = await unprivilegedAccount(() => {});
    const reachable = await Promise.all([
      canEnter(account, join(servers.root, 'code', 'node_modules')),
      canRun(account, process.execPath),
    ]);
    // With Node or the repository below a private home no other user can run the program at all.
    if (reachable.includes(false)) return;
    const dataDirectory = await makeDirectory(join(await servers.freshDirectory(), 'data'), 0o700);
    await chown(dataDirectory, account.uid, account.gid);

    expect(await takeNote(dataDirectory, '077', account)).toBe('1');
    expect((await stat(join(dataDirectory, 'postgresql'))).uid).toBe(account.uid);
    expect(await takeNote(dataDirectory, '022')).toBe('2');
    expect(await takeNote(dataDirectory, '077', account)).toBe('3');

    await expect(takeNote(dataDirectory, '022', { uid: 65534, gid: account.gid })).rejects.toThrow(
      'Start Redress as the user it belongs to',
    );
  });
});

test('A server for tests is empty, and leaves nothing behind', async () => {
  const server = await startTemporaryServer({ work_mem: '8MB' });
  expect(await query(server.url, 'SHOW work_mem')).toEqual([{ work_mem: '8MB' }]);
  const [{ data_directory: cluster } = {}] = await query(server.url, 'SHOW data_directory');
  await server.stop();
  await expect(stat(dirname(cluster as string))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('Links that no install script made, and modes that were lost, are put right', async () => {
  const native = join(await servers.freshDirectory(), 'native');
  await copy((await findBinaries()).directory, native);
  for (const name of await readdir(join(native, 'lib'))) {
    if ((await lstat(join(native, 'lib', name))).isSymbolicLink()) await rm(join(native, 'lib', name));
  }
  await chmod(join(native, 'bin', 'postgres'), 0o644);
  const { uid, gid } = userInfo();
  const account = { uid, gid };
  expect(await canRun(account, join(native, 'bin', 'postgres'))).toBe(false);
  await findBinaries(native);
  expect(await canRun(account, join(native, 'bin', 'postgres'))).toBe(true);
  expect(await canRun(account, join(native, 'bin', 'initdb'))).toBe(true);
});
