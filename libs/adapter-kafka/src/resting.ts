/** Pauses that a stop cuts short. */
export interface Resting {
  readonly stopped: () => boolean;
  /** Resolves after so many milliseconds, or once it is stopped. */
  for(ms: number): Promise<void>;
  /** Resolves with it, or once it is stopped. */
  until(what: Promise<void>): Promise<void>;
  stop(): void;
}

export const resting = (): Resting => {
  let stopped = false;
  const wakes = new Set<() => void>();
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    stopped: () => stopped,
    for: (ms) =>
      new Promise((resolve) => {
        if (stopped || ms === 0) return resolve();
        const wake = (): void => {
          clearTimeout(timeout);
          wakes.delete(wake);
          resolve();
        };
        const timeout = setTimeout(wake, ms);
        wakes.add(wake);
      }),
    until: (what) => Promise.race([what, ended]),
    stop: () => {
      stopped = true;
      end();
      for (const wake of wakes) wake();
    },
  };
};

const pace = { firstMs: 100, longestMs: 30_000 } as const;

/** 100 ms, 200 ms, … 30 s: how long to rest after so many failures in a row. */
export const growing = (failures: number): number => Math.min(pace.longestMs, pace.firstMs * 2 ** (failures - 1));
