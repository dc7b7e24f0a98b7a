interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps one statement short enough that nobody behind it waits long. */
const usualMost = 1000;

/**
 * Turns many small questions into few large ones: what is asked in the same tick, or while an answer is under way,
 * goes into the next round trip together. No timer, so that a lone question waits for nobody.
 * `load` answers each item, in order; when it rejects, all of that round trip are rejected so.
 */
export const batched = <Item, Answer>(
  load: (items: readonly Item[]) => Promise<readonly Answer[]>,
  mostItems = usualMost,
): ((item: Item) => Promise<Answer>) => {
  let queue: Waiting<Item, Answer>[] = [];
  let busy = false;

  const answer = async (batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await load(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  };

  const run = async (): Promise<void> => {
    busy = true;
    // Lets those who ask in this very tick come along.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue.slice(0, mostItems);
      queue = queue.slice(mostItems);
      await answer(batch);
    }
    busy = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!busy) void run();
    });
};
