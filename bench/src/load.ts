/** What a load came to. Times in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

const atShare = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const loadOf = (took: readonly number[], seconds: number): Load => {
  const sorted = [...took].sort((a, b) => a - b);
  return {
    perSecond: took.length / seconds,
    p50: atShare(sorted, 0.5),
    p99: atShare(sorted, 0.99),
    most: sorted.at(-1) ?? 0,
  };
};

/** So many callers, each asking again as soon as it was answered, for so long; the first tenth is warming up. */
export const closedLoop = async (
  callers: number,
  seconds: number,
  ask: (caller: number, turn: number) => Promise<unknown>,
): Promise<Load> => {
  const took: number[] = [];
  const warm = performance.now() + seconds * 100;
  const end = warm + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const began = performance.now();
        await ask(caller, turn);
        const done = performance.now();
        if (began >= warm && done <= end) took.push(done - began);
      }
    }),
  );
  return loadOf(took, seconds);
};

/** So many a second, asked on time whether or not earlier ones were answered: latency counts from when it was due. */
export const openLoop = async (
  perSecond: number,
  seconds: number,
  ask: (turn: number) => Promise<unknown>,
): Promise<Load> => {
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  const began = performance.now();
  const total = perSecond * seconds;
  for (let turn = 0; turn < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; turn < due; turn += 1) {
      const from = began + (turn / perSecond) * 1000;
      asked.push(ask(turn).then(() => void took.push(performance.now() - from)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  return loadOf(took, (performance.now() - began) / 1000);
};
