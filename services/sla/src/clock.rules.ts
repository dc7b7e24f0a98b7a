import type { Terms } from '@redress/contracts';

const minuteMs = 60_000;

/** A stretch of time that is not ours to answer for. */
export interface Pause {
  readonly from: Date;
  readonly until: Date;
}

/** All that a deadline follows from. */
export interface Measured {
  readonly terms: Terms;
  readonly startedAt: Date;
  /** In the order in which they became known; they may overlap. */
  readonly pauses: readonly Pause[];
}

/**
 * When the promised time is used up: the start, the promise, and every moment of a pause that began before the deadline.
 * A moment of two pauses counts once; a pause that began when the time was used up already gives nothing back.
 */
export const deadline = ({ terms, startedAt, pauses }: Measured): Date => {
  let due = startedAt.getTime() + terms.promiseMinutes * minuteMs;
  let counted = startedAt.getTime();
  for (const { from, until } of pauses.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const begin = Math.max(from.getTime(), counted);
    if (begin >= due) break;
    due += Math.max(0, until.getTime() - begin);
    counted = Math.max(counted, until.getTime());
  }
  return new Date(due);
};

/** When a share of the promised time is used up, if nothing pauses the clock until then. */
export const instantOfWarning = ({ promiseMinutes }: Terms, dueAt: Date, percent: number): Date =>
  new Date(dueAt.getTime() - (promiseMinutes * minuteMs * (100 - percent)) / 100);

export const laterOf = (one: Date, other: Date): Date => (one > other ? one : other);
