import type { Consumer as KafkaConsumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Fetched } from './partition-queue.js';
import { growing, type Resting } from './resting.js';
import { largestRecord } from './topic.js';

/** What comes of belonging to a group. */
export interface Belonging {
  /** These are ours now, and no others; what was fetched of others is void. Called before anything of them is fetched. */
  readonly assigned: (partitions: readonly number[], member: Member) => void;
  readonly fetched: (partition: number, records: readonly Fetched[]) => void;
  /** Ends what is under way: the process belongs to the group no more. */
  readonly left: () => Promise<void>;
}

/** What can be asked while it lasts. Partitions that are not ours any more are passed over. */
export interface Member {
  seek(partition: number, offset: bigint | undefined): void;
  pause(partition: number): void;
  resume(partition: number): void;
  /** Resolves at the next answer of the group's coordinator. */
  confirmed(): Promise<void>;
  done(partition: number, offset: bigint): void;
}

interface Parts {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topic: string;
  readonly maxWaitMs: number;
  readonly belonging: Belonging;
  readonly report: (error: unknown) => void;
}

/** A process that says nothing for so long has lost its partitions; a new one among the group is noticed by a heartbeat. */
const pace = { sessionMs: 10_000, rebalanceMs: 30_000, heartbeatMs: 1000, commitMs: 1000 } as const;

/** More than the largest batch of records, so that none is waited for in vain. */
const fetchBytes = largestRecord + 524_288;

/** Belongs to a group until it is told to rest: joins again whatever happens, after a growing pause. Never rejects. */
export const belong = async (
  { kafka, group, topic, maxWaitMs, belonging, report }: Parts,
  rest: Resting,
): Promise<void> => {
  let failures = 0;
  const once = async (): Promise<void> => {
    const client = kafka.consumer({
      groupId: group,
      sessionTimeout: pace.sessionMs,
      rebalanceTimeout: pace.rebalanceMs,
      heartbeatInterval: pace.heartbeatMs,
      maxWaitTimeInMs: maxWaitMs,
      maxBytesPerPartition: fetchBytes,
      readUncommitted: false,
      // A consumer that has crashed is made anew here, where a stop is heard of.
      retry: { retries: 5, maxRetryTime: 2000, restartOnFailure: async () => false },
    });
    const crashed = new Promise<never>((_, reject) => {
      client.on(client.events.CRASH, ({ payload }) => reject(payload.error));
    });
    // It may crash before anybody waits for it.
    crashed.catch(() => undefined);
    const offsets = new Map<number, bigint>();
    const member = memberOf(client, topic, offsets);
    client.on(client.events.GROUP_JOIN, ({ payload }) => {
      failures = 0;
      offsets.clear();
      belonging.assigned(payload.memberAssignment[topic] ?? [], member);
    });
    const committing = setInterval(() => commit(client, topic, offsets), pace.commitMs);
    try {
      await client.connect();
      await client.subscribe({ topic, fromBeginning: true });
      await client.run({
        autoCommit: false,
        eachBatchAutoResolve: true,
        // A batch is only put aside here, and handled elsewhere: heartbeats go on however long that takes.
        eachBatch: async (payload: EachBatchPayload) => {
          if (payload.isStale() || !payload.isRunning()) return;
          const { batch } = payload;
          belonging.fetched(
            batch.partition,
            batch.messages.map(({ key, value, headers, offset }) => ({ key, value, headers, offset: BigInt(offset) })),
          );
        },
      });
      await rest.until(crashed);
    } finally {
      clearInterval(committing);
      await belonging.left();
      await client.disconnect();
    }
  };
  while (!rest.stopped()) {
    await once().catch((error: unknown) => {
      if (!rest.stopped() && !(isStarting(error) && failures < quietTries)) report(error);
    });
    failures += 1;
    if (!rest.stopped()) await rest.for(growing(Math.min(failures, 6)));
  }
};

/** A broker that has just started reads its groups first, and says so; only if that lasts is it worth a word. */
const quietTries = 6;
const starting = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP']);
const isStarting = (error: unknown): boolean => {
  const { type, cause } = error as { readonly type?: string; readonly cause?: unknown };
  return (type !== undefined && starting.has(type)) || (cause !== undefined && cause !== error && isStarting(cause));
};

const memberOf = (client: KafkaConsumer, topic: string, offsets: Map<number, bigint>): Member => ({
  // -2 is what Kafka calls the earliest.
  seek: (partition, offset) => whileRunning(() => client.seek({ topic, partition, offset: String(offset ?? -2n) })),
  pause: (partition) => whileRunning(() => client.pause([{ topic, partitions: [partition] }])),
  resume: (partition) => whileRunning(() => client.resume([{ topic, partitions: [partition] }])),
  confirmed: () =>
    new Promise((resolve) => {
      const forget = client.on(client.events.HEARTBEAT, () => {
        forget();
        resolve();
      });
    }),
  done: (partition, offset) => offsets.set(partition, offset),
});

/** A client that has stopped throws, and whoever asks it is about to be told so. */
const whileRunning = (ask: () => void): void => {
  try {
    ask();
  } catch (error) {
    if ((error as Error).name !== 'KafkaJSNonRetriableError') throw error;
  }
};

/** Nobody trusts them but tools that show lag, so that a failure is of no consequence. */
const commit = (client: KafkaConsumer, topic: string, offsets: Map<number, bigint>): void => {
  if (offsets.size === 0) return;
  const done = [...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
  offsets.clear();
  client.commitOffsets(done).catch(() => undefined);
};
