import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** Of one connection only (RFC 9110 §7.6.1): never passed on. */
const ofOneConnection = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const passedOn = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ofOneConnection.has(name) && !named.includes(name)),
  );
};

/** What a caller says of itself is overwritten: only proxies that are trusted may say where a request came from. */
const saidByProxies = (request: FastifyRequest): OutgoingHttpHeaders => ({
  forwarded: undefined,
  'x-forwarded-for': (request.ips ?? [request.ip]).toReversed().join(', '),
  'x-forwarded-host': request.host,
  'x-forwarded-proto': request.protocol,
  'x-forwarded-port': undefined,
  'x-request-id': request.id,
});

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** For the service: the caller's headers, who the caller is for the gateway, and how the body is delimited. */
export const headersOf = (request: FastifyRequest, upstream: URL): OutgoingHttpHeaders => ({
  ...withoutUndefined({ ...passedOn(request.headers), ...saidByProxies(request) }),
  host: upstream.host,
  ...(hasBody(request) && request.headers['content-length'] === undefined ? { 'transfer-encoding': 'chunked' } : {}),
});

/** For the caller: the service's headers. */
export const headersBack = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => passedOn(headers);

const withoutUndefined = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
