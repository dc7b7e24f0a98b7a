import { beginning, type Position } from '@redress/eventing';

/** How far the tables of a service have come, for those who wait to see what they did. */
export interface Progress {
  passed(partition: number, position: Position): void;
  at(partition: number): Position;
  /** True once passed; false when `withinMs` went by first, also where the database does not answer. Rejects when it is away. */
  waitFor(partition: number, position: Position, withinMs: number): Promise<boolean>;
}

interface Waiting {
  readonly partition: number;
  readonly position: Position;
  readonly settle: (passed: boolean) => void;
}

interface Look {
  readonly begunMs: number;
  readonly done: Promise<void>;
}

const lookEveryMs = 100;
/** After so long an answer may never come; the next one who asks has a connection of his own. */
const longestLookMs = 1_000;

/** `look` asks the database, for a partition that another process moves: once for all who wait for it. */
export const progress = (look: (partition: number) => Promise<Position>): Progress => {
  const reached = new Map<number, Position>();
  const waiting = new Set<Waiting>();
  const looks = new Map<number, Look>();
  let looking: NodeJS.Timeout | undefined;
  const at = (partition: number): Position => reached.get(partition) ?? beginning;

  const passed = (partition: number, position: Position): void => {
    if (position <= at(partition)) return;
    reached.set(partition, position);
    for (const one of waiting) if (one.partition === partition && one.position <= position) one.settle(true);
  };

  const lookAt = (partition: number): Promise<void> => {
    const underWay = looks.get(partition);
    if (underWay && performance.now() - underWay.begunMs < longestLookMs) return underWay.done;
    const begun: Look = {
      begunMs: performance.now(),
      done: look(partition)
        .then((position) => passed(partition, position))
        .finally(() => {
          if (looks.get(partition) === begun) looks.delete(partition);
        }),
    };
    looks.set(partition, begun);
    return begun.done;
  };

  const lookOn = (): void => {
    if (waiting.size === 0) {
      clearInterval(looking);
      looking = undefined;
      return;
    }
    // A look that fails is followed by another; the timeouts are the answer to a database that stays away.
    for (const partition of new Set([...waiting].map((one) => one.partition))) lookAt(partition).catch(() => undefined);
  };

  return {
    passed,
    at,
    waitFor: async (partition, position, withinMs) => {
      if (position <= at(partition)) return true;
      return new Promise<boolean>((resolve, reject) => {
        const end = (): void => {
          waiting.delete(one);
          clearTimeout(timeout);
        };
        const one: Waiting = {
          partition,
          position,
          settle: (result) => {
            end();
            resolve(result);
          },
        };
        const timeout = setTimeout(() => one.settle(false), withinMs);
        waiting.add(one);
        looking ??= setInterval(lookOn, lookEveryMs);
        lookAt(partition).catch((error: unknown) => {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
    },
  };
};
