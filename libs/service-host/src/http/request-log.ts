import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { callerOf } from './asked.js';
import { traceIdOf } from './trace.js';

/** The template of the route and nothing that was put into it: addresses carry ids, searches carry names. */
export const templateOf = ({ routeOptions, is404 }: FastifyRequest): string =>
  is404 ? 'unknown' : (routeOptions.url ?? 'unknown');

const probes = new Set(['/health/live', '/health/ready', '/metrics']);

/** One line per request. */
export const logRequests = (server: FastifyInstance, logger: Logger): void => {
  server.addHook('onResponse', (request, reply, done) => {
    const route = templateOf(request);
    const level = probes.has(route) ? 'debug' : 'info';
    logger[level](
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        requestId: request.id,
        traceId: traceIdOf(request),
        caller: callerOf(request).id,
      },
      'request',
    );
    done();
  });
};
