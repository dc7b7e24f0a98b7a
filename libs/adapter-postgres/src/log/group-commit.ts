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

  /** The oldest that fit. A second append to a stream waits for the next group: it is judged by what the first leaves. */
  const takeGroup = (): Waiting<T>[] => {
    const group: Waiting<T>[] = [];
    const left: Waiting<T>[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    for (const waiting of queue) {
      const { stream } = waiting.append;
      const fits =
        group.length === 0 || (group.length < groupLimits.appends && bytes + waiting.bytes <= groupLimits.bytes);
      if (fits && !streams.has(stream)) {
        group.push(waiting);
        bytes += waiting.bytes;
      } else left.push(waiting);
      // Whoever was left must not be overtaken by a later append to the same stream.
      streams.add(stream);
    }
    queue = left;
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
