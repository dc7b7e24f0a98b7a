import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { derivedId, type EventBus, type EventStore } from '@redress/eventing';
import { interleavedBus } from '@redress/eventing/testing';
import { importJWK, type JWK, SignJWT } from 'jose';
import { type Application, createApplication } from '../application.js';
import { HouseSecrets } from '../house-secrets.js';
import type { Role } from '../http/caller.js';
import { drainHttp } from '../http/create-app.js';
import { createLogger } from '../http/logging.js';
import type { Telemetry } from '../http/telemetry.js';
import { openAdapters } from '../open-adapters.js';
import { readSettings } from '../settings.js';
import { handMovedClock } from './hand-moved-clock.js';
import { settle } from './settle.js';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Somebody at the API. Paths begin with a slash. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
}

/** The real modules on a database of their own, with a clock moved by hand. */
export interface Platform {
  readonly application: Application;
  /** The log, wherever it is kept. */
  readonly store: EventStore;
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  /** Everything that was logged so far. */
  readonly log: () => string;
  readonly anonymous: Client;
  /** A person with these roles, known by the first of them. */
  as(...roles: readonly [Role, ...Role[]]): Client;
  with(headers: Record<string, string>): Client;
  /** Resolves once everything that follows from what happened has happened. */
  settled(): Promise<void>;
  /** Moves time to an instant, firing on the way what becomes due, and settles. */
  reaches(instant: string): Promise<void>;
  now(): Date;
  /** Ends it as a shutdown would. */
  stop(): Promise<void>;
  /** Ends it and leaves its data, for `restart`. */
  halt(): Promise<void>;
  /** The same again on the same data. Where it rejects, it may be called once more. */
  restart(): Promise<Platform>;
}

export interface PlatformOptions {
  /** Where the clock stands first. */
  readonly at: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the log is kept; unless it is given, what `REDRESS_EVENT_STORE` says, so that any spec can be run on each. */
  readonly eventStore?: EventStoreName;
  /** What carries it; unless it is given, what `REDRESS_EVENT_BUS` says. Kafka needs the relay among the modules, and `npm run test:kafka`. */
  readonly eventBus?: EventBusName;
  /** What stands between the store's bus and the services; unless it is given, events of different keys are interleaved. */
  readonly bus?: (bus: EventBus) => EventBus;
  readonly telemetry?: Telemetry;
}

/** Repeats how keys were interleaved, as far as the same events come together. */
const interleavingSeed = Number(process.env.REDRESS_SEED ?? 1);

export type EventStoreName = 'postgres' | 'eventstoredb';
export type EventBusName = 'store' | 'kafka';

interface Kept {
  readonly database: { readonly url: string; drop(): Promise<void> };
  readonly dataDirectory: string;
  readonly log: LogKept;
  /** Settings of the bus. */
  readonly bus: Readonly<Record<string, string>>;
}

