import { type CanActivate, type ExecutionContext, ForbiddenException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { allowanceOf, limitOf } from './allow.js';
import { callerOf } from './asked.js';
import { unauthenticated } from './authentication.js';
import type { Caller } from './caller.js';
import { addressOf, type RateLimits } from './rate-limits.js';

/** Lets in whom the route allows. A route that allows nobody in particular lets nobody in. */
export class Gate implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    const caller = callerOf(request);
    refuseOtherComplaint(caller, request);
    const perMinute = limitOf(handler);
    if (perMinute !== undefined) {
      const who = caller.kind === 'anonymous' ? addressOf(request) : caller.id;
      await this.limits.spend(request, `${request.method} ${request.routeOptions.url} ${who}`, perMinute);
    }
    const allowance = allowanceOf({ handler, controller: context.getClass() });
    if (allowance?.kind === 'anyone') return true;
    if (caller.kind === 'anonymous') throw unauthenticated('This needs credentials.');
    if (allowance?.kind === 'signed-in') {
      if (caller.kind === 'person') return true;
      throw new ForbiddenException('This is for people who signed in.');
    }
    const roles = allowance?.roles ?? [];
    if (roles.some((role) => caller.roles.includes(role))) return true;
    throw new ForbiddenException(
      `This needs ${roles.length > 1 ? 'one of the roles' : 'the role'} ${roles.join(', ')}.`,
    );
  }
}

/** A customer's link is for one complaint: whatever a route allows, no address may name another one. */
const refuseOtherComplaint = ({ complaintId }: Caller, { params }: FastifyRequest): void => {
  const named = (params as Readonly<Record<string, string | undefined>>)['complaintId'];
  if (complaintId !== undefined && named !== undefined && named !== complaintId)
    throw new ForbiddenException('This link is for another complaint.');
};
