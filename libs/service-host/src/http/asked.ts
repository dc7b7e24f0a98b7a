import { createParamDecorator, type ExecutionContext, ForbiddenException } from '@nestjs/common';
import type { ComplaintId } from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import type { FastifyRequest } from 'fastify';
import { anonymous, type Caller } from './caller.js';
import type { RequestHashes } from './request-hash.js';

/** What the edge found out about a request before anything read its body. */
export interface Asked {
  readonly caller: Caller;
  readonly clock: WallClock;
  readonly hashes: RequestHashes;
}

const known = new WeakMap<FastifyRequest, Asked>();

export const remember = (request: FastifyRequest, asked: Asked): void => void known.set(request, asked);

/** Throws for a request that did not come through the edge. */
export const askedOf = (request: FastifyRequest): Asked => {
  const asked = known.get(request);
  if (!asked) throw new Error('This request did not come through createHttpApp.');
  return asked;
};

/** Nobody, for a request that failed before it was known who asks. */
export const callerOf = (request: FastifyRequest): Caller => known.get(request)?.caller ?? anonymous;

/** Who is asking: `read(@AskedBy() caller: Caller)`. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The one complaint that a customer's link opens: `read(@OwnComplaint() complaintId: ComplaintId)`. 403 to everybody else. */
export const OwnComplaint = createParamDecorator((_data: unknown, context: ExecutionContext): ComplaintId => {
  const { complaintId } = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (complaintId === undefined) throw new ForbiddenException('This is for customers, by their link.');
  return complaintId as ComplaintId;
});
