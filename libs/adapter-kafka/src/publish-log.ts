import { beginning, type EventStore, type Position, type StoredEvent, type WallClock } from '@redress/eventing';
import type { Kafka } from 'kafkajs';
import { openTopic, type Published } from './expected-topic.js';
import { partitionOf } from './partitioning.js';
import { publisher, type Publisher } from './publisher.js';
import type { Resting } from './resting.js';
import type { NewTopic } from './topic.js';

export interface PublishLogParts {
  readonly kafka: Kafka;
  readonly store: EventStore;
  readonly topic: NewTopic;
  /** Begins the names of the groups by which the topic's end is read. */
  readonly groupPrefix?: string;
  readonly clock: WallClock;
  readonly published: Published;
  /** Whether this process is still the one that publishes. */
  readonly held: () => boolean;
  /** The broker has everything up to here. Rejects where another process publishes by now. */
  readonly save: (last: StoredEvent) => Promise<void>;
  /** Runs each send of events; for those who follow what came of their causes. */
  readonly around?: (events: readonly StoredEvent[], send: () => Promise<void>) => Promise<void>;
  /** Once it is true, it ends when every partition was told how far it has come. */
  readonly onHold?: () => boolean;
  /** Told after each send, for measures. */
  readonly sent?: (events: number, progress: number) => void;
  /** The least time between two tellings of how far idle partitions have come. */
  readonly progressMs?: number;
  /** Ends when the log's head has been published and told, instead of waiting for more. */
  readonly until?: 'stopped' | 'head';
}

const pageSize = 500;
const pace = { progressMs: 250, pollMs: 1000 } as const;

/**
 * Publishes the log in its order until it is told to rest or is not the one to publish any more: first looks what the
 * topic holds, and skips that. Rejects with `TopicChanged`, and when an outcome is not known: begun again it finds out.
 */
export const publishLog = async (parts: PublishLogParts, rest: Resting): Promise<void> => {
  const { kafka, store, topic, groupPrefix = '', published } = parts;
  const reached = new Map(await openTopic({ kafka, store, topic, groupPrefix, published }));
  const to = await publisher({ ...topic, kafka, logId: await store.logId() });
  const news = newsOf(store, rest);
  try {
    await follow(parts, to, reached, news, rest);
  } finally {
    news.end();
    await to.close();
  }
};

const follow = async (
  {
    store,
    topic,
    clock,
    published,
    held,
    save,
    onHold,
    sent,
    around,
    progressMs = pace.progressMs,
    until,
  }: PublishLogParts,
  to: Publisher,
  reached: Map<number, Position>,
  news: News,
  rest: Resting,
): Promise<void> => {
  const ofKey = (key: string): number => partitionOf(key, topic.partitions);
  const partitions = Array.from({ length: topic.partitions }, (_, partition) => partition);
  let { position } = published;
  let toldAt = -Infinity;
  const goesOn = (): boolean => !rest.stopped() && held();
  const untold = (): readonly number[] =>
    partitions.filter((partition) => (reached.get(partition) ?? beginning) < position);
  const tell = async (): Promise<void> => {
    const behind = untold();
    await to.tell(behind, position, clock.now());
    for (const partition of behind) reached.set(partition, position);
    toldAt = performance.now();
    if (behind.length > 0) sent?.(0, behind.length);
  };

  let ahead: Promise<readonly StoredEvent[]> | undefined;
  while (goesOn()) {
    if (onHold?.() && ahead === undefined) {
      if (untold().length > 0) await tell();
      return;
    }
    news.heard();
    const events = await (ahead ?? store.readLog(position, pageSize));
    ahead = undefined;
    const last = events.at(-1);
    const dueInMs = toldAt + progressMs - performance.now();
    if (last) {
      if (events.length === pageSize) {
        ahead = store.readLog(last.position, pageSize);
        // It is looked at in the next round; one that is never looked at must end nothing.
        ahead.catch(() => undefined);
      }
      const fresh = events.filter((event) => event.position > (reached.get(ofKey(event.metadata.key)) ?? beginning));
      if (!goesOn()) return;
      await (around ? around(fresh, () => to.publish(fresh)) : to.publish(fresh));
      for (const event of fresh) reached.set(ofKey(event.metadata.key), event.position);
      position = last.position;
      sent?.(fresh.length, 0);
      await save(last);
      if (dueInMs <= 0 && goesOn()) await tell();
    } else if (untold().length > 0) {
      if (dueInMs > 0 && until !== 'head') await news.within(dueInMs);
      else if (goesOn()) await tell();
    } else {
      if (until === 'head') return;
      await news.within(pace.pollMs);
    }
  }
};

/** Whether something was appended since one looked last. */
interface News {
  heard(): void;
  /** Resolves when something was appended, after so many milliseconds, or when it is time to stop. */
  within(ms: number): Promise<void>;
  end(): void;
}

const newsOf = (store: EventStore, rest: Resting): News => {
  let isNew = false;
  let wake = (): void => undefined;
  const unlisten = store.onAppended(() => {
    isNew = true;
    wake();
  });
  return {
    heard: () => (isNew = false),
    within: async (ms) => {
      if (isNew) return;
      let timeout: NodeJS.Timeout | undefined;
      await rest.until(
        new Promise((resolve) => {
          timeout = setTimeout(resolve, ms);
          wake = resolve;
        }),
      );
      clearTimeout(timeout);
    },
    end: unlisten,
  };
};
