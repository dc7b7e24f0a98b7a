import { createServer } from 'node:net';
import type { Type } from '@nestjs/common';
import { type EmbeddedServer, startEmbeddedServer } from '@redress/adapter-postgres';
import { systemClock } from '@redress/eventing';
import type { Logger } from 'pino';
import { type Application, createApplication } from './application.js';
import { HouseSecrets } from './house-secrets.js';
import { drainHttp } from './http/create-app.js';
import { createLogger } from './http/logging.js';
import { stopGracefully, stopOnSignals, type StopStep } from './http/stopping.js';
import { telemetry } from './instrument.js';
import { openAdapters } from './open-adapters.js';
import { readSettings, type Settings } from './settings.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs a module of services until it is told to stop: what every `main.ts` calls. Ends the process with a sentence when it cannot. */
export const serve = async (module: Type): Promise<void> => {
  try {
    const settings = readSettings();
    const logger = createLogger({ level: process.env.LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info') });
    await run(module, settings, logger);
  } catch (error) {
    process.stderr.write(`\nRedress did not start: ${sentenceOf(error)}\n`);
    process.exit(1);
  }
};

const run = async (module: Type, settings: Settings, logger: Logger): Promise<void> => {
  const began = performance.now();
  const steps: StopStep[] = [];
  const stop = (): Promise<readonly string[]> => {
    say('\nStopping …');
    return stopGracefully(steps, settings.stopMs, logger);
  };
  stopOnSignals(stop);

  await requireFreePort(settings);
  const database = await databaseFor(settings, logger, steps);
  const secrets = await HouseSecrets.in(settings.dataDirectory);
  const adapters = await openAdapters({
    databaseUrl: database.url,
    vaultUrl: settings.vaultUrl,
    secrets,
    clock: systemClock,
    logger,
    alone: database.embedded,
  });
  steps.unshift({ name: 'connections', stop: () => adapters.close() });
  const application = await createApplication({ module, adapters, secrets, settings, telemetry });
  steps.unshift(drainHttp(application.app), { name: 'consumers', stop: () => application.runtime.close() });
  steps.push({ name: 'telemetry', stop: () => telemetry?.stop() });

  await application.app.listen(settings.port, settings.host);
  await application.app.startAllMicroservices();
  welcome(application, settings, performance.now() - began);
};

interface Database {
  readonly url: string;
  readonly embedded: boolean;
}

const databaseFor = async (settings: Settings, logger: Logger, steps: StopStep[]): Promise<Database> => {
  if (settings.databaseUrl !== undefined) return { url: settings.databaseUrl, embedded: false };
  const server: EmbeddedServer = await startEmbeddedServer({
    dataDirectory: settings.dataDirectory,
    log: (line) => logger.debug({ part: 'postgresql' }, line),
    progress: say,
    onExit: (sentence) => {
      process.stderr.write(`\n${sentence}\n`);
      process.exit(1);
    },
  });
  steps.unshift({ name: 'embedded PostgreSQL', stop: () => server.stop() });
  return { url: server.url, embedded: true };
};

/** Before anything is set up: a taken port, or an address that is not this machine's, is said at once. */
const requireFreePort = ({ host, port }: Settings): Promise<void> =>
  new Promise((resolve, reject) => {
    const trial = createServer();
    trial.once('error', (error: NodeJS.ErrnoException) => {
      const known: Readonly<Record<string, string>> = {
        EADDRINUSE: `Port ${port} of ${host} is taken by another program. Choose one with PORT=….`,
        EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 with PORT=….`,
        EADDRNOTAVAIL: `${host} is not an address of this machine. Choose one with HOST=….`,
        ENOTFOUND: `${host} is not an address of this machine. Choose one with HOST=….`,
      };
      reject(new Error(known[error.code ?? ''] ?? error.message, { cause: error }));
    });
    trial.listen(port, host, () => trial.close(() => resolve()));
  });

const welcome = ({ announcements }: Application, { host, port }: Settings, tookMs: number): void => {
  const at = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  say(`\nRedress is ready at ${at} (${(tookMs / 1000).toFixed(1)} s).`);
  say(`  API and its description   ${at}/docs`);
  for (const line of announcements.all()) say(`  ${line}`);
  say('Ctrl-C stops it.');
};

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
