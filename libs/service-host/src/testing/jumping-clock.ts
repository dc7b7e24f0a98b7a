import type { WallClock } from '@redress/eventing';

/** A clock that somebody sets, forward or back: who waits for an instant is woken when it shows that or later. */
export interface JumpingClock extends WallClock {
  jumpTo(instant: Date): void;
}

export const jumpingClock = (from: Date): JumpingClock => {
  let now = from;
  let alarms: { readonly instant: Date; readonly wake: () => void }[] = [];
  return {
    now: () => new Date(now),
    wakeAt: (instant, wake) => {
      const alarm = { instant, wake };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    jumpTo: (instant) => {
      now = instant;
      const due = alarms.filter((alarm) => alarm.instant <= now);
      alarms = alarms.filter((alarm) => alarm.instant > now);
      for (const { wake } of due) wake();
    },
  };
};
