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
import { onceReachable, sentenceOf } from './once-reachable.js';
import { openAdapters } from './open-adapters.js';
import { readSettings, type Settings } from './settings.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs a module of services until it is told to stop: what every `main.ts` calls. With the word `migrate` it makes the
 * tables that the module lacks, and ends. Ends the process with a sentence when it cannot.
 */
export const serve = async (module: Type, { vault }: Entitlement = {}): Promise<void> => {
  try {
    const task = taskOf(process.argv.slice(2));
    const settings = readSettings();
    const logger = createLogger({ level: process.env.LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info') });
    await run(module, { settings, logger, task, vault });
  } catch (error) {
    process.stderr.write(`\nRedress did not start: ${sentenceOf(error)}\n`);
    process.exit(1);
  }
};

export interface Entitlement {
  /** `none`: to no personal data, so that no vault is opened and no key is needed. */
  readonly vault?: 'none';
}

type Task = 'serve' | 'migrate';

interface Work {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly task: Task;
  readonly vault: Entitlement['vault'];
}

const taskOf = (words: readonly string[]): Task => {
  if (words.length === 0) return 'serve';
  if (words.length === 1 && words[0] === 'migrate') return 'migrate';
  throw new Error(`It takes no word, or migrate, not ${words.join(' ')}.`);
};

const run = async (module: Type, { settings, logger, task, vault }: Work): Promise<void> => {
  const began = performance.now();
  const steps: StopStep[] = [];
  const stopping = new AbortController();
  const stop = (): Promise<readonly string[]> => {
    say('\nStopping …');
    stopping.abort(new Error('it was told to stop.'));
    return stopGracefully(steps, settings.stopMs, logger);
  };
  stopOnSignals(stop);

  await requireFreePort(settings);
  const database = await databaseFor(settings, logger, steps);
  const { secretsDirectory, dataDirectory } = settings;
  const secrets =
    secretsDirectory === undefined ? await HouseSecrets.in(dataDirectory) : HouseSecrets.given(secretsDirectory, vault);
  const { host, port } = settings;
  const application = await onceReachable({ host, port, logger, signal: stopping.signal }, () =>
    open(module, settings, { database, secrets, logger, vault }),
  );
  steps.unshift(
    drainHttp(application.app),
    { name: 'consumers', stop: () => application.runtime.close() },
    { name: 'connections', stop: () => application.close() },
  );
  steps.push({ name: 'telemetry', stop: () => telemetry?.stop() });
  if (task === 'migrate') {
    await stop();
    process.exit(0);
  }

  await application.app.listen(port, host);
  await application.app.startAllMicroservices();
  if (!stopping.signal.aborted) welcome(application, settings, performance.now() - began);
};

interface Foundation {
  readonly database: Database;
  readonly secrets: HouseSecrets;
  readonly logger: Logger;
  readonly vault: Entitlement['vault'];
}

interface Opened extends Application {
  close(): Promise<void>;
}

/** Leaves no connection behind when it fails: it may be tried again. */
const open = async (
  module: Type,
  settings: Settings,
  { database, secrets, logger, vault }: Foundation,
): Promise<Opened> => {
  const adapters = await openAdapters({
    databaseUrl: database.url,
    eventLogUrl: settings.eventLogUrl,
    listenUrl: settings.listenUrl,
    vaultUrl: settings.vaultUrl,
    vault,
    eventStoreDbUrl: settings.eventStoreDbUrl,
    kafka: settings.kafka,
    secrets,
    clock: systemClock,
    logger,
    alone: database.embedded,
  });
  try {
    const application = await createApplication({ module, adapters, secrets, settings, telemetry });
    return { ...application, close: () => adapters.close() };
  } catch (error) {
    await adapters.close();
    throw error;
  }
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
