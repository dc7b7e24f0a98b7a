import { beginning, derivedId, type EventStore, type Position, type StoredEvent } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';

/** Appends so many events of a few keys; answers the position of the last. */
export const appendSome = async (store: EventStore, count: number, data = '{}'): Promise<Position> => {
  let last = beginning;
  const run = `${process.hrtime.bigint()}`;
  for (let index = 0; index < count; index += 1) {
    const key = `example.thing-${index % 20}`;
    const event = exampleEvent(derivedId(run, String(index)), data);
    const { position } = await store.append({
      stream: key,
      expected: await store.revision(key),
      events: [{ ...event, metadata: { ...event.metadata, key } }],
    });
    last = position;
  }
  return last;
};

export const wholeLog = async (store: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.readLog(events.at(-1)?.position ?? beginning, 1000);
    if (page.length === 0) return events;
    events.push(...page);
  }
};
