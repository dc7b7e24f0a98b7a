import { type Append, bytesOf, limits } from '@redress/eventing';

/** What one append came to, whatever became of its neighbours. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

interface Waiting<T> {
  readonly append: Append;
  readonly bytes: number;
  readonly settle: (outcome: Outcome<T>) => void;
}

/** A group is bounded so that one commit stays short: the lock on the head row is held for its length. */
const groupLimits = { appends: 500, bytes: limits.appendBytes } as const;

/**
 * Sends what queued while the previous commit was in flight as one: no timer, so a lone append waits for nobody.
 * `commit` answers an outcome per append, in order; when it rejects, all of the group are answered so.
 */
export const groupCommit = <T>(
  commit: (appends: readonly Append[]) => Promise<readonly Outcome<T>[]>,
): ((append: Append) => Promise<T>) => {
  let queue: Waiting<T>[] = [];
  let busy = false;

  const takeGroup = (): Waiting<T>[] => {
    let bytes = 0;
    let size = 0;
    for (const waiting of queue) {
      bytes += waiting.bytes;
      if (size === groupLimits.appends || (size > 0 && bytes > groupLimits.bytes)) break;
      size += 1;
    }
    const group = queue.slice(0, size);
    queue = queue.slice(size);
    return group;
  };

  const run = async (): Promise<void> => {
    busy = true;
    while (queue.length > 0) {
      const group = takeGroup();
      try {
        const outcomes = await commit(group.map(({ append }) => append));
        group.forEach(({ settle }, index) =>
          settle(outcomes[index] ?? { error: new Error('The store answered fewer outcomes than appends.') }),
        );
      } catch (error) {
        group.forEach(({ settle }) => settle({ error }));
      }
    }
    busy = false;
  };

  return (append) =>
    new Promise<T>((resolve, reject) => {
      queue.push({
        append,
        bytes: bytesOf(append),
        settle: (outcome) => {
          if ('value' in outcome) resolve(outcome.value);
          else reject(outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error)));
        },
      });
      if (!busy) void run();
    });
};
