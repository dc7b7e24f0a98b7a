import { chmod, cp, mkdir, mkdtemp, open, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDirectory } from './lock.js';
import { bornAt } from './processes.js';
import { run } from './run.js';
import { compileTo, startProcess, type SeparateProcess } from './separate-process.js';

/** Takes the lock of each directory it is told and says how that went; keeps what it got. */
const TAKER = `
import { createInterface } from 'node:readline';
import { lockDataDirectory } from './lock.js';
console.log('prepared');
for await (const directory of createInterface({ input: process.stdin })) {
  await lockDataDirectory(directory).then(() => console.log('got it'), (error) => console.log('refused: ' + error.message));
}
`;

/** Takes and releases the lock so many times, and looks each time whether anybody else is inside. */
const VISITOR = `
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDataDirectory } from './lock.js';
const [directory, visits] = process.argv.slice(2);
for (let visit = 0; visit < Number(visits); ) {
  const lock = await lockDataDirectory(directory).catch((error) => {
    if (error.code !== 'DATA_DIRECTORY_IN_USE') throw error;
  });
  if (!lock) continue;
  await writeFile(join(directory, 'inside'), '', { flag: 'wx' });
  await rm(join(directory, 'inside'));
  await lock.release();
  visit += 1;
}
console.log('done');
`;

let root: string;
let started: SeparateProcess[] = [];

const start = (script: string, ...args: string[]): SeparateProcess => {
  const process = startProcess(join(root, 'code', script), args);
  started.push(process);
  return process;
};

const taker = async (): Promise<SeparateProcess> => {
  const process = start('taker.js');
  await process.line('prepared');
  return process;
};

const freshDirectory = (): Promise<string> => mkdtemp(join(root, 'data-'));

const answers = (takers: readonly SeparateProcess[]): Promise<readonly string[]> =>
  Promise.all(takers.map((each) => each.line('')));

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'redress-lock-')));
  await chmod(root, 0o755);
  await compileTo(join(root, 'code'), { 'taker.js': TAKER, 'visitor.js': VISITOR });
});

afterEach(async () => {
  await Promise.all(started.map((each) => each.end('SIGKILL')));
  started = [];
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('The lock of a data directory', () => {
  test('A second instance on one data directory is refused by name', async () => {
    const directory = await freshDirectory();
    const first = await taker();
    first.say(directory);
    await first.line('got it');

    await expect(lockDataDirectory(directory)).rejects.toMatchObject({
      message: `Redress is already running on ${directory} (process ${first.pid}). Stop it first, or choose another DATA_DIR.`,
      code: 'DATA_DIRECTORY_IN_USE',
    });
  });

  test('One process does not get the same data directory twice', async () => {
    const directory = await freshDirectory();
    await lockDataDirectory(directory);
    await expect(lockDataDirectory(directory)).rejects.toThrow(`(process ${process.pid})`);
  });

  test('A data directory that is not there yet is made', async () => {
    const directory = join(await freshDirectory(), 'not', 'yet');
    await (await lockDataDirectory(directory)).release();
    await expect(lockDataDirectory(directory)).resolves.toBeDefined();
  });

  test('A released data directory can be taken again', async () => {
    const directory = await freshDirectory();
    for (let round = 0; round < 5; round += 1) await (await lockDataDirectory(directory)).release();
    await expect(lockDataDirectory(directory)).resolves.toBeDefined();
  });

  test('A second release does not take the lock from the next holder', async () => {
    const directory = await freshDirectory();
    const first = await lockDataDirectory(directory);
    await first.release();
    await lockDataDirectory(directory);
    await first.release();
    await expect(lockDataDirectory(directory)).rejects.toThrow('already running');
  });

  test('A stale lock after a crash is recovered', async () => {
    const directory = await freshDirectory();
    const crashed = await taker();
    crashed.say(directory);
    await crashed.line('got it');
    await crashed.end('SIGKILL');

    await expect(lockDataDirectory(directory)).resolves.toBeDefined();
  });

  test('A stale lock whose process number another process has now is recovered', async () => {
    const directory = await freshDirectory();
    const other = await taker();
    expect(await bornAt(other.pid)).toBeDefined();
    await mkdir(join(directory, 'redress.lock'));
    const claim = { pid: other.pid, bornAt: 'at another time' };
    await writeFile(join(directory, 'redress.lock', '1'), JSON.stringify(claim));

    await expect(lockDataDirectory(directory)).resolves.toBeDefined();
  });

  test.each(['', '{"pid":', 'null'])('A claim that a crash of the machine left as "%s" is nobody’s', async (rest) => {
    const directory = await freshDirectory();
    await mkdir(join(directory, 'redress.lock'));
    await writeFile(join(directory, 'redress.lock', '7'), rest);

    await expect(lockDataDirectory(directory)).resolves.toBeDefined();
  });

  test('Of processes that start at the same time one gets a new data directory', async () => {
    const takers = await Promise.all([taker(), taker(), taker(), taker()]);
    for (let round = 0; round < 25; round += 1) {
      const directory = await freshDirectory();
      for (const each of takers) each.say(directory);
      expect((await answers(takers)).filter((answer) => answer === 'got it')).toHaveLength(1);
    }
  }, 60_000);

  test('Two processes that find the same stale lock do not both get it', async () => {
    const crashed = await taker();
    const stale = await freshDirectory();
    crashed.say(stale);
    await crashed.line('got it');
    await crashed.end('SIGKILL');

    const takers = await Promise.all([taker(), taker(), taker(), taker()]);
    for (let round = 0; round < 25; round += 1) {
      const directory = await freshDirectory();
      await cp(stale, directory, { recursive: true });
      for (const each of takers) each.say(directory);
      const said = await answers(takers);
      expect(said.filter((answer) => answer === 'got it')).toHaveLength(1);
      expect(said.filter((answer) => answer.startsWith('refused: Redress is already running on'))).toHaveLength(3);
    }
  }, 60_000);

  test('One whose view was out of date steps back from a number that it could still take', async () => {
    const directory = await freshDirectory();
    const claim = { pid: process.pid, bornAt: await bornAt(process.pid) };
    // A pipe in place of the claim holds the reader up between its look at the row and its own claim.
    await mkdir(join(directory, 'redress.lock'));
    const pipe = join(directory, 'redress.lock', '1');
    expect(await run('mkfifo', [pipe])).toEqual({ code: 0, output: '' });
    const slow = await taker();
    slow.say(directory);
    const heldUp = await open(pipe, 'w');
    await writeFile(join(directory, 'redress.lock', '3'), JSON.stringify(claim));
    await heldUp.writeFile(JSON.stringify({ ...claim, released: true }));
    await heldUp.close();

    expect(await slow.line('')).toContain(
      `refused: Redress is already running on ${directory} (process ${process.pid})`,
    );
  });

  test('However processes come and go, never do two hold one data directory', async () => {
    const directory = await freshDirectory();
    const visitors = [1, 2, 3, 4].map(() => start('visitor.js', directory, '100'));
    await Promise.all(visitors.map((each) => each.line('done')));
  }, 120_000);

  test('A data directory that cannot be used is named together with the reason', async () => {
    const file = join(await freshDirectory(), 'file');
    await writeFile(file, '');
    await expect(lockDataDirectory(file)).rejects.toThrow(`Redress cannot use the data directory ${file}: ENOTDIR`);

    const directory = await freshDirectory();
    await writeFile(join(directory, 'redress.lock'), '');
    await expect(lockDataDirectory(directory)).rejects.toThrow(`Redress cannot use the data directory ${directory}:`);
  });
});