/** The log beside the database, where it has a place of its own. */
interface LogKept {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const keptLog = async (name: EventStoreName): Promise<LogKept> => {
  if (name === 'postgres') return { environment: {}, stop: async () => undefined };
  const { startEventStoreDbDouble } = await import('@redress/adapter-eventstoredb/testing');
  const { url, stop } = await startEventStoreDbDouble();
  return { environment: { EVENT_STORE: name, EVENTSTOREDB_URL: url }, stop };
};

/** A topic and groups of the platform's own, on the broker that the test run has started. */
const busNamed = (name: EventBusName): Readonly<Record<string, string>> => {
  if (name === 'store') return {};
  const broker = process.env.TEST_KAFKA_BROKER;
  if (!broker) throw new Error('TEST_KAFKA_BROKER is not set: run the specs by `npm run test:kafka`.');
  const own = randomUUID();
  return {
    EVENT_BUS: name,
    KAFKA_BROKERS: broker,
    KAFKA_TOPIC: `t-${own}`,
    KAFKA_GROUP_PREFIX: `${own}.`,
    KAFKA_PARTITIONS: '4',
  };
};

export const startPlatform = async (module: Type, options: PlatformOptions): Promise<Platform> => {
  const database = await testDatabase();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-platform-'));
  const usual = process.env.REDRESS_EVENT_STORE === 'eventstoredb' ? 'eventstoredb' : 'postgres';
  const log = await keptLog(options.eventStore ?? usual);
  const bus = busNamed(options.eventBus ?? (process.env.REDRESS_EVENT_BUS === 'kafka' ? 'kafka' : 'store'));
  return start(module, new Date(options.at), options, { database, dataDirectory, log, bus });
};

const start = async (module: Type, at: Date, options: PlatformOptions, kept: Kept): Promise<Platform> => {
  const { environment = {}, bus = (plain) => interleavedBus(plain, interleavingSeed), telemetry } = options;
  const { database, dataDirectory } = kept;
  const clock = handMovedClock(at);
  let logged = '';
  const logger = createLogger({ level: 'debug', to: { write: (line) => void (logged += line) } });
  const secrets = await HouseSecrets.in(dataDirectory);
  const settings = readSettings({ ...kept.log.environment, ...kept.bus, ...environment, DATA_DIR: dataDirectory });
  const opened = await openAdapters({
    databaseUrl: database.url,
    eventStoreDbUrl: settings.eventStoreDbUrl,
    kafka: settings.kafka,
    secrets,
    clock,
    logger,
    alone: true,
    gatherMs: 0,
  });
  const adapters = { ...opened, bus: bus(opened.bus) };
  const generous = {
    perCaller: 1_000_000,
    perLink: 1_000_000,
    anonymousReads: 1_000_000,
    anonymousWrites: 1_000_000,
    failedSignIns: 1_000_000,
  };
  const application = await createApplication({
    module,
    adapters,
    secrets,
    settings,
    limits: generous,
    telemetry,
  }).catch(async (error: unknown) => {
    await adapters.bus.close();
    await adapters.store.close();
    await adapters.close();
    await forget(kept);
    throw error;
  });
  const { app, runtime } = application;
  await app.startAllMicroservices().catch(async (error: unknown) => {
    await runtime.close();
    await adapters.close();
    throw error;
  });
  await app.getHttpAdapter().getInstance().ready();
  const privateKey = JSON.parse(readFileSync(secrets.signInPrivateKeyFile, 'utf8')) as JWK;

  const tokenOf = async (roles: readonly Role[]): Promise<string> =>
    new SignJWT({ roles, teams: [] })
      .setProtectedHeader({ alg: 'EdDSA', kid: String(privateKey.kid) })
      .setIssuer('redress')
      .setSubject(derivedId('person', String(roles[0])))
      .setIssuedAt(Math.floor(clock.now().getTime() / 1000))
      .setExpirationTime(Math.floor(clock.now().getTime() / 1000) + 900)
      .sign(await importJWK(privateKey, 'EdDSA'));

  const client = (credentials: () => Promise<Record<string, string>>): Client => {
    const ask = async (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const answer = await app.inject({
        method,
        url,
        headers: { ...(await credentials()), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const text = answer.payload;
      const isJson = /^application\/(?:\w+\+)?json\b/.test(String(answer.headers['content-type']));
      return { status: answer.statusCode, body: isJson ? JSON.parse(text) : undefined, headers: answer.headers, text };
    };
    return {
      get: (path, headers) => ask('GET', path, undefined, headers),
      post: (path, body, headers) => ask('POST', path, body, headers),
      put: (path, body, headers) => ask('PUT', path, body, headers),
      delete: (path, headers) => ask('DELETE', path, undefined, headers),
    };
  };

  const settled = (): Promise<void> => settle(runtime, clock);
  const halt = async (): Promise<void> => {
    await drainHttp(app).stop(AbortSignal.timeout(5_000));
    await runtime.close();
    await adapters.close();
  };
  let halted: Promise<void> | undefined;
  const end = (): Promise<void> => (halted ??= halt());
  return {
    application,
    store: adapters.store,
    databaseUrl: database.url,
    dataDirectory,
    log: () => logged,
    anonymous: client(async () => ({})),
    as: (...roles) => client(async () => ({ authorization: `Bearer ${await tokenOf(roles)}` })),
    with: (headers) => client(async () => headers),
    settled,
    reaches: async (instant) => {
      const target = new Date(instant);
      for (;;) {
        await settled();
        const next = await nextDue(runtime);
        if (!next || next > target) break;
        if (next > clock.now()) clock.moveTo(next);
      }
      clock.moveTo(target);
      await settled();
    },
    now: () => clock.now(),
    halt: end,
    stop: async () => {
      await end();
      await forget(kept);
    },
    restart: async () => {
      await end();
      return start(module, clock.now(), options, kept);
    },
  };
};

const forget = async ({ database, dataDirectory, log }: Kept): Promise<void> => {
  await log.stop();
  await database.drop();
  rmSync(dataDirectory, { recursive: true, force: true });
};

const nextDue = async ({ services }: Application['runtime']): Promise<Date | undefined> => {
  const dues = await Promise.all(services.flatMap(({ timers, outbox }) => [timers.next(), outbox.next()]));
  return dues.reduce((least, due) => (due && (!least || due < least) ? due : least), undefined);
};
