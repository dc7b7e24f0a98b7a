import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext, ForbiddenException } from '@nestjs/common';
import { derivedId } from '@redress/eventing';
import type { FastifyRequest } from 'fastify';
import { askedOf } from './asked.js';
import type { Sender } from './caller.js';
import { malformed } from './problem.js';
import { traceparentOf } from './trace.js';

const keyForm = /^[\x21-\x7e]{1,255}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The address with its parameters as they were understood: two spellings of one address are one. */
const concretePath = ({ routeOptions, params }: FastifyRequest): string =>
  (routeOptions.url ?? '').replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params as Readonly<Record<string, string>>)[name] ?? ''),
  );

const keyOf = ({ headers }: FastifyRequest): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !keyForm.test(key))
    throw malformed('The Idempotency-Key has 1 to 255 visible ASCII characters.', [
      { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
    ]);
  return key;
};

export const senderOf = (request: FastifyRequest): Sender => {
  const { caller, clock, hashes } = askedOf(request);
  const key = keyOf(request);
  const commandId =
    key === undefined ? randomUUID() : derivedId('http', caller.id, request.method, concretePath(request), key);
  const requestHashes = key === undefined ? [] : hashes.of(commandId, request.body ?? null);
  const [requestHash] = requestHashes;
  const correlation = request.headers['x-correlation-id'];
  const traceparent = traceparentOf(request);
  return {
    by: { id: caller.id, roles: caller.roles },
    commandId,
    ...(requestHash !== undefined && { requestHash, requestHashes }),
    correlationId: typeof correlation === 'string' && uuid.test(correlation) ? correlation.toLowerCase() : commandId,
    causationId: commandId,
    ...(traceparent !== undefined && { traceparent }),
    at: clock.now(),
    historical: false,
  };
};

/** Also tells the API's description which routes are commands. */
export function sentBy(_data: unknown, context: ExecutionContext): Sender {
  return senderOf(context.switchToHttp().getRequest<FastifyRequest>());
}

/** Who sends a command, under which key: `pause(@SentBy() sender: Sender)`. */
export const SentBy = createParamDecorator(sentBy);

/** The same command as something that happened long ago, as `field` says. Only importers may say so. */
export const historically = (sender: Sender, at: Date, field: string): Sender => {
  if (!sender.by.roles.includes('importer')) throw new ForbiddenException('Only the role importer records history.');
  if (at.getTime() > sender.at.getTime())
    throw malformed('What is imported has happened already.', [{ field, message: 'must not lie in the future' }]);
  return { ...sender, at, historical: true };
};
