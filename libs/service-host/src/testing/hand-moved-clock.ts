import type { WallClock } from '@redress/eventing';

/** Time that passes when it is told to. */
export interface HandMovedClock extends WallClock {
  /** Calls whoever asked to be woken by then, in order. */
  moveTo(instant: Date): void;
}

export const handMovedClock = (from: Date): HandMovedClock => {
  let now = from;
  let alarms: { readonly instant: Date; readonly wake: () => void }[] = [];
  const wakeDue = (): void => {
    const due = alarms
      .filter(({ instant }) => instant <= now)
      .sort((a, b) => a.instant.getTime() - b.instant.getTime());
    alarms = alarms.filter(({ instant }) => instant > now);
    for (const { wake } of due) wake();
  };
  return {
    now: () => new Date(now),
    wakeAt: (instant, wake) => {
      const alarm = { instant, wake };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    moveTo: (instant) => {
      if (instant < now) throw new Error('Time is moved forward only; a clock that jumps back is made on its own.');
      now = instant;
      wakeDue();
    },
  };
};
