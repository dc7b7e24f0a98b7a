import { jest } from '@jest/globals';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { within } from './processes.js';
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

/** Starts a server, says its address, and is then killed by whoever started it, or ends without stopping the server. */
const HOST = `
import { startEmbeddedServer } from './server.js';
const [dataDirectory] = process.argv.slice(2);
process.on('SIGINT', () => console.log('interrupted'));
const { url } = await startEmbeddedServer({ dataDirectory, log: () => {}, settings: ${JSON.stringify(SETTINGS)} });
console.log('url ' + url);
process.stdin.once('data', () => process.exit());
`;

/** Kills itself in the middle of making the database files. */
const INTERRUPTED = `
import { readdirSync } from 'node:fs';
import { startEmbeddedServer } from './server.js';
const [dataDirectory] = process.argv.slice(2);
const halfMade = () =>
  readdirSync(dataDirectory, { recursive: true }).some((name) => /new-.*cluster.base.1$/.test(name));
setInterval(() => halfMade() && process.kill(process.pid, 'SIGKILL'), 1);
startEmbeddedServer({ dataDirectory, log: () => {}, settings: ${JSON.stringify(SETTINGS)} });
`;

const STRANGER = `
setInterval(() => {}, 1000);
console.log('here');
`;

let servers: ServerFixture;

beforeAll(async () => {
  servers = await prepareServers({ 'host.js': HOST, 'interrupted.js': INTERRUPTED, 'stranger.js': STRANGER });
});

afterEach(() => servers.afterEach());
afterAll(() => servers.afterAll());

describe('What a process that ended badly left behind', () => {
  test('A PostgreSQL left behind by a killed process is stopped and its data is kept', async () => {
    const dataDirectory = await servers.usedDirectory();
    const host = servers.runScript('host.js', [dataDirectory], { detached: true });
    await query(await host.line('url '), NOTE);
    const left = await postmasterOf(dataDirectory);
    await host.end('SIGKILL');
    expect(await hasGone(left)).toBe(false);

    const lines: string[] = [];
    const { url } = await servers.start({ dataDirectory, log: (line) => lines.push(line) });
    expect(lines).toContainEqual(
      `PostgreSQL (process ${left}) was left running by an earlier instance: it is stopped first.`,
    );
    expect(await hasGone(left)).toBe(true);
    expect(await readNotes(url)).toEqual([{ text: 'kept' }]);
  });

  test('A process that has the number of a killed PostgreSQL now is left alone', async () => {
    const dataDirectory = await servers.usedDirectory();
    const host = servers.runScript('host.js', [dataDirectory], { detached: true });
    await query(await host.line('url '), NOTE);
    const killed = await postmasterOf(dataDirectory);
    await host.end('SIGKILL');
    process.kill(killed, 'SIGKILL');
    expect(await within(10_000, () => hasGone(killed))).toBe(true);

    // Of the same user, because PostgreSQL itself sees through the number of another user's process.
    const { uid, gid } = await stat(join(dataDirectory, 'postgresql'));
    const stranger = servers.runScript('stranger.js', [], process.getuid?.() === 0 ? { uid, gid } : {});
    await stranger.line('here');
    const file = join(dataDirectory, 'postgresql', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [stranger.pid, ...lines.slice(1)].join('\n'));

    const { url } = await servers.start({ dataDirectory });
    expect(await readNotes(url)).toEqual([{ text: 'kept' }]);
    expect(await hasGone(stranger.pid)).toBe(false);
  });

  test('A process that ends without stopping its PostgreSQL takes it along', async () => {
    const dataDirectory = await servers.usedDirectory();
    const host = servers.runScript('host.js', [dataDirectory], { detached: true });
    await host.line('url ');
    const pid = await postmasterOf(dataDirectory);
    host.say('end');
    expect(await within(10_000, () => hasGone(pid))).toBe(true);
  });

  test('Ctrl-C in the terminal does not reach PostgreSQL', async () => {
    const dataDirectory = await servers.usedDirectory();
    const host = servers.runScript('host.js', [dataDirectory], { detached: true });
    const url = await host.line('url ');
    process.kill(-host.pid, 'SIGINT');
    await host.line('interrupted');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('initdb interrupted half way is begun again', async () => {
    const dataDirectory = await servers.freshDirectory();
    const interrupted = servers.runScript('interrupted.js', [dataDirectory]);
    await interrupted.line('').catch(() => {});
    await interrupted.end('SIGKILL');
    expect(await readdir(dataDirectory)).toContainEqual(expect.stringMatching(/^postgresql\.new-/));

    const { url } = await servers.start({ dataDirectory });
    await query(url, NOTE);
    expect((await readdir(dataDirectory)).sort()).toEqual(['postgresql', 'postgresql.log', 'redress.lock']);
  });
});
