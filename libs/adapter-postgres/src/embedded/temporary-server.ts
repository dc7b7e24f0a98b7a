import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from './server.js';
import type { Settings } from './settings.js';

/** Nothing waits for the disk: a crash of the machine loses everything, which is no loss to a test. */
const CARELESS: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** A server with an empty database, for tests. `stop` removes its files. */
export const startTemporaryServer = async (settings: Settings = {}): Promise<EmbeddedServer> => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'redress-database-'));
  const remove = (): Promise<void> => rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const server = await startEmbeddedServer({
      dataDirectory,
      log: () => {},
      settings: { ...CARELESS, ...settings },
    });
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
};
