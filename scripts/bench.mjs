import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './child.mjs';
import { makeReady } from './ready.mjs';
import { root } from './workspace.mjs';

const [first, ...rest] = process.argv.slice(2);
await makeReady('everything');
const isNamed = first !== undefined && existsSync(join(root, 'bench', 'dist', `${first}.js`));
process.exit(
  await runNode(
    isNamed
      ? ['--enable-source-maps', '--expose-gc', `bench/dist/${first}.js`, ...rest]
      : ['--enable-source-maps', 'bench/dist/main.js', ...process.argv.slice(2)],
    { ownGroup: true },
  ),
);
