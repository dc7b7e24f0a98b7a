import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzedShop } from './fuzzed-shop.js';
import { pythonWith } from './python.js';

const fuzzing = join(import.meta.dirname, '..', '..', 'fuzzing');

/** Two processes at once, one of them for about half of all operations: threads of Python would wait for each other. */
const half = '^/api/(?:intake|compensation|directory)/';

export interface Verdict {
  readonly code: number | null;
  /** What schemathesis printed. */
  readonly report: string;
}

/** Asks a running product everything that its description allows, and much that it forbids. */
export const schemathesis = async (url: string, shop: FuzzedShop): Promise<Verdict> => {
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
  const run = (which: string): Promise<Verdict> =>
    printed(join(programs, 'schemathesis'), [...words, '--seed', String(shop.seed), which, half], { cwd: folder, env });
  try {
    const [some, others] = await Promise.all([run('--include-path-regex'), run('--exclude-path-regex')]);
    return { code: some.code === 0 ? others.code : some.code, report: `${some.report}\n${others.report}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const printed = (
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Verdict> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, report: Buffer.concat(pieces).toString('utf8') }));
  });
