import { namedProblem, ProblemError } from '../http/problem.js';

export interface FeedLimits {
  readonly perCaller: number;
  /** Of this process. */
  readonly inAll: number;
}

export const usualFeedLimits: FeedLimits = { perCaller: 4, inAll: 200 };

const retrySeconds = 5;

/** Counts the feeds that are being read. */
export class OpenFeeds {
  private readonly open = new Map<string, number>();
  private all = 0;

  constructor(private readonly limits: FeedLimits = usualFeedLimits) {}

  /** One more for this caller; answers how to leave, which counts once. Beyond the limits it is a 429. */
  enter(callerId: string): () => void {
    const own = this.open.get(callerId) ?? 0;
    if (own >= this.limits.perCaller)
      throw tooMany(`${this.limits.perCaller} feeds may be read at once by one caller. Close one of them first.`);
    if (this.all >= this.limits.inAll) throw tooMany('Too many feeds are being read at the moment.');
    this.open.set(callerId, own + 1);
    this.all += 1;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.all -= 1;
      const rest = (this.open.get(callerId) ?? 1) - 1;
      if (rest === 0) this.open.delete(callerId);
      else this.open.set(callerId, rest);
    };
  }
}

const tooMany = (why: string): ProblemError =>
  new ProblemError(namedProblem(429, 'too-many-feeds', why, { headers: { 'retry-after': String(retrySeconds) } }));
