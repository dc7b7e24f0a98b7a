import type { Batch, Consumer, StoredEvent, WallClock } from '@redress/eventing';
import type { Traces } from './traces.js';

/** What a service's listeners hear of the log. */
export interface Hearing {
  /** As a span is named: `<service>.act`, `<service>.read`. */
  readonly name: string;
  /** The listeners that hear an event, by their names; none: the event only passes by. */
  readonly listenersOf: (event: StoredEvent) => readonly string[];
}

/** What was recorded longer ago is history: catching up with it is no part of its trace. */
const historyMs = 3_600_000;

/** A consumer whose work on an event is a step of the event's trace, where one of its listeners hears the event. */
export const followedConsumer = (
  traces: Traces,
  clock: WallClock,
  { name, listenersOf }: Hearing,
  consumer: Consumer,
): Consumer => {
  const about = (events: readonly StoredEvent[]): Record<string, number | string[]> => ({
    'redress.events': events.length,
    'redress.event.types': [...new Set(events.map(({ type }) => type))],
    'redress.listeners': [...new Set(events.flatMap((event) => listenersOf(event)))],
  });
  const handle = async (batch: Batch): Promise<void> => {
    const since = clock.now().getTime() - historyMs;
    const heard = batch.events.filter(
      (event) =>
        event.metadata.traceparent !== undefined &&
        Date.parse(event.metadata.recordedAt) >= since &&
        listenersOf(event).length > 0,
    );
    return traces.sharedStep(
      { name, kind: 'consumer', attributes: { 'redress.partition': batch.partition } },
      heard,
      about,
      () => consumer.handle(batch),
    );
  };
  return { ...consumer, handle };
};
