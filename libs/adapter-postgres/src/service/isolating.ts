import type { Position, StoredEvent } from '@redress/eventing';
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
  // In the order of the log, whatever order the keys came in: the checkpoint follows every one of them.
  for (const event of inOrder(events)) await alone(event, work);
};

const inOrder = (events: readonly StoredEvent[]): readonly StoredEvent[] =>
  events.toSorted((a, b) => (a.position < b.position ? -1 : 1));

/** The id of the event that stands at a position, where it is one of these: what a checkpoint there names. */
export const idAt = (events: readonly StoredEvent[], position: Position): string | undefined =>
  events.find((event) => event.position === position)?.id;

/** How far these events reach; keys may come in any order. */
export const lastOf = (events: readonly StoredEvent[]): Position | undefined => inOrder(events).at(-1)?.position;

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
