import { jest } from '@jest/globals';
import { mkdir, open, readFile, stat, writeFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import { choosePlace } from './place.js';
import { freePort } from './port.js';
import { startPostmaster } from './postmaster.js';
import { commandOf } from './processes.js';
import {
  hasGone,
  NOTE,
  postmasterOf,
  prepareServers,
  query,
  readNotes,
  SETTINGS,
  type ServerFixture,
} from './server-fixture.js';

jest.setTimeout(60_000);

let servers: ServerFixture;

beforeAll(async () => {
  servers = await prepareServers({});
});

afterEach(() => servers.afterEach());
afterAll(() => servers.afterAll());

describe('The embedded server', () => {
  test('Data survives a restart', async () => {
    const dataDirectory = await servers.freshDirectory();
    const progress: string[] = [];
    const first = await servers.start({ dataDirectory, progress: (sentence) => progress.push(sentence) });
    await query(first.url, NOTE);
    await first.stop();
    expect(progress).toEqual(['The database is being set up for the first time.', 'The database is starting.']);

    const second = await servers.start({ dataDirectory, progress: (sentence) => progress.push(sentence) });
    expect(await readNotes(second.url)).toEqual([{ text: 'kept' }]);
    expect(progress.slice(2)).toEqual(['The database is starting.']);
  });

  test('The database speaks Unicode, sorts by code point, counts in UTC and checks its pages', async () => {
    const { url } = await servers.start({
      dataDirectory: await servers.usedDirectory(),
      settings: { ...SETTINGS, work_mem: '9MB' },
    });
    expect(
      await query(
        url,
        `SELECT current_database() AS database, pg_encoding_to_char(encoding) AS encoding, datlocale,
                current_setting('timezone') AS zone, current_setting('data_checksums') AS checksums,
                current_setting('work_mem') AS given, upper('çé') AS upper,
                (SELECT string_agg(l, '' ORDER BY l) FROM unnest(ARRAY['나','b','a','가','B']) l) AS sorted
         FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual([
      {
        database: 'redress',
        encoding: 'UTF8',
        datlocale: 'C.UTF-8',
        zone: 'UTC',
        checksums: 'on',
        given: '9MB',
        upper: 'ÇÉ',
        sorted: 'Bab가나',
      },
    ]);
  });

  test('It waits for the disk unless told otherwise', async () => {
    const { url } = await servers.start({ dataDirectory: await servers.freshDirectory(), settings: {} });
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('The password stands in one private file, neither in the log nor in the list of processes', async () => {
    const dataDirectory = await servers.freshDirectory();
    const lines: string[] = [];
    const { url } = await servers.start({ dataDirectory, log: (line) => lines.push(line) });
    const { password } = new URL(url);
    expect(password).toMatch(/^[\w-]{32}$/);

    const file = join(dataDirectory, 'postgresql', 'redress.password');
    expect((await readFile(file, 'utf8')).trim()).toBe(password);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await commandOf(await postmasterOf(dataDirectory))).not.toContain(password);
    expect(lines.join('\n') + (await readFile(join(dataDirectory, 'postgresql.log'), 'utf8'))).not.toContain(password);

    await expect(query(url.replace(password, 'another'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('A second instance does not touch the server of the first', async () => {
    const dataDirectory = await servers.usedDirectory();
    const first = await servers.start({ dataDirectory });
    await expect(servers.start({ dataDirectory })).rejects.toThrow(
      `Redress is already running on ${dataDirectory} (process ${process.pid}).`,
    );
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('A folder that is no database, and yet not empty, is not written over', async () => {
    const dataDirectory = await servers.freshDirectory();
    await mkdir(join(dataDirectory, 'postgresql'));
    await writeFile(join(dataDirectory, 'postgresql', 'base'), 'precious');
    await expect(servers.start({ dataDirectory })).rejects.toThrow('is not a complete PostgreSQL database');
    expect(await readFile(join(dataDirectory, 'postgresql', 'base'), 'utf8')).toBe('precious');
  });

  test('A database whose password is lost or wrong says so', async () => {
    const dataDirectory = await servers.usedDirectory();
    const file = join(dataDirectory, 'postgresql', 'redress.password');
    await writeFile(file, 'another');
    await expect(servers.start({ dataDirectory })).rejects.toThrow(
      'The embedded database cannot be used: password authentication failed for user "redress".',
    );
    await rm(file);
    await expect(servers.start({ dataDirectory })).rejects.toThrow(
      'The embedded database cannot be used: its password cannot be read: ENOENT',
    );
  });

  test('A start that fails says what PostgreSQL said, and the next may try again', async () => {
    const dataDirectory = await servers.usedDirectory();
    await expect(servers.start({ dataDirectory, settings: { ...SETTINGS, shared_buffers: 'plenty' } })).rejects.toThrow(
      /^PostgreSQL could not start \(exit code 1\)\. It said:\n(.*\n)*.*invalid value for parameter "shared_buffers": "plenty"/,
    );
    await expect(servers.start({ dataDirectory })).resolves.toBeDefined();
  });

  test('A PostgreSQL that ends by itself is reported, and the data directory can be used again', async () => {
    const dataDirectory = await servers.usedDirectory();
    let report: (sentence: string) => void = () => {};
    const reported = new Promise<string>((resolve) => (report = resolve));
    const server = await servers.start({ dataDirectory, onExit: (sentence) => report(sentence) });
    await query(server.url, NOTE);
    process.kill(await postmasterOf(dataDirectory), 'SIGKILL');
    expect(await reported).toMatch(/^PostgreSQL ended unexpectedly \(signal SIGKILL\)\. It last said:\n/);
    await server.stop();

    expect(await readNotes((await servers.start({ dataDirectory })).url)).toEqual([{ text: 'kept' }]);
  });

  test('A stop is not reported as an unexpected end, and may be asked for twice', async () => {
    const reports: string[] = [];
    const dataDirectory = await servers.usedDirectory();
    const server = await servers.start({ dataDirectory, onExit: (sentence) => reports.push(sentence) });
    const pid = await postmasterOf(dataDirectory);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await hasGone(pid)).toBe(true);
    expect(reports).toEqual([]);
  });

  test('A port that another program takes at the last moment is given up for another', async () => {
    const dataDirectory = await servers.usedDirectory();
    const taker = await new Promise<Server>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const taken = (taker.address() as AddressInfo).port;
    const offered = [taken, taken];
    const nothing = (): void => {};
    const postmaster = await startPostmaster({
      place: await choosePlace({
        dataDirectory,
        binaries: await findBinaries(),
        systemDirectory: servers.root,
        log: nothing,
      }),
      logFile: join(dataDirectory, 'postgresql.log'),
      settings: SETTINGS,
      freePort: async () => offered.pop() ?? (await freePort()),
      log: nothing,
      onExit: nothing,
    });
    servers.alsoStop({ stop: () => new Promise((resolve) => taker.close(() => resolve())) });
    servers.alsoStop(postmaster);
    expect(offered).toEqual([]);
    expect(postmaster.port).not.toBe(taken);
  });

  test('A large log of PostgreSQL is begun anew', async () => {
    const dataDirectory = await servers.usedDirectory();
    const log = await open(join(dataDirectory, 'postgresql.log'), 'r+');
    await log.truncate(11 * 1024 * 1024);
    await log.close();
    await servers.start({ dataDirectory });
    expect((await stat(join(dataDirectory, 'postgresql.log'))).size).toBeLessThan(10_000);
  });
});
