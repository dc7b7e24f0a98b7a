import { createRequire } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { createPlainApp, type PlainOptions, STOPPING, usualLimits } from '@redress/service-host';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Forwarding, forwarding, type ForwardLimits } from './forward.adapter.js';
import { GatewayModule } from './gateway.module.js';
import type { Upstreams } from './upstreams.settings.js';

export const usualForwardLimits: ForwardLimits = {
  connectMs: 3_000,
  answerMs: 60_000,
  jsonBytes: usualLimits.bodyBytes,
  bodyBytes: 32 * 1024 * 1024,
};

export interface GatewayOptions extends PlainOptions {
  readonly upstreams: Upstreams;
  readonly forward?: Partial<ForwardLimits>;
}

export interface Gateway {
  readonly app: NestFastifyApplication;
  /** The connections to the services. Last. */
  close(): void;
}

/**
 * One address for all services: `/api/<service>/…` goes to that service as it stands, `/api/<service>/operations/…` to
 * its `/api/operations/…`, which every service has. `/docs`, `/openapi.json`, `/health/…` and `/metrics` are its own.
 */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { upstreams, forward, logger } = options;
  const app = await createPlainApp(GatewayModule, options);
  const server = app.getHttpAdapter().getInstance();
  // No body is looked at on the way: whichever type it has is the service's business.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, body, done) => done(null, body));
  const services: Forwarding = forwarding(
    { ...usualForwardLimits, ...forward },
    app.get<AbortSignal>(STOPPING, { strict: false }),
    logger,
  );
  for (const [service, url] of upstreams) {
    const pass = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      await services.send(request, reply, { service, url, path: pathOf(request) });
      return reply;
    };
    server.all(`/api/${service}`, pass);
    server.all(`/api/${service}/*`, pass);
  }
  SwaggerModule.setup('docs', app, description, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
  return { app, close: () => services.close() };
};

const description = (): OpenAPIObject =>
  createRequire(import.meta.url)('@redress/contracts/openapi.json') as OpenAPIObject;

const operations = /^\/api\/[^/?]+\/operations(?=[/?]|$)/;

/** The address as it was sent: nothing in it is decoded or put straight on the way. */
const pathOf = ({ raw }: FastifyRequest): string => (raw.url ?? '').replace(operations, '/api/operations');
