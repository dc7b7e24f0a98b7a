import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WallClock } from '@redress/eventing';
import { remember } from './asked.js';
import type { Authentication, Known } from './authentication.js';
import { contentSecurityOf } from './content-security.js';
import type { HttpLimits } from './options.js';
import { ProblemError } from './problem.js';
import { addressOf, type RateLimits } from './rate-limits.js';
import { checkRequest } from './request-checks.js';
import type { RequestHashes } from './request-hash.js';

/** What every answer carries, and the refusal of what no honest client sends. Throws a 4xx. */
export const receive = (request: FastifyRequest, reply: FastifyReply, limits: HttpLimits): void => {
  const template = request.routeOptions.url;
  reply.header('x-request-id', request.id);
  reply.header('content-security-policy', contentSecurityOf(template));
  reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (!template || template.startsWith('/api/')) reply.header('cache-control', 'no-store');
  checkRequest(request, limits);
};

/** What happens to every request before its body is read: headers of the answer, plausibility, who asks, how often. */
export class Entrance {
  constructor(
    private readonly authentication: Authentication,
    private readonly rates: RateLimits,
    private readonly limits: HttpLimits,
    private readonly clock: WallClock,
    private readonly hashes: RequestHashes,
  ) {}

  openOn(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      receive(request, reply, this.limits);
      if (!isOpen(request)) await this.identify(request);
    });
  }

  private async identify(request: FastifyRequest): Promise<void> {
    const known = await this.known(request);
    remember(request, { caller: known.caller, clock: this.clock, hashes: this.hashes });
    const { caller } = known;
    const { perCaller, perLink } = this.limits;
    if (caller.kind !== 'anonymous') {
      const usual = caller.kind === 'customer' ? perLink : perCaller;
      return this.rates.spend(request, caller.id, known.perMinute ?? usual);
    }
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const [name, perMinute] = reads ? ['read', this.limits.anonymousReads] : ['write', this.limits.anonymousWrites];
    return this.rates.spend(request, `${name} ${addressOf(request)}`, perMinute);
  }

  /** Guessing is limited by address; an honest caller at the same address is not held up by it. */
  private async known(request: FastifyRequest): Promise<Known> {
    try {
      return await this.authentication.callerFrom(request.headers.authorization);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401)
        await this.rates.spend(request, `failed ${addressOf(request)}`, this.limits.failedSignIns);
      throw error;
    }
  }
}

/** Health, metrics and pages: nobody in particular asks, and probes are not counted. */
const isOpen = ({ routeOptions, is404 }: FastifyRequest): boolean =>
  !is404 && routeOptions.url !== undefined && !routeOptions.url.startsWith('/api/');
