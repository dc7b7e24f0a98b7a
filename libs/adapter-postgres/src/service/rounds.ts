import type { WallClock } from '@redress/eventing';
import { wakeIn } from './wake-in.js';

/** Work that is looked for when something was added, when its time has come, and again after a failure. */
export interface Rounds {
  /** Something may be due, or due sooner. */
  readonly look: () => void;
  /** Resolves once what was due by now has been tried. */
  readonly idle: () => Promise<void>;
  /** Begins no other round, and lets the present one end. */
  readonly stop: () => Promise<void>;
  readonly stopped: () => boolean;
}

/** Before work that failed, or that another process has, is looked at again. */
const retryMs = 1000;

/** One round at a time; a look during a round leads to another one. `round` answers when the next thing is due. */
export const roundsOf = (
  clock: WallClock,
  round: () => Promise<Date | undefined>,
  report: (error: unknown) => void,
): Rounds => {
  let asked = false;
  let stopped = false;
  let callOff = (): void => undefined;
  let running: Promise<void> | undefined;
  const wasAsked = (): boolean => asked;
  const wasStopped = (): boolean => stopped;

  const again = (instant: Date | undefined): void => {
    callOff();
    if (!instant || stopped) return;
    callOff = instant > clock.now() ? clock.wakeAt(instant, look) : wakeIn(retryMs, look);
  };
  const run = async (): Promise<void> => {
    do {
      asked = false;
      try {
        again(await round());
      } catch (error) {
        report(error);
        again(clock.now());
      }
    } while (wasAsked() && !wasStopped());
  };
  const look = (): void => {
    if (stopped) return;
    asked = true;
    running ??= run().finally(() => {
      running = undefined;
      if (wasAsked()) look();
    });
  };

  return {
    look,
    idle: async () => {
      while (running) await running;
    },
    stop: async () => {
      stopped = true;
      callOff();
      await running;
    },
    stopped: wasStopped,
  };
};
