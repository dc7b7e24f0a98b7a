import { runNode } from './child.mjs';
import { needTool } from './debian-tool.mjs';
import { makeReady } from './ready.mjs';

const words = process.argv.slice(2);
// The topic is read by a client that is not ours.
const readsTopic =
  !words.includes('--help') && !words.some((word, index) => word === 'store' && words[index - 1] === '--bus');
try {
  if (readsTopic) needTool('kcat');
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
await makeReady('everything');
process.exit(
  await runNode(['--enable-source-maps', 'services/standalone/dist/testing/chaos/main.js', ...words], {
    ownGroup: true,
  }),
);
