import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..', '..');
export const docs = join(root, 'docs');
export const asyncapi = join(root, 'contracts', 'asyncapi.yaml');

/**
 * Where the programs of a Python with these requirements lie, installed once into the cache that git ignores. Needs
 * Python 3 with venv, and pip that reaches PyPI.
 */
export const pythonWith = async (requirements: string): Promise<string> => {
  const cache = join(root, 'node_modules', '.cache', 'redress');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = join(cache, `python-${hash}`);
  const marker = join(home, 'complete');
  if (!existsSync(marker)) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await run('python3', ['-m', 'venv', home]);
    await run(join(home, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements]);
    mkdirSync(`${marker}.draft`);
    renameSync(`${marker}.draft`, marker);
  }
  return join(home, 'bin');
};

/** What a program of `docs` prints, as JSON. Rejects with what it wrote as an error when it fails. */
export const pythonSays = async (program: string, ...words: readonly string[]): Promise<unknown> => {
  const python = join(await pythonWith(join(docs, 'consuming-events.requirements.txt')), 'python');
  const { stdout } = await run(python, [join(docs, program), ...words], { timeout: 120_000 });
  return JSON.parse(stdout);
};
