import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './child.mjs';
import { makeReady } from './ready.mjs';
import { cache } from './workspace.mjs';

/** `--only=faults` runs the specs named `*.faults.spec.ts`, which an ordinary run leaves out. */
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
/** One seed, so that a change is judged by what it changed. The public workflow tries others. */
const seed = process.argv.some((argument) => argument.startsWith('--seed')) ? [] : ['--seed=20260302'];
const forJest = process.argv.slice(2).filter((argument) => !argument.startsWith('--only='));

if (only === 'eventstoredb' && !process.env.EVENTSTOREDB_URL) {
  console.log('Nothing was run: EVENTSTOREDB_URL is not set. It names a server, as in esdb://127.0.0.1:2113?tls=false');
  console.log('0 passed, 0 failed');
  process.exit(0);
}
await makeReady('everything');
mkdirSync(cache, { recursive: true });
const totalsFile = join(cache, `totals-${process.pid}.txt`);
const code = await runNode(
  [
    '--experimental-vm-modules',
    // Loading packages for every file makes many objects that do not live long.
    '--max-semi-space-size=64',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...seed,
    ...forJest,
  ],
  { env: { REDRESS_TOTALS_FILE: totalsFile, REDRESS_SPECS: only } },
);

const totals = () => {
  try {
    return readFileSync(totalsFile, 'utf8');
  } catch {
    return undefined;
  } finally {
    rmSync(totalsFile, { force: true });
  }
};
// Written after everything else, alone on its line. A run that ended before it could count has failed.
console.log(totals() ?? (code === 0 ? '0 passed, 0 failed' : '0 passed, 1 failed'));
process.exit(code);
