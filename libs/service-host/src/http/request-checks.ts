import type { FastifyRequest } from 'fastify';
import type { HttpLimits } from './options.js';
import { isReserved, isStorable } from './body-text.js';
import { malformed, plainProblem, ProblemError } from './problem.js';

/** Said twice, these would be read differently by different servers on the way. */
const once = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'traceparent',
  'transfer-encoding',
  'x-correlation-id',
  'x-request-id',
]);

/** Throws a 4xx for an address or headers that no honest client sends. Before anything else looks at them. */
export const checkRequest = (request: FastifyRequest, limits: HttpLimits): void => {
  if (request.url.length > limits.urlBytes)
    throw new ProblemError(plainProblem(414, `An address may have ${limits.urlBytes} bytes.`));
  checkHeaders(request.raw.rawHeaders);
  const [, query] = request.url.split('?', 2);
  if (query) checkQuery(query, limits.queryParameters);
  if (Object.keys(request.query ?? {}).some(isReserved))
    throw malformed('The query has a parameter with a name that is not allowed.');
  for (const value of Object.values((request.params ?? {}) as Record<string, unknown>))
    if (typeof value === 'string' && !isStorable(value))
      throw malformed('The address has NUL or half a character in it.');
};

const checkHeaders = (raw: readonly string[]): void => {
  const seen = new Set<string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    if (once.has(name) && seen.has(name)) throw malformed(`The header ${name} may be sent once only.`);
    seen.add(name);
  }
};

const checkQuery = (query: string, most: number): void => {
  if (query.split('&').length > most) throw malformed(`A query may have ${most} parameters.`);
  let text: string;
  try {
    text = decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    throw malformed('The query is not percent-encoded UTF-8.');
  }
  if (!isStorable(text)) throw malformed('The query has NUL or half a character in it.');
};
