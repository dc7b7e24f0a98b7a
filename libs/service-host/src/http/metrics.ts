import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { templateOf } from './request-log.js';

/** A registry with the measures of the process. */
export const createRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Tells the processes of Redress from whatever else is measured in the same place.
  new Gauge({ name: 'redress_up', help: '1 in every process of Redress.', registers: [registry] }).set(1);
  return registry;
};

const name = 'http_request_duration_seconds';

/** How long answers took, by method, template of the route and status: nothing in it is of a caller's making. */
export const measureRequests = (server: FastifyInstance, registry: Registry): void => {
  const duration =
    (registry.getSingleMetric(name) as Histogram<'method' | 'route' | 'status'> | undefined) ??
    new Histogram({
      name,
      help: 'Time from a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  server.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, route: templateOf(request), status: reply.statusCode };
    duration.observe(labels, reply.elapsedTime / 1000);
    done();
  });
};
