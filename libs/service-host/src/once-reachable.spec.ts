import { createServer } from 'node:net';
import { testDatabase } from '@redress/adapter-postgres/testing';
import pg from 'pg';
import { createLogger } from './http/logging.js';
import { onceReachable } from './once-reachable.js';
import { tcpProxy } from './testing/tcp-proxy.js';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('A process whose database is not there yet', () => {
  const connectedTo = async (url: string): Promise<'connected'> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
    return 'connected';
  };

  it('is alive and not ready, says for what it waits, and goes on once it is there', async () => {
    const database = await testDatabase();
    const { hostname: host, port } = new URL(database.url);
    const proxy = await tcpProxy({ host, port: Number(port) }, 'closed');
    const through = new URL(database.url);
    through.port = String(proxy.port);
    const place = { host: '127.0.0.1', port: await freePort() };
    let logged = '';
    const logger = createLogger({ level: 'warn', to: { write: (line) => void (logged += line) } });
    const seen: unknown[] = [];
    const pause = async (attempt: number): Promise<void> => {
      for (const path of ['live', 'ready']) {
        const answer = await fetch(`http://${place.host}:${place.port}/health/${path}`);
        seen.push([answer.status, await answer.json()]);
      }
      if (attempt === 2) await proxy.open();
    };

    const waits = { ...place, logger, signal: new AbortController().signal, pause };
    expect(await onceReachable(waits, () => connectedTo(through.href))).toBe('connected');
    const detail = `it waits: connect ECONNREFUSED 127.0.0.1:${proxy.port}`;
    const round = [
      [200, { alive: true }],
      [503, { ready: false, parts: [{ name: 'start', ready: false, detail }] }],
    ];
    expect(seen).toEqual([...round, ...round]);
    expect(logged.match(/does not answer yet; it waits/g)).toHaveLength(2);
    await expect(fetch(`http://${place.host}:${place.port}/health/live`)).rejects.toThrow();
    await proxy.close();
    await database.drop();
  });

  it('ends at once where waiting cannot help', async () => {
    const database = await testDatabase();
    const wrong = new URL(database.url);
    wrong.pathname = '/no-such-database';
    const place = { host: '127.0.0.1', port: await freePort() };
    const logger = createLogger({ level: 'silent' });
    const pause = (): Promise<void> => Promise.reject(new Error('It must not wait.'));
    await expect(
      onceReachable({ ...place, logger, signal: new AbortController().signal, pause }, () => connectedTo(wrong.href)),
    ).rejects.toThrow('database "no-such-database" does not exist');
    await database.drop();
  });

  it('stops waiting when it is told to stop', async () => {
    const stop = new AbortController();
    const place = { host: '127.0.0.1', port: await freePort() };
    const logger = createLogger({ level: 'silent' });
    const pause = async (): Promise<void> => stop.abort(new Error('it was told to stop.'));
    const away = `postgres://nobody@127.0.0.1:${await freePort()}/x`;
    await expect(
      onceReachable({ ...place, logger, signal: stop.signal, pause }, () => connectedTo(away)),
    ).rejects.toThrow('it was told to stop.');
  });
});
