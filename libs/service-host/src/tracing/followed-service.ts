import type { Reading } from '@redress/adapter-postgres';
import { type Cause, type Consumer, keyTouched, type StoredEvent, type WallClock } from '@redress/eventing';
import type { ServiceContents } from '../service.js';
import { followedConsumer } from './followed-consumers.js';
import type { Traces } from './traces.js';

interface Followed {
  readonly traces: Traces | undefined;
  readonly clock: WallClock;
  readonly contents: ServiceContents;
  readonly reading: Reading;
}

/** The consumers of a service, their work on an event being a step of its trace; the very same where none are kept. */
export const followedConsumers = (
  { traces, clock, contents, reading }: Followed,
  act: Consumer | undefined,
  read: Consumer | undefined,
): readonly Consumer[] => {
  const { name, reactors, effects = [], projections } = contents;
  const decoded = (stored: StoredEvent): ReturnType<Reading['withheld']> => reading.withheld([stored]);
  const actsOn = (stored: StoredEvent): readonly string[] =>
    decoded(stored).flatMap(({ type }) =>
      [...reactors, ...effects].filter(({ on }) => on[type]).map((one) => one.name),
    );
  const folds = (stored: StoredEvent): readonly string[] =>
    decoded(stored).flatMap((event) => projections.filter((one) => keyTouched(one, event)).map((one) => one.name));
  const followed = (consumer: Consumer | undefined, what: string, listenersOf: typeof actsOn): readonly Consumer[] => {
    if (!consumer) return [];
    return [traces ? followedConsumer(traces, clock, { name: `${name}.${what}`, listenersOf }, consumer) : consumer];
  };
  return [...followed(act, 'act', actsOn), ...followed(read, 'read', folds)];
};

/** Tries of effects as steps of what asked for them; what the outside world is told carries the step. */
export const followedEffects =
  (traces: Traces) =>
  (effect: string, cause: Cause, work: (cause: Cause) => Promise<void>): Promise<void> =>
    traces.step({ name: `effect ${effect}`, kind: 'client' }, cause.traceparent, (traceparent) =>
      work(traceparent === undefined ? cause : { ...cause, traceparent }),
    );

/** Rounds of work outlive the batch or the request that has them look. */
export const lookedAtApart = <W extends { look(): void }>(traces: Traces | undefined, waiting: W): W =>
  traces ? { ...waiting, look: () => traces.apart(() => waiting.look()) } : waiting;
