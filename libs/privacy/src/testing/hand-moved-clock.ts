import type { WallClock } from '@redress/eventing';

/** A clock that stands still until it is moved. */
export const handMovedClock = (start = new Date('2026-03-02T09:00:00Z')): WallClock & { move(ms: number): void } => {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    move: (ms) => {
      now += ms;
    },
    wakeAt: () => () => undefined,
  };
};
