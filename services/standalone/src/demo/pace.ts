import { setTimeout as pause } from 'node:timers/promises';

/** How fast a demonstration goes by. */
export interface Pace {
  /** Resolves so long after the beginning, at speed 1. */
  until(ms: number): Promise<void>;
  /** What takes so long in life takes a few seconds here: a day no more than twice as long as an hour. */
  hours(hours: number): Promise<void>;
}

const secondsFor = (hours: number): number => 1.2 + 1.4 * Math.log1p(4 * hours);

export const paceAt = (speed: number, beganMs: number): Pace => ({
  until: async (ms) => {
    await pause(Math.max(0, beganMs + ms / speed - performance.now()));
  },
  hours: async (hours) => {
    await pause((secondsFor(hours) * 1000) / speed);
  },
});

/** Everything at once: for what was played before, and is only caught up with. */
export const atOnce: Pace = { until: async () => undefined, hours: async () => undefined };

const lookEveryMs = 150;
const usualPatienceMs = 30_000;

/** What follows from an event comes a moment later. `undefined` when it did not come in time. */
export const soon = async <T>(
  look: () => Promise<T | undefined>,
  patienceMs = usualPatienceMs,
): Promise<T | undefined> => {
  const began = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() - began > patienceMs) return found;
    await pause(lookEveryMs);
  }
};
