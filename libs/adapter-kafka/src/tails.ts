import { randomUUID } from 'node:crypto';
import type { Position } from '@redress/eventing';
import type { Kafka } from 'kafkajs';
import { decode } from './record.js';
import { asking } from './topic.js';

/** What stands at the end of a partition. */
export interface Tail {
  /** Up to which everything of the partition has been published; absent in an empty one. */
  readonly position?: Position;
  /** Of the event among the last records that stands furthest in the log. */
  readonly lastEvent?: { readonly position: Position; readonly id: string };
  /** Logs that were met among the last records; more than one where topics were mixed. */
  readonly logIds: ReadonlySet<string>;
}

/** So many records are looked at: a stale relay may have repeated some behind the newest. */
const looked = 200n;
const patienceMs = 60_000;

/**
 * Reads the end of every partition, as a group of its own that is deleted afterwards. Rejects when it does not get there
 * within a minute.
 */
export const tailsOf = (kafka: Kafka, topic: string, groupPrefix: string): Promise<ReadonlyMap<number, Tail>> =>
  stretchOf(kafka, topic, groupPrefix, (low, high) => ({ from: high - looked > low ? high - looked : low, to: high }));

/** The same of the first record of every partition. */
export const beginningsOf = (kafka: Kafka, topic: string, groupPrefix: string): Promise<ReadonlyMap<number, Tail>> =>
  stretchOf(kafka, topic, groupPrefix, (low) => ({ from: low, to: low + 1n }));

const stretchOf = async (
  kafka: Kafka,
  topic: string,
  groupPrefix: string,
  stretch: (low: bigint, high: bigint) => { readonly from: bigint; readonly to: bigint },
): Promise<ReadonlyMap<number, Tail>> => {
  const bounds = await asking(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const tails = new Map<number, Tail>(bounds.map(({ partition }) => [partition, { logIds: new Set() }]));
  const missing = new Map(
    bounds
      .filter(({ low, high }) => BigInt(high) > BigInt(low))
      .map(({ partition, low, high }) => [partition, stretch(BigInt(low), BigInt(high))]),
  );
  if (missing.size === 0) return tails;

  const group = `${groupPrefix}relay-tail-${randomUUID()}`;
  const client = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100, retry: { retries: 5 } });
  let timeout: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timeout = setTimeout(
        () => reject(new Error(`The end of ${topic} could not be read within ${patienceMs} ms.`)),
        patienceMs,
      );
      client.on(client.events.CRASH, ({ payload }) => {
        // What passes is tried again by the client itself.
        if (!payload.restart) reject(payload.error);
      });
      client.on(client.events.GROUP_JOIN, () => {
        for (const [partition, { from }] of missing) client.seek({ topic, partition, offset: String(from) });
      });
      const start = async (): Promise<void> => {
        await client.connect();
        await client.subscribe({ topic, fromBeginning: true });
        await client.run({
          autoCommit: false,
          eachBatch: async ({ batch: { partition, messages } }) => {
            const wanted = missing.get(partition);
            if (!wanted) return;
            for (const message of messages)
              if (BigInt(message.offset) < wanted.to)
                tails.set(partition, further(tails.get(partition), decode(message)));
            if (BigInt(messages.at(-1)?.offset ?? 0) + 1n >= wanted.to) missing.delete(partition);
            if (missing.size === 0) resolve();
          },
        });
      };
      start().catch(reject);
    });
  } finally {
    clearTimeout(timeout);
    await client.disconnect();
    await asking(kafka, (admin) => admin.deleteGroups([group])).catch(() => undefined);
  }
  return tails;
};

const further = (tail: Tail = { logIds: new Set() }, arrived: ReturnType<typeof decode>): Tail => {
  if (arrived.kind === 'foreign') return tail;
  const { logId, position } = arrived;
  const isLast = arrived.kind === 'event' && position > (tail.lastEvent?.position ?? '');
  return {
    ...tail,
    position: tail.position !== undefined && tail.position > position ? tail.position : position,
    ...(isLast && { lastEvent: { position, id: arrived.event.id } }),
    logIds: new Set([...tail.logIds, logId]),
  };
};
