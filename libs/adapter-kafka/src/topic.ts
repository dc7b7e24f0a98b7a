import { createRequire } from 'node:module';
import { ConsumerEnded } from '@redress/eventing';
import type { Admin, Kafka } from 'kafkajs';
import type * as KafkaJs from 'kafkajs';

/** A topic as it has to be. */
export interface TopicSettings {
  readonly topic: string;
  /** Also what decides where a key goes: another count is another topic. */
  readonly partitions: number;
}
export interface NewTopic extends TopicSettings {
  /** Absent: three, or as many as there are brokers. */
  readonly replicationFactor?: number;
  /** Absent: one less than there are replicas, but one. */
  readonly minInsyncReplicas?: number;
}

/** An append of 1 MiB is one record at most, and headers come to it. */
export const largestRecord = 2_097_152;
const usualReplicas = 3;

/** The topic is not the one that the log was published to, or not as it has to be. An operator has to act first. */
export class TopicChanged extends ConsumerEnded {
  constructor(topic: string, detail: string, advice: string) {
    super(`topic-changed: ${topic} ${detail}. ${advice}`);
    this.name = 'TopicChanged';
  }
}

/** A connection for what is asked of the cluster itself; closed afterwards. */
export const asking = async <T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin({ retry: { retries: 5, maxRetryTime: 2000 } });
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
};

/** How many partitions it has; `undefined` when there is no such topic. */
export const partitionsOf = async (admin: Admin, topic: string): Promise<number | undefined> => {
  if (!(await admin.listTopics()).includes(topic)) return undefined;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length;
};

/** Rejects with `TopicChanged` when it has another count; answers `false` while there is no such topic. */
export const isThere = async (admin: Admin, { topic, partitions }: TopicSettings): Promise<boolean> => {
  const found = await partitionsOf(admin, topic);
  if (found === undefined || found === 0) return false;
  if (found !== partitions)
    throw new TopicChanged(
      topic,
      `has ${found} partitions and ${partitions} are expected`,
      'Say KAFKA_PARTITIONS as the topic has them, or move to another topic by redress bus move.',
    );
  return true;
};

/** Answers `false` when somebody else was first. Rejects when the cluster refuses it. */
export const createTopic = async (admin: Admin, { topic, partitions, ...wanted }: NewTopic): Promise<boolean> => {
  const { brokers } = await admin.describeCluster();
  const replicationFactor = wanted.replicationFactor ?? Math.min(usualReplicas, brokers.length);
  const minInsyncReplicas = wanted.minInsyncReplicas ?? Math.max(1, replicationFactor - 1);
  return admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor,
        configEntries: [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: '-1' },
          { name: 'retention.bytes', value: '-1' },
          { name: 'max.message.bytes', value: String(largestRecord) },
          { name: 'min.insync.replicas', value: String(minInsyncReplicas) },
        ],
      },
    ],
  });
};

/** Rejects with `TopicChanged` when the topic would lose events, or not take the largest. */
export const requireKeeping = async (admin: Admin, topic: string): Promise<void> => {
  const { ConfigResourceTypes } = createRequire(import.meta.url)('kafkajs') as typeof KafkaJs;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name: topic,
        configNames: ['retention.ms', 'retention.bytes', 'cleanup.policy', 'max.message.bytes'],
      },
    ],
  });
  const values = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  const wrong = [
    ...(['retention.ms', 'retention.bytes'] as const)
      .filter((name) => values.get(name) !== '-1')
      .map((name) => `${name}=${values.get(name)} where -1 is needed`),
    ...(values.get('cleanup.policy') === 'delete'
      ? []
      : [`cleanup.policy=${values.get('cleanup.policy')} where delete is needed`]),
    ...(Number(values.get('max.message.bytes')) >= largestRecord
      ? []
      : [`max.message.bytes=${values.get('max.message.bytes')} where ${largestRecord} is needed`]),
  ];
  if (wrong.length > 0)
    throw new TopicChanged(topic, `has ${wrong.join(', ')}`, 'Change its settings with the tools of Kafka.');
};
