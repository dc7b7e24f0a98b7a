import type { Consumer, Delivery, EventBus } from '../event-bus.js';
import { chance } from './chance.js';

/** The same items in another order that keeps, of the order they came in, only that of each key. */
export const interleaved = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  random: () => number,
): readonly Item[] => {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const queue = byKey.get(keyOf(item));
    if (queue) queue.push(item);
    else byKey.set(keyOf(item), [item]);
  }
  const queues = [...byKey.values()];
  return items.map(() => {
    const index = Math.floor(random() * queues.length);
    const queue = queues[index] as Item[];
    if (queue.length === 1) queues.splice(index, 1);
    return queue.shift() as Item;
  });
};

/**
 * A bus that promises no more than every bus does: the events of each batch come in a seeded order that keeps only that
 * of each key. Which events share a batch is a matter of time, so that the seed repeats the shuffling and not the whole run.
 */
export const interleavedBus = (bus: EventBus, seed: number): EventBus => {
  const random = chance(seed);
  return {
    ...bus,
    deliver: (consumer) =>
      bus.deliver({
        ...consumer,
        handle: (batch) =>
          consumer.handle({ ...batch, events: interleaved(batch.events, ({ metadata }) => metadata.key, random) }),
      }),
  };
};

/** The partition of a key: any function will do that spreads keys and never changes its mind. */
const partitionAmong = (partitions: number, key: string): number =>
  [...key].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521, 7) % partitions;

/**
 * A bus of one partition as one of several: each is read on its own and hears of the others' events only that they have
 * been passed. A consumer's name may then be followed by the partition that is read for it.
 */
export const partitionedBus = (bus: EventBus, partitions: number): EventBus => {
  const partitionOf = (key: string): number => partitionAmong(partitions, key);
  const ofPartition = (consumer: Consumer, partition: number): Consumer => ({
    name: `${consumer.name}/${partition}`,
    assigned: () => consumer.assigned(partition),
    revoked: () => consumer.revoked(partition),
    handle: ({ events, upTo }) =>
      consumer.handle({
        partition,
        events: events.filter(({ metadata }) => partitionOf(metadata.key) === partition),
        upTo,
      }),
  });
  return {
    partitions,
    partitionOf,
    deliver: async (consumer): Promise<Delivery> => {
      const deliveries = await Promise.all(
        Array.from({ length: partitions }, (_, partition) => bus.deliver(ofPartition(consumer, partition))),
      );
      return {
        stop: async () => {
          await Promise.all(deliveries.map((delivery) => delivery.stop()));
        },
      };
    },
    close: () => bus.close(),
  };
};
