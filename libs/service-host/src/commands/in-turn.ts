import type { Waiting } from './stream-queue.js';

/**
 * Keeps commands that follow events of one key in the order of these events: behind one that failed the others fail as
 * well, and all of them come again. What follows a later event would else stand in the stream, and show that the earlier
 * one was followed too.
 */
export interface InTurn {
  /** It waits from now on, until it is settled. */
  waits(waiting: Waiting): Waiting;
  fails(waiting: Waiting, error: unknown): void;
  /** Throws what the one before it has failed with. */
  mayGo(waiting: Waiting): void;
}

export const inTurn = (): InTurn => {
  const line = new Set<Waiting>();
  const overtaking = new Map<Waiting, unknown>();
  return {
    waits: (waiting) => {
      if (waiting.cause.asOfKey === undefined) return waiting;
      const inLine: Waiting = {
        ...waiting,
        settle: (answer) => {
          line.delete(inLine);
          overtaking.delete(inLine);
          waiting.settle(answer);
        },
      };
      line.add(inLine);
      return inLine;
    },
    fails: (waiting, error) => {
      if (!line.has(waiting)) return;
      const all = [...line];
      for (const other of all.slice(all.indexOf(waiting) + 1))
        if (other.cause.asOfKey === waiting.cause.asOfKey) overtaking.set(other, error);
    },
    mayGo: (waiting) => {
      if (overtaking.has(waiting)) throw overtaking.get(waiting);
    },
  };
};
