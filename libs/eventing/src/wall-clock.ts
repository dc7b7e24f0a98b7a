/** The only source of "now". Injected everywhere, moved by hand in specs. */
export interface WallClock {
  now(): Date;
  /** Calls once, at the instant or soon after; answers how to call it off. */
  wakeAt(instant: Date, wake: () => void): () => void;
}

/** setTimeout overflows at 2^31 ms (24.8 days): longer waits are taken in steps. */
const longestStep = 2 ** 31 - 1;

export const systemClock: WallClock = {
  now: () => new Date(),
  wakeAt: (instant, wake) => {
    let timeout: NodeJS.Timeout;
    const step = (): void => {
      const wait = instant.getTime() - Date.now();
      timeout = wait > longestStep ? setTimeout(step, longestStep) : setTimeout(wake, Math.max(0, wait));
      timeout.unref();
    };
    step();
    return () => clearTimeout(timeout);
  },
};
