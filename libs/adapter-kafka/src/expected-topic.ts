import { beginning, type EventStore, type Position } from '@redress/eventing';
import type { Kafka } from 'kafkajs';
import { partitionOf } from './partitioning.js';
import { growing, resting } from './resting.js';
import { type Tail, tailsOf } from './tails.js';
import { asking, createTopic, isThere, type NewTopic, requireKeeping, TopicChanged } from './topic.js';

/** How far the log has been published, as far as is known for certain. */
export interface Published {
  readonly position: Position;
  /** Of the event there; absent where nothing of it is expected in the topic. */
  readonly eventId?: string;
}

interface Parts {
  readonly kafka: Kafka;
  readonly store: EventStore;
  readonly topic: NewTopic;
  readonly groupPrefix: string;
  readonly published: Published;
}

const refill = 'If it is meant to be filled from the log, run redress relay republish.';
const restored =
  'If the log was restored to an earlier state, empty the topic and run redress relay republish; services that read what is lost stop as log-changed.';

/**
 * Makes the topic if the log was never published to it, and looks whether it holds what was published. Answers how far
 * each partition has come, which may be further than is known. Rejects with `TopicChanged`.
 */
export const openTopic = async (parts: Parts, tries = 0): Promise<ReadonlyMap<number, Position>> => {
  try {
    return await openOnce(parts);
  } catch (error) {
    // Brokers hear a little later of a topic that was made or deleted.
    if (!isPassing(error) || tries === mostTries) throw error;
    await resting().for(growing(Math.min(tries + 1, 4)));
    return openTopic(parts, tries + 1);
  }
};

const mostTries = 10;
const isPassing = (error: unknown): boolean =>
  (error as { readonly retriable?: unknown }).retriable === true ||
  ((error as Error).cause !== undefined && isPassing((error as Error).cause));

const openOnce = async (parts: Parts): Promise<ReadonlyMap<number, Position>> => {
  const { kafka, topic, groupPrefix, published } = parts;
  await asking(kafka, async (admin) => {
    if (!(await isThere(admin, topic))) {
      if (published.eventId !== undefined)
        throw new TopicChanged(topic.topic, `is not there, though the log was published to it`, refill);
      await createTopic(admin, topic);
      // Whoever made it, it has to be as it is needed.
      await isThere(admin, topic);
    }
    await requireKeeping(admin, topic.topic);
  });
  const tails = await tailsOf(kafka, topic.topic, groupPrefix);
  await requireSameLog(parts, tails);
  await requireLastEvent(parts, tails);
  return new Map([...tails].map(([partition, { position }]) => [partition, position ?? beginning]));
};

const requireSameLog = async ({ store, topic: { topic } }: Parts, tails: ReadonlyMap<number, Tail>): Promise<void> => {
  const logId = await store.logId();
  for (const [partition, { logIds, lastEvent }] of tails) {
    const other = [...logIds].find((id) => id !== logId);
    if (other !== undefined)
      throw new TopicChanged(
        topic,
        `carries events of the log ${other}, and this is ${logId}`,
        'Give this log a topic of its own.',
      );
    if (lastEvent && (await store.at(lastEvent.position))?.id !== lastEvent.id)
      throw new TopicChanged(
        topic,
        `has an event at ${lastEvent.position} of partition ${partition} that the log does not have`,
        restored,
      );
  }
};

const requireLastEvent = async (
  { store, topic: { topic, partitions }, published: { position, eventId } }: Parts,
  tails: ReadonlyMap<number, Tail>,
): Promise<void> => {
  if (eventId === undefined) return;
  const event = await store.at(position);
  if (event?.id !== eventId)
    throw new TopicChanged(topic, `was published up to ${position}, where the log has another event now`, restored);
  const partition = partitionOf(event.metadata.key, partitions);
  if ((tails.get(partition)?.position ?? beginning) < position)
    throw new TopicChanged(
      topic,
      `does not hold the last event that was published (${position}, partition ${partition})`,
      refill,
    );
};
