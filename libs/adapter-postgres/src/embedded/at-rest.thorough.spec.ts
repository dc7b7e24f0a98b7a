import { jest } from '@jest/globals';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withClusterAtRest, withEmptyDataDirectory } from './at-rest.js';
import { NOTE, prepareServers, query, readNotes, SETTINGS, type ServerFixture } from './server-fixture.js';
import { isRoot } from './unprivileged-account.js';

jest.setTimeout(60_000);

let servers: ServerFixture;
beforeAll(async () => {
  servers = await prepareServers({});
});
afterEach(() => servers.afterEach());
afterAll(() => servers.afterAll());

const optionsFor = (dataDirectory: string) => ({
  dataDirectory,
  log: () => {},
  settings: SETTINGS,
  systemDirectory: join(servers.root, 'system'),
});

/** Of a data directory with a note in it. */
const copiedCluster = async (): Promise<string> => {
  const dataDirectory = await servers.usedDirectory();
  const copy = join(await servers.freshDirectory(), 'copy');
  const makeNote = (url: string) => query(url, NOTE);
  await withClusterAtRest(optionsFor(dataDirectory), makeNote, ({ directory }) =>
    cp(directory, copy, { recursive: true }),
  );
  return copy;
};

const restoredFrom = (copy: string, dataDirectory: string): Promise<readonly Record<string, unknown>[]> =>
  withEmptyDataDirectory(optionsFor(dataDirectory), async ({ putCluster, ask }) => {
    await putCluster((folder) => cp(copy, folder, { recursive: true }));
    return ask(readNotes);
  });

const isUsed = { code: 'DATA_DIRECTORY_IN_USE' };

describe('A cluster at rest', () => {
  it('holds what was in it, without a running server', async () => {
    const dataDirectory = await servers.usedDirectory();
    await withClusterAtRest(
      optionsFor(dataDirectory),
      (url) => query(url, NOTE),
      async ({ directory, version }) => {
        expect(await readdir(directory)).not.toContain('postmaster.pid');
        expect(await readFile(join(directory, 'PG_VERSION'), 'utf8')).toBe(`${version}\n`);
        await expect(servers.start({ dataDirectory })).rejects.toMatchObject(isUsed);
      },
    );
    expect(await readNotes((await servers.start({ dataDirectory })).url)).toEqual([{ text: 'kept' }]);
  });

  it('is not to be had while a server runs, nor made where there is none', async () => {
    const dataDirectory = await servers.usedDirectory();
    await servers.start({ dataDirectory });
    const nothing = async (): Promise<void> => {};
    await expect(withClusterAtRest(optionsFor(dataDirectory), nothing, nothing)).rejects.toMatchObject(isUsed);
    const fresh = await servers.freshDirectory();
    const taken = withClusterAtRest(optionsFor(fresh), nothing, nothing);
    await expect(taken).rejects.toThrow(/There is no embedded database in/);
    expect(await readdir(fresh)).toEqual([]);
  });
});

describe('An empty data directory', () => {
  it('takes a copy of a cluster, whoever owns its files, and is then used as any other', async () => {
    const dataDirectory = await servers.freshDirectory();
    expect(await restoredFrom(await copiedCluster(), dataDirectory)).toEqual([{ text: 'kept' }]);
    expect((await stat(join(dataDirectory, 'postgresql'))).mode & 0o777).toBe(0o700);
    expect(await readNotes((await servers.start({ dataDirectory })).url)).toEqual([{ text: 'kept' }]);
  });

  it('is empty again when the filling fails', async () => {
    const dataDirectory = await servers.freshDirectory();
    const copy = await copiedCluster();
    const broken = withEmptyDataDirectory(optionsFor(dataDirectory), async ({ putCluster }) => {
      await putCluster((folder) => cp(copy, folder, { recursive: true }));
      throw new Error('The disk broke.');
    });
    await expect(broken).rejects.toThrow('The disk broke.');
    expect(await readdir(dataDirectory)).toEqual(['redress.lock']);
    expect(await restoredFrom(copy, dataDirectory)).toEqual([{ text: 'kept' }]);
  });

  (isRoot() ? it : it.skip)(
    'that PostgreSQL cannot enter has its cluster elsewhere, and none there after a failure',
    async () => {
      const closed = await mkdtemp(join(servers.root, 'closed-'));
      await chmod(closed, 0o700);
      const dataDirectory = join(closed, 'data');
      await mkdir(dataDirectory);
      const copy = await copiedCluster();
      const system = join(servers.root, 'system');
      const broken = withEmptyDataDirectory(optionsFor(dataDirectory), async ({ putCluster }) => {
        await putCluster(() => Promise.reject(new Error('The disk broke.')));
      });
      await expect(broken).rejects.toThrow('The disk broke.');
      expect(await readdir(dataDirectory)).toEqual(['redress.lock']);
      const homes = async () => (await readdir(system)).filter((name) => /^[0-9a-f]{16}-/.test(name));
      expect(await homes()).toEqual([]);
      expect(await restoredFrom(copy, dataDirectory)).toEqual([{ text: 'kept' }]);
      expect(await homes()).toHaveLength(1);
      expect((await readFile(join(dataDirectory, 'postgresql.location'), 'utf8')).startsWith(system)).toBe(true);
    },
  );
});
