import {
  type Append,
  type Appended,
  Conflict,
  type EventStore,
  LimitExceeded,
  OutcomeUnknown,
} from '@redress/eventing';
import type { Histogram } from 'prom-client';
import type { Traces } from './traces.js';

/** What an append came to; `repeated`: its events stood there already. */
export type AppendOutcome = 'done' | 'repeated' | 'conflict' | 'unknown' | 'refused' | 'failed';

const outcomeOf = (error: unknown): AppendOutcome => {
  if (error instanceof Conflict) return 'conflict';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return error instanceof LimitExceeded ? 'refused' : 'failed';
};

/** The same store; how long appends take is measured, in seconds, and each is a step of its command's trace. */
export const followedStore = <S extends EventStore>(
  store: S,
  durations: Histogram<'outcome'>,
  traces: Traces | undefined,
): S => {
  const measured = async (append: Append): Promise<Appended> => {
    const began = performance.now();
    const observe = (outcome: AppendOutcome): void =>
      durations.observe({ outcome }, (performance.now() - began) / 1000);
    try {
      const appended = await store.append(append);
      observe(appended.repeated ? 'repeated' : 'done');
      return appended;
    } catch (error) {
      observe(outcomeOf(error));
      throw error;
    }
  };
  const traced = (of: Traces, append: Append): Promise<Appended> =>
    of.sharedStep(
      { name: 'append', kind: 'client' },
      append.events,
      (events) => ({
        'redress.events': events.length,
        'redress.event.types': [...new Set(events.map(({ type }) => type))],
      }),
      // Appends of many callers go out as one: its statements belong to none of their traces.
      () => of.apart(() => measured(append)),
    );
  return { ...store, append: traces ? (append) => traced(traces, append) : measured };
};
