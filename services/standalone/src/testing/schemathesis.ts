import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzedShop } from './fuzzed-shop.js';
import { pythonWith } from './python.js';

const fuzzing = join(import.meta.dirname, '..', '..', 'fuzzing');

/** Two processes at once, one of them for about half of all operations: threads of Python would wait for each other. */
const half = '^/api/(?:intake|compensation|directory)/';

interface Ended {
  /** `null`: by a signal. */
  readonly code: number | null;
  readonly report: string;
}

/**
 * Asks a running product everything that its description allows, and much that it forbids. What was found; nothing where all
 * was answered as described.
 */
export const schemathesis = async (url: string, shop: FuzzedShop): Promise<readonly string[]> => {
  const programs = await pythonWith(join(fuzzing, 'requirements.txt'));
  const folder = mkdtempSync(join(tmpdir(), 'redress-fuzzing-'));
  const known = join(folder, 'shop.json');
  writeFileSync(known, JSON.stringify(shop));
  const env = {
    ...process.env,
    FUZZED_SHOP: known,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: fuzzing,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const words = ['--config-file', join(fuzzing, 'schemathesis.toml'), 'run', `${url}/openapi.json`];
  const run = (which: string): Promise<Ended> =>
    printed(join(programs, 'schemathesis'), [...words, '--seed', String(shop.seed), which, half], { cwd: folder, env });
  try {
    const both = await Promise.all([run('--include-path-regex'), run('--exclude-path-regex')]);
    return both.filter(({ code }) => code !== 0).map(({ report }) => findingsIn(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Without what it tells of itself before, and the sums after; all of it where it came to no findings. */
const findingsIn = (report: string): string =>
  /^=+ (?:ERRORS|FAILURES) =+\n([^]*?)(?=^=+ SUMMARY =+$)/m.exec(report)?.[1]?.trim() ?? report;

const printed = (
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const ended = signal === null ? '' : `\nIt was ended by ${signal}.`;
      resolve({ code, report: `${Buffer.concat(pieces).toString('utf8')}${ended}` });
    });
  });
