import { runNode } from './child.mjs';
import { makeReady } from './ready.mjs';

await makeReady('production');
// Requests leave much that is soon dropped: with a larger nursery most of it is never copied.
const roomForRequests = ['--max-semi-space-size=32'];
// What is to be traced must be instrumented before it is loaded.
const isTraced = Object.keys(process.env).some((name) => /^OTEL_EXPORTER_OTLP_(TRACES_)?ENDPOINT$/.test(name));
const instrumented = isTraced ? ['--import', './libs/service-host/dist/instrument.js'] : [];
process.exit(
  await runNode(
    [
      '--enable-source-maps',
      ...roomForRequests,
      ...instrumented,
      'services/standalone/dist/main.js',
      ...process.argv.slice(2),
    ],
    {
      ownGroup: true,
    },
  ),
);
