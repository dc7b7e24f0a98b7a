import { createRequire } from 'node:module';
import type { Position, StoredEvent } from '@redress/eventing';
import type { Kafka, Message } from 'kafkajs';
import { partitionOf } from './partitioning.js';
import { encodeEvent, encodeProgress, type Outgoing } from './record.js';
import { largestRecord, type TopicSettings } from './topic.js';

/** Writes to the topic, one send at a time. */
export interface Publisher {
  /**
   * Events in the order of the log, each to the partition of its key. Resolves once every in-sync replica has them;
   * rejects when that is not known, and then the publisher is to be closed and the end of the topic looked at.
   */
  publish(events: readonly StoredEvent[]): Promise<void>;
  /** Tells these partitions that everything up to a position has been published. */
  tell(partitions: readonly number[], position: Position, at: Date): Promise<void>;
  close(): Promise<void>;
}

interface Parts extends TopicSettings {
  readonly kafka: Kafka;
  readonly logId: string;
}

/** All records of a partition in one send are one batch for the broker, which counts against `max.message.bytes`. */
const sendBytes = { ofPartition: largestRecord - 262_144, ofAll: 8_388_608 } as const;
/** What headers and framing of an event come to, at most. */
const aroundEvent = 4096;

/** Connects. Another publisher for the same topic is possible and harmless: what it repeats, readers drop. */
export const publisher = async ({ kafka, logId, topic, partitions }: Parts): Promise<Publisher> => {
  const { Partitioners } = createRequire(import.meta.url)('kafkajs') as {
    readonly Partitioners: { readonly DefaultPartitioner: () => () => number };
  };
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Every message names its partition; the client only wants to hear that this is meant.
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 5, maxRetryTime: 2000 },
  });
  await producer.connect();

  const send = async (messages: Message[]): Promise<void> => {
    await producer.send({ topic, acks: -1, messages });
  };
  const messageOf = ({ key, value, headers }: Outgoing, partition: number): Message => ({
    key,
    value,
    headers: headers,
    partition,
  });

  return {
    publish: async (events) => {
      let messages: Message[] = [];
      let bytes = 0;
      let byPartition = new Map<number, number>();
      for (const event of events) {
        const partition = partitionOf(event.metadata.key, partitions);
        const size = Buffer.byteLength(event.data) + aroundEvent;
        const ofPartition = (byPartition.get(partition) ?? 0) + size;
        if (messages.length > 0 && (ofPartition > sendBytes.ofPartition || bytes + size > sendBytes.ofAll)) {
          await send(messages);
          messages = [];
          bytes = 0;
          byPartition = new Map();
        }
        messages.push(messageOf(encodeEvent(event, logId), partition));
        bytes += size;
        byPartition.set(partition, (byPartition.get(partition) ?? 0) + size);
      }
      if (messages.length > 0) await send(messages);
    },
    tell: async (to, position, at) => {
      if (to.length > 0) await send(to.map((partition) => messageOf(encodeProgress(logId, position, at), partition)));
    },
    close: () => producer.disconnect(),
  };
};
