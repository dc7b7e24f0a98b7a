/** What is remembered of wrong passwords for one username, whether anybody has that username or not. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailedAt: Date;
  /** Until then no password is looked at, not even the right one. */
  readonly lockedUntil: Date | null;
}

/** So many may be mistyped in a row before the first pause. */
const freeFailures = 4;
const firstPauseMs = 30_000;
/** Long enough to make guessing hopeless, short enough that locking somebody else out is a poor weapon. */
const longestPauseMs = 15 * 60_000;
/** What lies back so far does not count any more. */
export const forgottenAfterMs = 24 * 3_600_000;

/** 30 s after the fifth wrong password in a row, then twice as long each time, up to a quarter of an hour. */
export const afterFailure = (before: Attempts | undefined, at: Date): Attempts => {
  const recent = before && at.getTime() - before.lastFailedAt.getTime() < forgottenAfterMs;
  const failures = (recent ? before.failures : 0) + 1;
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - freeFailures - 1));
  const lockedUntil = failures > freeFailures ? new Date(at.getTime() + pauseMs) : null;
  return { failures, lastFailedAt: at, lockedUntil };
};

/** Whole seconds until a password is looked at again; 0: now. */
export const secondsLocked = (attempts: Attempts | undefined, at: Date): number =>
  attempts?.lockedUntil ? Math.max(0, Math.ceil((attempts.lockedUntil.getTime() - at.getTime()) / 1000)) : 0;
