export { connect, type KafkaSettings, type SaslSettings, type TlsSettings } from './connection.js';
export { kafkaBus, type KafkaBusParts } from './kafka-bus.js';
export { kafkaLog, type KafkaLog } from './kafka-log.js';
export { partitionOf } from './partitioning.js';
export type { Published } from './expected-topic.js';
export { publishLog, type PublishLogParts } from './publish-log.js';
export { decode, encodeEvent, encodeProgress } from './record.js';
export { growing, resting, type Resting } from './resting.js';
export { beginningsOf, type Tail, tailsOf } from './tails.js';
export {
  asking,
  createTopic,
  isThere,
  type NewTopic,
  partitionsOf,
  requireKeeping,
  TopicChanged,
  type TopicSettings,
} from './topic.js';
