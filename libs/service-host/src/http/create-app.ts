import helmet from '@fastify/helmet';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authentication } from './authentication.js';
import { NotingReads } from './case-reads.js';
import { Entrance, receive } from './entrance.js';
import { Gate } from './gate.js';
import { HttpEdge } from './http-edge.module.js';
import { KnownRoutes } from './known-routes.js';
import { NestLog } from './logging.js';
import { createRegistry, measureRequests } from './metrics.js';
import { serveDocs } from './openapi.js';
import { type HttpOptions, limitsOf, type PlainOptions } from './options.js';
import {
  CASE_READS,
  CHANNEL_KEYS,
  CUSTOMER_LINKS,
  READINESS,
  type CaseReads,
  type ChannelKeys,
  type LinksInForce,
  type Readiness,
  VISIBILITY,
  type Visibility,
} from './ports.js';
import { OptionalProviders } from './optional-providers.js';
import { ProblemFilter } from './problem-filter.js';
import { PublicKeys } from './public-keys.js';
import { RateLimits } from './rate-limits.js';
import { RequestHashes } from './request-hash.js';
import { logRequests } from './request-log.js';
import { refuseCareless } from './route-checks.js';
import { apiPrefix, outsideApi, routesOf } from './routes.js';
import { createServer } from './server.js';
import type { StopStep } from './stopping.js';
import { Validation } from './validation.js';
import { Waiting } from './waiting.js';

const controllers = new WeakMap<INestApplicationContext, AbortController>();

/**
 * An application around a module: its controllers under `/api`, and beside them `/health/live`, `/health/ready`,
 * `/metrics`, `/openapi.json` and `/docs`. It does not listen yet. Rejects when a route does not say who may call it,
 * when there is no public key, or when a provider cannot be made.
 */
export const createHttpApp = async (
  root: Type | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> => {
  const { clock, logger } = options;
  const limits = limitsOf(options);
  const hashes = new RequestHashes(options.requestSecrets);
  const keysIn = (paths: readonly string[]): Promise<PublicKeys> =>
    PublicKeys.open(paths, options.publicKeysMs ?? 2_000, logger);
  const keys = await keysIn([options.publicKeys].flat());
  const linkKeys = options.linkKeys === undefined ? undefined : await keysIn([options.linkKeys]);
  const { app, server, providers, known } = await begin(root, options);
  const rates = await RateLimits.on(server, clock);
  const authentication = new Authentication({
    keys,
    channelKeys: providers.find<ChannelKeys>(CHANNEL_KEYS),
    linkKeys,
    linksInForce: providers.find<LinksInForce>(CUSTOMER_LINKS),
    clock,
  });
  new Entrance(authentication, rates, limits, clock, hashes).openOn(server);

  app.setGlobalPrefix(apiPrefix, { exclude: outsideApi });
  app.useGlobalFilters(new ProblemFilter(logger, known));
  app.useGlobalGuards(new Gate(rates));
  app.useGlobalInterceptors(
    new Waiting(providers.find<Visibility>(VISIBILITY)),
    new NotingReads(providers.find<CaseReads>(CASE_READS)),
  );
  app.useGlobalPipes(new Validation());
  refuseCareless(routesOf(app));
  serveDocs(app, options);
  return app;
};

/**
 * An application that asks nobody who they are: `/health/live`, `/health/ready` and `/metrics`, the limits, the log of
 * requests and problems of all the others. For processes that decide nothing themselves. It does not listen yet.
 */
export const createPlainApp = async (
  root: Type | DynamicModule,
  options: PlainOptions,
): Promise<NestFastifyApplication> => {
  const limits = limitsOf(options);
  const { app, server, known } = await begin(root, options);
  server.addHook('onRequest', async (request, reply) => receive(request, reply, limits));
  app.setGlobalPrefix(apiPrefix, { exclude: outsideApi });
  app.useGlobalFilters(new ProblemFilter(options.logger, known));
  return app;
};

/** What every application begins with, before any route of its own. */
const begin = async (root: Type | DynamicModule, options: PlainOptions) => {
  const { logger } = options;
  const registry = options.registry ?? createRegistry();
  const stopping = new AbortController();
  const adapter = createServer(limitsOf(options), options);
  const server = adapter.getInstance();
  const known = new KnownRoutes();
  known.listenTo(server);
  logRequests(server, logger);
  measureRequests(server, registry);

  const providers = new OptionalProviders();
  const edge = { logger, registry, stopping: stopping.signal, readiness: providers.find<Readiness>(READINESS) };
  const app = await NestFactory.create<NestFastifyApplication>(HttpEdge.around(root, edge), adapter, {
    logger: new NestLog(logger),
    bodyParser: false,
    abortOnError: false,
  });
  providers.in(app);
  controllers.set(app, stopping);

  if (options.telemetry) await server.register(options.telemetry.plugin);
  await server.register(helmet, {
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  return { app, server, providers, known };
};

/** From now on `/health/ready` says no, and streams of live updates end (`STOPPING`). Requests are still served. */
export const announceStop = (app: NestFastifyApplication): void => controllers.get(app)?.abort();

/** How often connections that have nothing more to say are looked for while stopping. */
const idleEveryMs = 50;

/** Takes no more connections, and lets what was begun finish; at the end of the period the rest is cut off. */
export const drainHttp = (app: NestFastifyApplication): StopStep => ({
  name: 'http',
  stop: async (signal) => {
    announceStop(app);
    const instance = app.getHttpAdapter().getInstance();
    const { server } = instance;
    signal.addEventListener('abort', () => server.closeAllConnections(), { once: true });
    // A connection that was kept alive becomes idle only after its last answer, and would hold up the close.
    const closing = setInterval(() => server.closeIdleConnections(), idleEveryMs);
    try {
      await instance.close();
    } finally {
      clearInterval(closing);
    }
  },
});
