import {
  type Consumer,
  ConsumerEnded,
  type Delivery,
  type EventBus,
  type EventStore,
  type Position,
} from '@redress/eventing';
import type { Kafka } from 'kafkajs';
import { belong, type Member } from './group-member.js';
import { fullPage, logPages } from './log-pages.js';
import { type PartitionReader, partitionReader } from './partition-reader.js';
import { partitionOf } from './partitioning.js';
import { growing, resting } from './resting.js';
import { asking, isThere, type TopicSettings } from './topic.js';

export interface KafkaBusParts extends TopicSettings {
  readonly kafka: Kafka;
  /** What the topic does not have, and what was read long ago, comes from here. */
  readonly store: EventStore;
  /** Begins the name of every group: of several installations on one cluster each has its own. */
  readonly groupPrefix?: string;
  readonly report: (consumer: string, error: unknown) => void;
  /** A record was passed over; `why` never quotes it. */
  readonly foreign: (consumer: string, why: string) => void;
  /** How long records are gathered under load; specs have no load. */
  readonly gatherMs?: number;
  /** How long the broker waits for records where there are none. */
  readonly maxWaitMs?: number;
}

const pace = { gatherMs: 20, maxWaitMs: 250, topicMs: 2000 } as const;
/** Clocks of machines differ, and a record is published after it was recorded. What is found so is looked at before it is trusted. */
const slackMs = 3_600_000;

/**
 * The log as the relay publishes it to a topic. Consumers that share a name share its partitions. Where a consumer goes
 * on is told by its checkpoint alone; offsets that are committed are for tools. Deliveries wait until the topic is there.
 */
export const kafkaBus = (parts: KafkaBusParts): EventBus => {
  const { kafka, store, topic, partitions, groupPrefix = '', report, foreign } = parts;
  const { gatherMs = pace.gatherMs, maxWaitMs = pace.maxWaitMs } = parts;
  const page = logPages(store);
  const ofKey = (key: string): number => partitionOf(key, partitions);
  const deliveries = new Set<Delivery>();

  /** Offsets by partition at which the topic was when the event of a position was recorded. */
  const guesses = new Map<string, Promise<ReadonlyMap<number, bigint | undefined>>>();
  const guess = async (partition: number, position: Position): Promise<bigint | undefined> => {
    const event = await store.at(position);
    if (!event) return undefined;
    const { recordedAt } = event.metadata;
    const asked = guesses.get(recordedAt) ?? offsetsAt(kafka, topic, Date.parse(recordedAt) - slackMs);
    guesses.set(recordedAt, asked);
    const forget = (): boolean => guesses.delete(recordedAt);
    asked.then(forget, forget);
    return (await asked).get(partition);
  };

  const deliver = (consumer: Consumer): Delivery => {
    const { name } = consumer;
    const rest = resting();
    const readers = new Map<number, PartitionReader>();
    const ending = new Map<number, Promise<void>>();

    const end = (partition: number, reader: PartitionReader): void => {
      readers.delete(partition);
      consumer.revoked(partition);
      ending.set(partition, reader.end());
    };
    const endAll = async (): Promise<void> => {
      for (const [partition, reader] of readers) end(partition, reader);
      await Promise.all(ending.values());
    };
    const over = (reason: ConsumerEnded): void => {
      report(name, reason);
      consumer.ended?.(reason);
      rest.stop();
    };
    const readerOf = (partition: number, member: Member): PartitionReader => {
      member.pause(partition);
      return partitionReader(
        {
          partition,
          topic,
          consumer,
          store,
          page,
          fullPage,
          partitionOf: ofKey,
          gatherMs,
          report: (error) => report(name, error),
          foreign: (why) => foreign(name, why),
          membership: {
            seek: (offset) => member.seek(partition, offset),
            pause: () => member.pause(partition),
            resume: () => member.resume(partition),
            confirmed: () => member.confirmed(),
            guess: (position) => guess(partition, position),
            done: (offset) => member.done(partition, offset),
            over,
          },
        },
        ending.get(partition) ?? Promise.resolve(),
      );
    };

    const belonging = {
      assigned: (assigned: readonly number[], member: Member): void => {
        if (rest.stopped()) return;
        // Of a process that slept, somebody may have had a partition meanwhile that now is its own again: whatever it
        // believes of it is void, so that it begins as with one that it never had.
        for (const [partition, reader] of readers) end(partition, reader);
        for (const partition of assigned) readers.set(partition, readerOf(partition, member));
      },
      fetched: (partition: number, records: Parameters<PartitionReader['offer']>[0]): void =>
        readers.get(partition)?.offer(records),
      left: endAll,
    };

    const waitForTopic = async (): Promise<void> => {
      for (let failures = 1; !rest.stopped(); failures += 1) {
        try {
          if (await asking(kafka, (admin) => isThere(admin, { topic, partitions }))) return;
          await rest.for(pace.topicMs);
        } catch (error) {
          if (isEnded(error)) return over(error);
          report(name, error);
          await rest.for(growing(failures));
        }
      }
    };
    const run = async (): Promise<void> => {
      await waitForTopic();
      await belong(
        { kafka, group: `${groupPrefix}${name}`, topic, maxWaitMs, belonging, report: (error) => report(name, error) },
        rest,
      );
    };
    const running = run();

    const delivery: Delivery = {
      stop: async () => {
        rest.stop();
        deliveries.delete(delivery);
        await running;
      },
    };
    deliveries.add(delivery);
    return delivery;
  };

  return {
    partitions,
    partitionOf: ofKey,
    deliver: async (consumer) => deliver(consumer),
    close: async () => {
      await Promise.all([...deliveries].map((delivery) => delivery.stop()));
    },
  };
};

const isEnded = (error: unknown): error is ConsumerEnded => error instanceof ConsumerEnded;

/** Of each partition the offset before the first record that was written at this time or later; `undefined`: its beginning. */
const offsetsAt = (kafka: Kafka, topic: string, time: number): Promise<ReadonlyMap<number, bigint | undefined>> =>
  asking(kafka, async (admin) => {
    const [found, bounds] = await Promise.all([
      admin.fetchTopicOffsetsByTimestamp(topic, time),
      admin.fetchTopicOffsets(topic),
    ]);
    const lows = new Map(bounds.map(({ partition, low }) => [partition, BigInt(low)]));
    return new Map(
      found.map(({ partition, offset }) => {
        const before = BigInt(offset) - 1n;
        return [partition, before > (lows.get(partition) ?? 0n) ? before : undefined];
      }),
    );
  });
