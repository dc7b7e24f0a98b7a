/** The only source of "now". Injected everywhere, moved by hand in specs. */
export interface WallClock {
  now(): Date;
  /** Calls once, at the instant or soon after; answers how to call it off. */
  wakeAt(instant: Date, wake: () => void): () => void;
}

/**
 * Timeouts count the time that passes, not what the clock shows: waits are taken in steps, so that a clock that was set
 * forward, or a machine that slept, is noticed within one. (They would also overflow after 24.8 days.)
 */
const longestStepMs = 30_000;

export const systemClock: WallClock = {
  now: () => new Date(),
  wakeAt: (instant, wake) => {
    let timeout: NodeJS.Timeout;
    const step = (): void => {
      const wait = instant.getTime() - Date.now();
      timeout = wait > 0 ? setTimeout(step, Math.min(wait, longestStepMs)) : setTimeout(wake);
      timeout.unref();
    };
    step();
    return () => clearTimeout(timeout);
  },
};
