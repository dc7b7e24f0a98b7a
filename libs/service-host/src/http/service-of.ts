import type { FastifyRequest } from 'fastify';

/** The service a route belongs to: `/api/sla/clocks/:id` is of `sla`. */
export const serviceOf = ({ routeOptions }: FastifyRequest): string | undefined => {
  const [, prefix, service] = (routeOptions.url ?? '').split('/');
  return prefix === 'api' && service ? service : undefined;
};
