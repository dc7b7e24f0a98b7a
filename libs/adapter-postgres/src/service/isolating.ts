import type { StoredEvent } from '@redress/eventing';
import { isPassing } from '../failures.js';

interface Work {
  /** Works off these events, all or none, and moves the checkpoint past them. */
  readonly attempt: (events: readonly StoredEvent[]) => Promise<void>;
  /** Sets the event aside and moves the checkpoint past it; rejects where the policy is not to park. */
  readonly setAside: (event: StoredEvent, error: unknown) => Promise<void>;
}

/** An event that fails alone is tried so often before it is believed that it will go on failing. */
const tries = 3;

/**
 * Works off a batch as a whole; when it fails for a reason that will not pass, event by event, so that the one that fails
 * is found and only its key is held up. A reason that passes rejects: the whole batch comes again after a pause.
 */
export const isolating = async (events: readonly StoredEvent[], work: Work): Promise<void> => {
  try {
    return await work.attempt(events);
  } catch (error) {
    if (isPassing(error) || events.length === 0) throw error;
  }
  for (const event of events) await alone(event, work);
};

const alone = async (event: StoredEvent, { attempt, setAside }: Work): Promise<void> => {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt([event]);
    } catch (error) {
      if (isPassing(error)) throw error;
      if (count === tries) return setAside(event, error);
    }
  }
};
