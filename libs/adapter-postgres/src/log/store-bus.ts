import {
  type Consumer,
  ConsumerEnded,
  type Delivery,
  type EventBus,
  type EventStore,
  Fenced,
  type Position,
} from '@redress/eventing';
import type { Leases } from '../service/leases.js';
import { fullPage, tailOf } from './tail.js';

interface Parts {
  readonly store: EventStore;
  readonly leases: Leases;
  readonly report: (consumer: string, error: unknown) => void;
  /** How long events are gathered under load; specs have no load. */
  readonly gatherMs?: number;
}

/**
 * Under load a batch that is not gathered for a moment holds one event, and each costs a transaction of every consumer.
 * Wakes come from the store; the others are for when none comes, and for how long a failed batch rests.
 */
const pace = {
  gatherMs: 10,
  busyFrom: 0.8,
  longestGatherMs: 500,
  pollMs: 1000,
  retryMs: 100,
  longestRetryMs: 30_000,
  leaseMs: 1000,
} as const;

/**
 * Where the process has hardly a moment left it rests four times as long as the work took, so that there is time for
 * those who wait for an answer; where it has, what follows from an event should follow soon.
 */
const gathering = (gatherMs: number, tookMs: number, utilization: number): number => {
  if (gatherMs === 0 || utilization < pace.busyFrom) return gatherMs;
  return Math.min(pace.longestGatherMs, Math.max(gatherMs, tookMs * 4));
};

/** The share of the time since it was asked last in which this process was at work. */
const utilizationOf = (): (() => number) => {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
};

/** The store's own subscription as a bus of one partition: whoever holds a consumer's lease reads the log for it. */
export const storeBus = ({ store, leases, report, gatherMs = pace.gatherMs }: Parts): EventBus => {
  const tail = tailOf(store);
  const deliveries = new Set<Delivery>();

  const deliver = (consumer: Consumer): Delivery => {
    const utilization = utilizationOf();
    let stopped = false;
    let wake = (): void => undefined;
    let appended = false;
    const unlisten = store.onAppended(() => {
      appended = true;
      wake();
    });
    const rest = (ms: number, isEnough: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const timeout = setTimeout(resolve, ms);
        wake = () => {
          if (!isEnough()) return;
          clearTimeout(timeout);
          resolve();
        };
        wake();
      });

    const read = async (held: () => boolean, from: Position): Promise<void> => {
      let position = from;
      let failures = 0;
      while (!stopped && held()) {
        try {
          appended = false;
          const began = performance.now();
          const events = await tail.after(position);
          const last = events.at(-1);
          if (last) {
            await consumer.handle({ partition: 0, events, upTo: last.position });
            position = last.position;
          }
          failures = 0;
          const took = performance.now() - began;
          if (last && events.length < fullPage) await rest(gathering(gatherMs, took, utilization()), () => stopped);
          if (!last) await rest(pace.pollMs, () => appended || stopped);
        } catch (error) {
          // Another process has taken over: only a new assignment, with a new fence, may go on.
          if (error instanceof Fenced || error instanceof ConsumerEnded) throw error;
          report(consumer.name, error);
          failures += 1;
          await rest(Math.min(pace.longestRetryMs, pace.retryMs * 2 ** failures), () => stopped);
        }
      }
    };

    const hold = async (): Promise<void> => {
      const [schema = ''] = consumer.name.split('.');
      const lease = await leases.acquire(schema, consumer.name);
      if (!lease) return rest(pace.leaseMs, () => stopped);
      try {
        await read(lease.held, (await consumer.assigned(0)).position);
      } finally {
        consumer.revoked(0);
        await lease.release();
      }
    };

    const run = async (): Promise<void> => {
      while (!stopped)
        await hold().catch((error: unknown) => {
          report(consumer.name, error);
          if (error instanceof ConsumerEnded) stopped = true;
          return rest(pace.leaseMs, () => stopped);
        });
    };
    const running = run();

    const delivery: Delivery = {
      stop: async () => {
        stopped = true;
        wake();
        unlisten();
        deliveries.delete(delivery);
        await running;
      },
    };
    deliveries.add(delivery);
    return delivery;
  };

  return {
    partitions: 1,
    partitionOf: () => 0,
    deliver: async (consumer) => deliver(consumer),
    close: async () => {
      await Promise.all([...deliveries].map((delivery) => delivery.stop()));
    },
  };
};
