import { beginning, type Position } from '@redress/eventing';

/** How far the tables of a service have come, for those who wait to see what they did. */
export interface Progress {
  passed(partition: number, position: Position): void;
  at(partition: number): Position;
  /** True once passed; false when `withinMs` went by first. */
  waitFor(partition: number, position: Position, withinMs: number): Promise<boolean>;
}

interface Waiting {
  readonly partition: number;
  readonly position: Position;
  readonly settle: (passed: boolean) => void;
}

/** `look` asks the database, for a partition that another process moves. */
export const progress = (look: (partition: number) => Promise<Position>): Progress => {
  const reached = new Map<number, Position>();
  const waiting = new Set<Waiting>();
  const at = (partition: number): Position => reached.get(partition) ?? beginning;

  const passed = (partition: number, position: Position): void => {
    if (position <= at(partition)) return;
    reached.set(partition, position);
    for (const one of waiting) if (one.partition === partition && one.position <= position) one.settle(true);
  };

  return {
    passed,
    at,
    waitFor: async (partition, position, withinMs) => {
      if (position <= at(partition)) return true;
      passed(partition, await look(partition));
      if (position <= at(partition)) return true;
      return new Promise<boolean>((resolve) => {
        const settle = (result: boolean): void => {
          waiting.delete(one);
          clearTimeout(timeout);
          clearInterval(looking);
          resolve(result);
        };
        const one: Waiting = { partition, position, settle };
        const timeout = setTimeout(() => settle(false), withinMs);
        const looking = setInterval(() => {
          // A look that fails is followed by another; the timeout is the answer to a database that stays away.
          look(partition).then(
            (position) => passed(partition, position),
            () => undefined,
          );
        }, 100);
        waiting.add(one);
      });
    },
  };
};
