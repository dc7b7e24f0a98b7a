import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endServer } from './end-server.js';
import { bornAt, within } from './processes.js';
import { startProcess } from './separate-process.js';

const STUBBORN = `
for (const signal of process.argv.slice(2)) process.on(signal, () => {});
setInterval(() => {}, 1000);
console.log('here');
`;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'redress-end-'));
  await writeFile(join(directory, 'stubborn.mjs'), STUBBORN);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('Ending a server', () => {
  test.each([
    ['that takes the first signal', []],
    ['that does not end when asked', ['SIGINT']],
    ['that has to be forced', ['SIGINT', 'SIGQUIT']],
  ])('A server %s is gone in the end', async (_, ignored) => {
    const server = startProcess(join(directory, 'stubborn.mjs'), ignored);
    try {
      await server.line('here');
      const hasEnded = (milliseconds: number): Promise<boolean> =>
        within(milliseconds, async () => (await bornAt(server.pid)) === undefined);
      const patience = (signal: string): number => (ignored.includes(signal) ? 20 : 10_000);
      await endServer({ directory: '' }, server.pid, hasEnded, [
        ['SIGINT', patience('SIGINT')],
        ['SIGQUIT', patience('SIGQUIT')],
        ['SIGKILL', 10_000],
      ]);
      expect(await bornAt(server.pid)).toBeUndefined();
    } finally {
      await server.end('SIGKILL');
    }
  });

  test('A server that outlives every signal is reported', async () => {
    const nobody = 2 ** 22 + 1;
    await expect(endServer({ directory: '' }, nobody, async () => false)).rejects.toThrow('not even by force');
  });
});
