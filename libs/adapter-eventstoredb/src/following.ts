import { type AllStreamSubscription, END, excludeSystemEvents } from '@eventstore/db-client';
import { beginning, type Position } from '@redress/eventing';
import type { Connection } from './connection.js';
import { type Trace, traceOf } from './recorded.js';

/** How far the subscription has come that wakes readers. */
export interface Following {
  readonly connected: boolean;
  /** The last position that is known, by whatever way, less the last that the subscription told of: bytes of the log. */
  readonly behind: bigint;
  readonly resubscribed: number;
}

export interface Feed {
  /** Calls when something was appended: a hint, as it comes. */
  listen(wake: () => void): () => void;
  /** Something stands at this position: readers are woken, and the subscription ought to tell of it too. */
  noted(position: Position): void;
  /** What the subscription told of the event at a position, waiting a moment for it; `undefined` when it did not. */
  readonly seen: (position: Position) => Promise<Trace | undefined>;
  /** The last position that is known. */
  readonly known: () => Position;
  readonly following: () => Following;
  close(): Promise<void>;
}

/** Milliseconds; pauses between tries double, and are spread so that processes do not come back all at once. */
export interface FollowingPace {
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** A subscription that is behind by the same event for this long is given up for another. */
  readonly stalledMs: number;
}

/** How many events are remembered for `seen`, and how long it waits for one: after that, asking is faster. */
const [keptTraces, traceMs] = [2048, 10];

const commitOf = (position: Position): bigint => (position === beginning ? 0n : BigInt(position.slice(0, 20)));

/**
 * One catch-up subscription on the whole log from its end on. It wakes, and confirms appends: readers go on from positions
 * of their own, so that whatever it misses while it is away is read with the wake that follows.
 */
export const followLog = (
  { client, within, fromLeader }: Connection,
  pace: FollowingPace,
  report: (error: unknown) => void,
): Feed => {
  const wakes = new Set<() => void>();
  const wakeAll = (): void => wakes.forEach((wake) => wake());
  let subscription: AllStreamSubscription | undefined;
  let connected = false;
  let closed = false;
  let failures = 0;
  let resubscribed = 0;
  let known = beginning;
  let told = beginning;
  let seen: {
    readonly subscription?: AllStreamSubscription | undefined;
    readonly told: Position;
    readonly connected: boolean;
  } = {
    told,
    connected,
  };
  let retry: NodeJS.Timeout | undefined;

  const traces = new Map<Position, Trace>();
  const waiting = new Map<Position, (trace: Trace) => void>();
  const keep = (trace: Trace): void => {
    traces.set(trace.position, trace);
    for (const oldest of traces.keys()) {
      if (traces.size <= keptTraces) break;
      traces.delete(oldest);
    }
    waiting.get(trace.position)?.(trace);
  };
  const awaited = (position: Position): Promise<Trace | undefined> =>
    new Promise((resolve) => {
      const settle = (trace?: Trace): void => {
        clearTimeout(timeout);
        waiting.delete(position);
        resolve(trace);
      };
      const timeout = setTimeout(settle, traceMs);
      waiting.set(position, settle);
    });

  const later = (one: Position, other: Position): Position => (one > other ? one : other);

  const leave = async (left: AllStreamSubscription | undefined): Promise<void> => {
    left?.removeAllListeners('data');
    if (left) await within('leaving a subscription', left.unsubscribe()).catch(report);
  };
  const again = (left: AllStreamSubscription, error: unknown): void => {
    if (closed || left !== subscription) return;
    report(error);
    connected = false;
    subscription = undefined;
    void leave(left);
    const most = Math.min(pace.longestRetryMs, pace.retryMs * 2 ** failures);
    failures += 1;
    retry = setTimeout(subscribe, most * (0.5 + Math.random() / 2)).unref();
  };
  const subscribe = (): void => {
    if (closed) return;
    const fresh = client.subscribeToAll({ fromPosition: END, filter: excludeSystemEvents(), ...fromLeader });
    subscription = fresh;
    fresh.on('error', (error: unknown) => again(fresh, error));
    fresh.on('end', () => again(fresh, new Error('The subscription ended.')));
    fresh.on('confirmation', () => {
      connected = true;
      if (failures > 0) resubscribed += 1;
      failures = 0;
      // It begins at the end of the log, so it will not tell of what stands there already.
      told = known;
      wakeAll();
    });
    fresh.on('data', (resolved) => {
      const trace = traceOf(resolved);
      if (!trace) return;
      keep(trace);
      told = later(told, trace.position);
      known = later(known, told);
      wakeAll();
    });
  };
  /** Neither confirmed nor broken, or confirmed and behind by the same event, since the last look. */
  const watch = setInterval(() => {
    const stands = subscription !== undefined && subscription === seen.subscription && told === seen.told;
    const stalled = stands && (!connected || (seen.connected && told < known));
    seen = { subscription, told, connected };
    if (stalled && subscription) again(subscription, new Error('The subscription to the log tells of nothing.'));
  }, pace.stalledMs).unref();

  subscribe();
  return {
    listen: (wake) => {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
    noted: (position) => {
      if (position <= known) return;
      known = position;
      wakeAll();
    },
    seen: async (position) => traces.get(position) ?? (connected && told < position ? awaited(position) : undefined),
    known: () => known,
    following: () => ({ connected, resubscribed, behind: commitOf(known) - commitOf(told) }),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      clearInterval(watch);
      await leave(subscription);
    },
  };
};
