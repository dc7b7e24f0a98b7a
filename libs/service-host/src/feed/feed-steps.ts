import { type EventStore, type Position, type StoredEvent } from '@redress/eventing';
import type { Place } from './log-cursor.js';
import { newsOf, resting } from './news.js';

/** Times in milliseconds. */
export interface FeedPace {
  /** Events read of the log at a time. */
  readonly pageSize: number;
  /** After so long without an event a reader is told how far it has come. */
  readonly quietMs: number;
  /** Between two looks at a log that nobody said had grown. */
  readonly pollMs: number;
  /** How long a follower gathers news before it looks again, so that a busy log is read by pages and not by events. */
  readonly gatherMs: number;
  /** After so long a reader has to ask again, and whether it still may is looked at anew. */
  readonly lifeMs: number;
}

export const usualPace: FeedPace = {
  pageSize: 200,
  quietMs: 15_000,
  pollMs: 1_000,
  gatherMs: 100,
  lifeMs: 900_000,
};

/** `head`: all that there was when it was asked for; `limit`: as many as were wanted; `time`: it lasted as long as it may. */
export type EndedBy = 'head' | 'limit' | 'stopping' | 'time';

/** How a reader is brought on: by events in the order of the log, or by being told that there were none. */
export type FeedStep =
  | { readonly kind: 'events'; readonly events: readonly StoredEvent[]; readonly upTo: Place }
  | { readonly kind: 'quiet'; readonly upTo: Place }
  | { readonly kind: 'end'; readonly upTo: Place; readonly endedBy: EndedBy };

export interface FeedParts {
  readonly store: EventStore;
  readonly after: Place;
  readonly takes: (event: StoredEvent) => boolean;
  readonly limit: number;
  /** The last position that is wanted; `follow` has none and waits for what comes. */
  readonly until: Position | 'follow';
  /** The reader went away. */
  readonly gone: AbortSignal;
  /** The process stops. */
  readonly stopping: AbortSignal;
  readonly pace: FeedPace;
}

/** The log after a place, one page at a time, each read only when the one before it was taken. Rejects when the log cannot be read. */
export async function* feedSteps(parts: FeedParts): AsyncGenerator<FeedStep, void> {
  const { store, takes, until, gone, stopping, pace } = parts;
  const news = newsOf(store);
  const ending = AbortSignal.any([gone, stopping]);
  const endsAt = performance.now() + pace.lifeMs;
  let [upTo, left, toldAt] = [parts.after, parts.limit, performance.now()];

  const endedBy = (): EndedBy | undefined => {
    if (left === 0) return 'limit';
    if (until !== 'follow' && upTo.position >= until) return 'head';
    if (ending.aborted) return 'stopping';
    return performance.now() >= endsAt ? 'time' : undefined;
  };
  try {
    for (let end = endedBy(); ; end = endedBy()) {
      if (end) return yield { kind: 'end', upTo, endedBy: end };
      news.heard();
      const page = await store.readLog(upTo.position, pace.pageSize);
      if (page.length === 0 && until !== 'follow') return yield { kind: 'end', upTo, endedBy: 'head' };
      const events = page.filter((event) => isWithin(event, until) && takes(event)).slice(0, left);
      upTo = placeAfter(page, events.length === left ? events : [], until) ?? upTo;
      left -= events.length;
      if (events.length > 0) {
        yield { kind: 'events', events, upTo };
        toldAt = performance.now();
      } else if (performance.now() - toldAt >= pace.quietMs) {
        yield { kind: 'quiet', upTo };
        toldAt = performance.now();
      }
      if (until !== 'follow' || left === 0) continue;
      if (page.length === 0) await news.within(untilNextLook(pace, toldAt), ending);
      else if (page.length < pace.pageSize) await resting(pace.gatherMs, ending);
    }
  } finally {
    news.end();
  }
}

const isWithin = ({ position }: StoredEvent, until: FeedParts['until']): boolean =>
  until === 'follow' || position <= until;

/** Where the reader stands: at the last event that it took if it wants no more, else at the last one that was looked at. */
const placeAfter = (
  page: readonly StoredEvent[],
  taken: readonly StoredEvent[],
  until: FeedParts['until'],
): Place | undefined => {
  const last = taken.at(-1) ?? page.findLast((event) => isWithin(event, until));
  return last && { position: last.position, eventId: last.id };
};

const untilNextLook = ({ quietMs, pollMs }: FeedPace, toldAt: number): number =>
  Math.max(1, Math.min(pollMs, toldAt + quietMs - performance.now()));
