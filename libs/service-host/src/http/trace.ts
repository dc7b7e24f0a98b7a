import { trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';

const incoming = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** W3C Trace Context of this request: of the span that is open, else what the caller sent, when it is valid. */
export const traceparentOf = (request: FastifyRequest): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  if (span && !/^0+$/.test(span.traceId))
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
  const sent = request.headers['traceparent'];
  return typeof sent === 'string' && incoming.test(sent) ? sent : undefined;
};

export const traceIdOf = (request: FastifyRequest): string | undefined => traceparentOf(request)?.slice(3, 35);
