import { runNode } from './child.mjs';
import { makeReady } from './ready.mjs';

await makeReady('production');
process.exit(
  await runNode(['--enable-source-maps', 'services/standalone/dist/demo/main.js', ...process.argv.slice(2)], {
    ownGroup: true,
  }),
);
