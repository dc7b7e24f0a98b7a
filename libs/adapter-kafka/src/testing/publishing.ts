import { beginning, type EventStore, type StoredEvent, systemClock } from '@redress/eventing';
import type { Kafka } from 'kafkajs';
import type { Published } from '../expected-topic.js';
import { publishLog, type PublishLogParts } from '../publish-log.js';
import { resting } from '../resting.js';
import type { NewTopic } from '../topic.js';

/** The log being published by this process, without lease or database. */
export interface Publishing {
  readonly published: () => Published;
  /** Settles when it ends by itself. */
  readonly ended: Promise<void>;
  /** Rejects with what it ended with. */
  stop(): Promise<void>;
}

/** Publishes from where `published` says until it is stopped. */
export const publishing = (
  kafka: Kafka,
  store: EventStore,
  topic: NewTopic,
  from: Published = { position: beginning },
  parts: Partial<PublishLogParts> = {},
): Publishing => {
  const rest = resting();
  let published = from;
  const save = async ({ position, id }: StoredEvent): Promise<void> => {
    published = { position, eventId: id };
  };
  const running = publishLog(
    { kafka, store, topic, clock: systemClock, published, held: () => true, save, progressMs: 20, ...parts },
    rest,
  );
  running.catch(() => rest.stop());
  return {
    published: () => published,
    ended: running,
    stop: async () => {
      rest.stop();
      await running;
    },
  };
};
