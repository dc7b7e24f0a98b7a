import { runNode } from './child.mjs';
import { makeReady } from './ready.mjs';

await makeReady('everything');
process.exit(
  await runNode(['--enable-source-maps', 'services/standalone/dist/testing/chaos/main.js', ...process.argv.slice(2)], {
    ownGroup: true,
  }),
);
