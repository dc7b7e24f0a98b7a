import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { connect } from '../connection.js';
import type { KafkaLog } from '../kafka-log.js';
import type { NewTopic } from '../topic.js';

const quiet: KafkaLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A client of the broker that the test run has started. */
export const testKafka = (broker = process.env.TEST_KAFKA_BROKER): Kafka => {
  if (!broker) throw new Error('TEST_KAFKA_BROKER is not set: run the specs by `npm run test:kafka`.');
  return connect({ brokers: [broker], clientId: 'specs' }, quiet);
};

/** A topic of a spec's own, not made yet. */
export const testTopic = (partitions = 4): NewTopic => ({
  topic: `t-${randomUUID()}`,
  partitions,
  replicationFactor: 1,
  minInsyncReplicas: 1,
});
