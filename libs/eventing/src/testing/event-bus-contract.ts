import type { Batch, EventBus, Standpoint } from '../event-bus.js';
import { beginning, type Position } from '../event.js';
import { type EventStore, noStream, type StoredEvent } from '../event-store.js';
import { derivedId } from '../ids.js';
import { exampleEvent } from './event-store-contract.js';

/** Two processes that carry the same log. */
export interface BusUnderTest {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly other: EventBus;
  close(): Promise<void>;
}

/** What arrived at one consumer, over all its assignments. */
interface Arrived {
  readonly events: StoredEvent[];
  readonly upTo: Map<number, Position>;
  readonly until: (enough: () => boolean) => Promise<void>;
}

const listener = (
  name: string,
  from: ReadonlyMap<number, Position> = new Map(),
  fails: (batch: Batch) => boolean = () => false,
): Arrived & { readonly consumer: Parameters<EventBus['deliver']>[0] } => {
  const events: StoredEvent[] = [];
  const upTo = new Map<number, Position>(from);
  const offsets = new Map<number, string>();
  const standpoint = (partition: number): Standpoint => {
    const offset = offsets.get(partition);
    return { position: upTo.get(partition) ?? beginning, ...(offset !== undefined && { offset }) };
  };
  let waiting: { readonly enough: () => boolean; readonly resolve: () => void }[] = [];
  const tell = (): void => {
    const done = waiting.filter(({ enough }) => enough());
    waiting = waiting.filter((one) => !done.includes(one));
    for (const { resolve } of done) resolve();
  };
  return {
    events,
    upTo,
    until: (enough) =>
      new Promise((resolve) => {
        waiting.push({ enough, resolve });
        tell();
      }),
    consumer: {
      name,
      assigned: async (partition) => standpoint(partition),
      revoked: () => undefined,
      handle: async (batch) => {
        if (fails(batch)) throw new Error('This batch fails.');
        events.push(...batch.events);
        upTo.set(batch.partition, batch.upTo);
        if (batch.offset !== undefined) offsets.set(batch.partition, batch.offset);
        tell();
      },
    },
  };
};

/** What every bus promises: `eventBusContract('the store', async () => …)`. Consumers' names begin with a service of the log. */
export const eventBusContract = (name: string, service: string, open: () => Promise<BusUnderTest>): void => {
  describe(`The bus over ${name}`, () => {
    let under: BusUnderTest;
    let names = 0;
    const fresh = (): string => `${service}.spec-${(names += 1)}-${process.hrtime.bigint()}`;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    const append = async (count: number): Promise<Position> => {
      const run = fresh();
      let last = beginning;
      for (let index = 0; index < count; index += 1) {
        const stream = `example.bus-${derivedId(run, String(index % 3))}`;
        const expected = await under.store.revision(stream);
        const event = exampleEvent(`${run} ${index}`);
        const keyed = { ...event, metadata: { ...event.metadata, key: stream } };
        last = (
          await under.store.append({ stream, expected: expected === noStream ? noStream : expected, events: [keyed] })
        ).position;
      }
      return last;
    };
    const everywhere = (bus: EventBus, upTo: ReadonlyMap<number, Position>, position: Position): boolean =>
      Array.from({ length: bus.partitions }, (_, n) => n).every((n) => (upTo.get(n) ?? beginning) >= position);

    it('brings the whole log to a consumer, each key in the order of the log', async () => {
      const last = await append(30);
      const { consumer, events, upTo, until } = listener(fresh());
      const delivery = await under.bus.deliver(consumer);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      const stored = await under.store.readLog(beginning, 10_000);
      expect(new Set(events.map(({ id }) => id))).toEqual(new Set(stored.map(({ id }) => id)));
      for (const key of new Set(events.map(({ metadata }) => metadata.key))) {
        const positions = events.filter(({ metadata }) => metadata.key === key).map(({ position }) => position);
        expect(positions).toEqual([...positions].sort());
      }
    });

    it('brings what comes later as well', async () => {
      const { consumer, events, upTo, until } = listener(fresh());
      const delivery = await under.bus.deliver(consumer);
      const last = await append(5);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      expect(events.map(({ position }) => position)).toContain(last);
    });

    it('goes on after the position that the consumer names', async () => {
      const before = await append(4);
      const last = await append(4);
      const from = new Map(Array.from({ length: under.bus.partitions }, (_, n) => [n, before] as const));
      const { consumer, events, upTo, until } = listener(fresh(), from);
      const delivery = await under.bus.deliver(consumer);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      expect(events.filter(({ position }) => position > before)).toHaveLength(4);
    });

    it('says how far it has come on every partition, also where nothing came', async () => {
      const { consumer, upTo, until } = listener(fresh());
      const delivery = await under.bus.deliver(consumer);
      const last = await append(1);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      expect(everywhere(under.bus, upTo, last)).toBe(true);
    });

    it('brings a batch that failed again', async () => {
      let failures = 2;
      const { consumer, events, upTo, until } = listener(fresh(), new Map(), () => {
        failures -= 1;
        return failures >= 0;
      });
      const last = await append(3);
      const delivery = await under.bus.deliver(consumer);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      expect(events.map(({ position }) => position)).toContain(last);
    });

    it('gives a partition to one of those who share a name, and to the other when the first has stopped', async () => {
      const shared = fresh();
      const one = listener(shared);
      const first = await under.bus.deliver(one.consumer);
      const early = await append(3);
      await one.until(() => everywhere(under.bus, one.upTo, early));
      const two = listener(shared, one.upTo);
      const second = await under.other.deliver(two.consumer);
      await first.stop();
      const late = await append(3);
      await two.until(() => everywhere(under.bus, two.upTo, late));
      await second.stop();
      expect(two.events.filter(({ position }) => position > early)).toHaveLength(3);
    });

    it('delivers nothing more once it was stopped', async () => {
      const { consumer, events, upTo, until } = listener(fresh());
      const delivery = await under.bus.deliver(consumer);
      const last = await append(2);
      await until(() => everywhere(under.bus, upTo, last));
      await delivery.stop();
      const seen = events.length;
      await append(2);
      expect(events).toHaveLength(seen);
    });
  });
};
