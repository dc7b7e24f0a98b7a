import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { type Arrived, decode } from '../record.js';
import { asking } from '../topic.js';

/** Everything that stands in a topic now, by partition. */
export const contentsOf = async (kafka: Kafka, topic: string): Promise<readonly (readonly Arrived[])[]> => {
  const bounds = await asking(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const contents = bounds.map((): Arrived[] => []);
  const missing = new Map(
    bounds.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  if (missing.size === 0) return contents;
  const client = kafka.consumer({ groupId: `contents-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await client.connect();
  await client.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    client.on(client.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    client
      .run({
        autoCommit: false,
        eachBatch: async ({ batch: { partition, messages } }) => {
          contents[partition]?.push(...messages.map((message) => decode(message)));
          if (BigInt(messages.at(-1)?.offset ?? 0) + 1n >= (missing.get(partition) ?? 0n)) missing.delete(partition);
          if (missing.size === 0) resolve();
        },
      })
      .catch(reject);
  });
  await client.disconnect();
  return contents;
};

/** Positions of the events of a partition, in the order of the topic, as often as they stand there. */
export const positionsIn = (partition: readonly Arrived[]): readonly string[] =>
  partition.flatMap((arrived) => (arrived.kind === 'event' ? [arrived.position] : []));
