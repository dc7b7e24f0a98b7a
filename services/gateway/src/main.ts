import 'reflect-metadata';
import { createLogger, drainHttp, readSettings, stopGracefully, stopOnSignals, telemetry } from '@redress/service-host';
import { createGateway } from './gateway.adapter.js';
import { readUpstreams } from './upstreams.settings.js';

try {
  const { host, port, stopMs, trustProxy } = readSettings();
  const upstreams = readUpstreams(process.env);
  const logger = createLogger();
  const gateway = await createGateway({
    upstreams,
    logger,
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(telemetry && { telemetry }),
  });
  const steps = [
    drainHttp(gateway.app),
    { name: 'connections to services', stop: () => gateway.close() },
    { name: 'telemetry', stop: () => telemetry?.stop() },
  ];
  stopOnSignals(() => stopGracefully(steps, stopMs, logger));
  await gateway.app.listen(port, host);
  process.stdout.write(`Redress is ready at http://${host}:${port}: ${[...upstreams.keys()].join(', ')}.\n`);
} catch (error) {
  process.stderr.write(`\nThe gateway did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
