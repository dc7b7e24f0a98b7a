import type { Incoming } from './record.js';

/** A record with its place in the partition. */
export interface Fetched extends Incoming {
  readonly offset: bigint;
}

/** What was fetched of a partition and is not handled yet. One takes from it. */
export interface PartitionQueue {
  readonly length: number;
  put(records: readonly Fetched[]): void;
  /** The next ones, waiting for the first; at most so many. Empty once it was closed. */
  take(atMost: number): Promise<readonly Fetched[]>;
  clear(): void;
  close(): void;
}

export const partitionQueue = (): PartitionQueue => {
  let records: Fetched[] = [];
  let taken = 0;
  let closed = false;
  let wake = (): void => undefined;

  return {
    get length() {
      return records.length - taken;
    },
    put: (more) => {
      records = taken === 0 ? records.concat(more) : records.slice(taken).concat(more);
      taken = 0;
      wake();
    },
    take: async (atMost) => {
      while (!closed && taken === records.length) await new Promise<void>((resolve) => (wake = resolve));
      if (closed) return [];
      const some = records.slice(taken, taken + atMost);
      taken += some.length;
      return some;
    },
    clear: () => {
      records = [];
      taken = 0;
    },
    close: () => {
      closed = true;
      wake();
    },
  };
};
