import fastifyRateLimit from '@fastify/rate-limit';
import type { WallClock } from '@redress/eventing';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { namedProblem, ProblemError } from './problem.js';

const minute = 60_000;
/** Beyond so many callers at once the one not seen for longest is forgotten: memory stays bounded under any flood. */
const mostCallers = 50_000;

interface Window {
  current: number;
  endsAt: number;
}

/** Counts per window of one minute, by the clock that was given. */
const storeOn = (clock: WallClock): fastifyRateLimit.FastifyRateLimitStoreCtor =>
  class Windows implements fastifyRateLimit.FastifyRateLimitStore {
    private readonly windows = new Map<string, Window>();

    incr(key: string, callback: (error: null, result: { current: number; ttl: number }) => void, ms: number): void {
      const now = clock.now().getTime();
      const known = this.windows.get(key);
      const window = known && now < known.endsAt ? known : { current: 0, endsAt: now + ms };
      window.current += 1;
      // Put last: a Map keeps its order, so the first is the one not seen for longest.
      this.windows.delete(key);
      this.windows.set(key, window);
      if (this.windows.size > mostCallers) this.windows.delete(this.windows.keys().next().value as string);
      callback(null, { current: window.current, ttl: window.endsAt - now });
    }

    child(): Windows {
      return new Windows();
    }
  };

interface Spending {
  readonly key: string;
  readonly perMinute: number;
}

/** How often one may ask, per process: with several replicas a caller has as many times the limit. */
export class RateLimits {
  private readonly spendings = new WeakMap<FastifyRequest, Spending>();
  private readonly count: ReturnType<FastifyInstance['createRateLimit']>;

  private constructor(server: FastifyInstance) {
    this.count = server.createRateLimit({
      timeWindow: minute,
      keyGenerator: (request) => this.spendings.get(request)?.key ?? request.ip,
      max: (request) => this.spendings.get(request)?.perMinute ?? 0,
    });
  }

  static async on(server: FastifyInstance, clock: WallClock): Promise<RateLimits> {
    await server.register(fastifyRateLimit, { global: false, store: storeOn(clock) });
    return new RateLimits(server);
  }

  /** Counts one request of a key. Beyond the limit: 429, with the seconds to wait. */
  async spend(request: FastifyRequest, key: string, perMinute: number): Promise<void> {
    this.spendings.set(request, { key, perMinute });
    const spent = await this.count(request);
    if (spent.isAllowed || !spent.isExceeded) return;
    const seconds = Math.max(1, spent.ttlInSeconds);
    throw new ProblemError(
      namedProblem(
        429,
        'too-many-requests',
        `${perMinute} requests a minute are allowed here. Try again in ${seconds} s.`,
        {
          headers: { 'retry-after': String(seconds) },
        },
      ),
    );
  }
}

/** One name for all addresses that one subscriber commands: of IPv6 the first 64 bits. */
export const addressOf = ({ ip }: FastifyRequest): string => fastifyRateLimit.normalizeIP(ip);
