import { STATUS_CODES } from 'node:http';
import type { Type } from '@nestjs/common';
import { type Answer, answersOf, refusalsOf } from './answers.js';
import type { Role } from './caller.js';
import { mediaTypesOf } from './media-types.js';
import { problemMet, problemMetWhen } from './openapi-problems.js';
import type { Schemas } from './openapi-schemas.js';
import type { Route } from './routes.js';
import { waitParameter } from './waiting.js';

type Json = Readonly<Record<string, unknown>>;

const words = (name: string): string => {
  const text = name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** `sla.clocks.pause` */
export const operationIdOf = ({ path, controller, name }: Route): string => {
  const [, prefix = '', service = ''] = path.split('/');
  const own = lower(controller.name.replace(/Controller$/, ''));
  return [prefix === 'api' ? service : 'platform', own, name].join('.');
};

/** Everything about an operation that its decorators and the classes of the contracts say. */
export const operationOf = (route: Route, schemas: Schemas, given: Json): Json => {
  const [, prefix, service] = route.path.split('/');
  return {
    operationId: operationIdOf(route),
    summary: given['summary'] || words(route.name),
    ...(given['description'] ? { description: given['description'] } : {}),
    tags: [prefix === 'api' ? service : 'platform'],
    ...(prefix === 'api' && { security: securityOf(route), ...rolesOf(route) }),
    parameters: parametersOf(route, schemas),
    ...(route.body && { requestBody: bodyOf(route.body, schemas) }),
    responses: { ...answersIn(route, schemas), ...(prefix === 'api' ? problemsOf(route) : {}), ...refusalsIn(route) },
  };
};

/** A body of which nothing must be said need not be sent. */
const bodyOf = (type: Type, schemas: Schemas): Json =>
  (type as unknown) === Buffer
    ? { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
    : {
        required: schemas.parametersOf(type).some(({ required }) => required),
        content: { 'application/json': { schema: schemas.request(type) } },
      };

const securityOf = ({ allowance }: Route): readonly Json[] => {
  if (allowance?.kind === 'anyone') return [{}, { bearer: [] }, { channelKey: [] }, { customerLink: [] }];
  if (allowance?.kind !== 'roles') return [{ bearer: [] }];
  const { roles } = allowance;
  return [
    ...(roles.some((role) => role !== 'channel' && role !== 'customer') ? [{ bearer: [] }] : []),
    ...(roles.includes('channel') ? [{ channelKey: [] }] : []),
    ...(roles.includes('customer') ? [{ customerLink: [] }] : []),
  ];
};

const rolesOf = ({ allowance }: Route): { 'x-roles'?: readonly Role[] } =>
  allowance?.kind === 'roles' ? { 'x-roles': allowance.roles } : {};

const isRead = ({ method }: Route): boolean => method === 'get';

const parametersOf = (route: Route, schemas: Schemas): readonly Json[] => {
  const { path, query, parameters, isCommand } = route;
  const described = new Map((parameters ? schemas.parametersOf(parameters) : []).map((one) => [one.name, one.schema]));
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: described.get(name) ?? { type: 'string' },
  }));
  const inQuery = (query ? schemas.parametersOf(query) : []).map((one) => ({ ...one, in: 'query' }));
  const waits = isRead(route) && path.startsWith('/api/');
  return [...inPath, ...inQuery, ...(waits ? [wait] : []), ...(isCommand ? [idempotencyKey, correlationId] : [])];
};

const wait: Json = {
  name: waitParameter,
  in: 'query',
  required: false,
  description: 'The token that a command answered: waits, for a bounded time, until its effects can be seen here.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: 1_024 },
};

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same key and body, a command is not carried out again, and is answered the same.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const correlationId: Json = {
  name: 'X-Correlation-Id',
  in: 'header',
  required: false,
  description: 'Where it is a UUID, it stands in every event that follows.',
  schema: { type: 'string' },
};

const answersIn = (route: Route, schemas: Schemas): Json => {
  const declared = answersOf(route.handler);
  const answers: readonly Answer[] =
    declared.length > 0 ? declared : [{ status: route.status, shape: undefined, description: undefined }];
  return Object.fromEntries(
    answers.map(({ status, shape, description }) => [
      status,
      {
        description: description ?? STATUS_CODES[status] ?? 'Answer',
        ...(shape && {
          content: Object.fromEntries(
            mediaTypesIn(route).map((type) => [type, contentOf(type, schemas.answer(shape))]),
          ),
        }),
      },
    ]),
  );
};

const mediaTypesIn = ({ handler }: Route): readonly string[] => mediaTypesOf(handler) ?? ['application/json'];

/**
 * Of server-sent events each event is described, by the names of its fields, and what was said is text within one of them
 * (as in OpenAPI 3.2, section “Media Type Examples: Sequential”; 3.1 leaves it open).
 */
const contentOf = (mediaType: string, answer: Json): Json => {
  if (mediaType !== 'text/event-stream') return { schema: answer };
  const data = { type: 'string', contentMediaType: 'application/json', contentSchema: answer };
  return { schema: { type: 'object', required: ['id', 'data'], properties: { id: { type: 'string' }, data } } };
};

/** Which problems can be met, by what the route takes. */
const problemsOf = (route: Route): Json => {
  const open = route.allowance?.kind === 'anyone';
  const met: readonly (readonly [number, boolean])[] = [
    [400, true],
    [401, true],
    [403, !open],
    [404, route.path.includes('{')],
    [409, route.isCommand],
    [410, isRead(route)],
    [413, route.body !== undefined],
    [414, true],
    [415, route.body !== undefined],
    [422, route.isCommand],
    [429, true],
    [431, true],
    [503, true],
  ];
  return Object.fromEntries(met.filter(([, applies]) => applies).map(([status]) => [status, problemMet(status)]));
};

const refusalsIn = (route: Route): Json => {
  const refusals = refusalsOf({ handler: route.handler, controller: route.controller });
  const statuses = [...new Set(refusals.map(({ status }) => status))];
  const reasonsOf = (status: number): readonly string[] =>
    refusals.filter((one) => one.status === status).map(({ when }) => when);
  return Object.fromEntries(statuses.map((status) => [status, problemMetWhen(status, reasonsOf(status))]));
};
