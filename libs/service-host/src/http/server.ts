import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { takeBodies } from './body-types.js';
import { refuseOnSocket } from './bad-connections.js';
import type { HttpLimits, PlainOptions } from './options.js';
import { answerProblem, plainProblem } from './problem.js';
import { problemOf } from './problem-of.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The caller's own id of the request where it is a UUID, so that both sides' logs can be matched. */
const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && uuid.test(sent) ? sent : randomUUID();
};

/** Found by the router, before any hook: a malformed address, or one with too long a part. */
const refuseAddress = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  void reply.headers({ 'x-content-type-options': 'nosniff', 'x-request-id': request.id });
  answerProblem(reply, problemOf(error) ?? plainProblem(400, 'This address is malformed.'), request.id);
};

/** How late a slow request may be noticed; Node's own interval is half a minute. */
const checkEveryMs = 2_000;

/** Fastify with a limit on everything that a stranger can make large, long or slow. */
export const createServer = (limits: HttpLimits, { trustProxy = false, uploads }: PlainOptions): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    trustProxy: typeof trustProxy === 'object' ? [...trustProxy] : trustProxy,
    bodyLimit: Math.max(limits.bodyBytes, uploads?.bytes ?? 0),
    requestTimeout: limits.requestMs,
    connectionTimeout: Math.max(limits.keepAliveMs, limits.requestMs) + 30_000,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    // What a client sends on a connection it has is still served while stopping, and the connection closed after it.
    return503OnClosing: false,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: checkEveryMs,
    },
    routerOptions: { maxParamLength: limits.pathPartBytes },
    // Such a body is a 400 by our own reading; what remains for Fastify's is nothing.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    genReqId: requestIdOf,
    frameworkErrors: (error: FastifyError, request: unknown, reply: unknown) =>
      refuseAddress(error, request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: refuseOnSocket,
  });
  const server = adapter.getInstance();
  server.server.maxConnections = limits.connections;
  takeBodies(server, limits, uploads);
  return adapter;
};
