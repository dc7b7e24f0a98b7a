import { readFileSync } from 'node:fs';
import type { KafkaSettings as Connection, SaslSettings } from '@redress/adapter-kafka';
import { countOf, type Environment, textOf, WrongSetting } from './setting.js';

/** Where Kafka is, and which of it is ours. */
export interface KafkaPlace {
  readonly connection: Connection;
  readonly topic: string;
  readonly partitions: number;
  /** Begins the name of every group. */
  readonly groupPrefix: string;
  /** For a topic that is made; absent: three, or as many as there are brokers. */
  readonly replicationFactor: number | undefined;
  /** For a topic that is made; absent: one less than there are replicas. */
  readonly minInsyncReplicas: number | undefined;
}

/** `undefined` with another bus. Secrets stand in a variable or in the file that `…_FILE` names. */
export const kafkaOf = (environment: Environment): KafkaPlace | undefined => {
  const bus = textOf(environment, 'EVENT_BUS') ?? 'store';
  if (bus !== 'store' && bus !== 'kafka') throw new WrongSetting('EVENT_BUS', 'is store or kafka');
  if (bus === 'store') return undefined;
  const brokers = (textOf(environment, 'KAFKA_BROKERS') ?? '127.0.0.1:9092').split(',').map((broker) => broker.trim());
  if (brokers.some((broker) => !/^[^\s:]+:\d{1,5}$/.test(broker)))
    throw new WrongSetting('KAFKA_BROKERS', 'looks like kafka-1:9092,kafka-2:9092');
  const topic = textOf(environment, 'KAFKA_TOPIC') ?? 'redress.events';
  if (!/^[A-Za-z0-9._-]{1,249}$/.test(topic)) throw new WrongSetting('KAFKA_TOPIC', 'is no name of a topic');
  const partitions = countOf(environment, 'KAFKA_PARTITIONS', 24, 10_000);
  if (partitions === 0) throw new WrongSetting('KAFKA_PARTITIONS', 'is at least 1');
  const sasl = saslOf(environment);
  const tls = tlsOf(environment);
  return {
    connection: {
      brokers,
      clientId: textOf(environment, 'KAFKA_CLIENT_ID') ?? 'redress',
      ...(tls && { tls }),
      ...(sasl && { sasl }),
    },
    topic,
    partitions,
    groupPrefix: textOf(environment, 'KAFKA_GROUP_PREFIX') ?? '',
    replicationFactor: countOf(environment, 'KAFKA_REPLICATION_FACTOR', 0, 100) || undefined,
    minInsyncReplicas: countOf(environment, 'KAFKA_MIN_INSYNC_REPLICAS', 0, 100) || undefined,
  };
};

const tlsOf = (environment: Environment): Connection['tls'] => {
  const files = {
    ca: textOf(environment, 'KAFKA_TLS_CA'),
    certificate: textOf(environment, 'KAFKA_TLS_CERTIFICATE'),
    key: textOf(environment, 'KAFKA_TLS_KEY'),
  };
  const named = Object.entries(files).filter((entry): entry is [keyof typeof files, string] => entry[1] !== undefined);
  const tls = textOf(environment, 'KAFKA_TLS') ?? (named.length > 0 ? 'on' : 'off');
  if (tls !== 'on' && tls !== 'off') throw new WrongSetting('KAFKA_TLS', 'is on or off');
  if (tls === 'off' && named.length > 0) throw new WrongSetting('KAFKA_TLS', 'is off, though a file for it is named');
  if ((files.certificate === undefined) !== (files.key === undefined))
    throw new WrongSetting('KAFKA_TLS_CERTIFICATE', 'and KAFKA_TLS_KEY go together');
  return tls === 'on' ? Object.fromEntries(named) : undefined;
};

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const;

const saslOf = (environment: Environment): SaslSettings | undefined => {
  const given = textOf(environment, 'KAFKA_SASL_MECHANISM')?.toLowerCase();
  if (given === undefined) return undefined;
  const mechanism = mechanisms.find((each) => each === given);
  if (!mechanism) throw new WrongSetting('KAFKA_SASL_MECHANISM', `is one of ${mechanisms.join(', ')}`);
  const needed = (name: string): string => {
    const text = textOf(environment, name);
    if (text === undefined) throw new WrongSetting(name, `is needed with KAFKA_SASL_MECHANISM=${mechanism}`);
    return text;
  };
  if (mechanism === 'oauthbearer') {
    const scope = textOf(environment, 'KAFKA_OAUTH_SCOPE');
    return {
      mechanism,
      tokenUrl: needed('KAFKA_OAUTH_TOKEN_URL'),
      clientId: needed('KAFKA_OAUTH_CLIENT_ID'),
      clientSecret: secretOf(environment, 'KAFKA_OAUTH_CLIENT_SECRET', needed),
      ...(scope !== undefined && { scope }),
    };
  }
  return {
    mechanism,
    username: needed('KAFKA_SASL_USERNAME'),
    password: secretOf(environment, 'KAFKA_SASL_PASSWORD', needed),
  };
};

const secretOf = (environment: Environment, name: string, needed: (name: string) => string): string => {
  const file = textOf(environment, `${name}_FILE`);
  if (file === undefined) return needed(name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new WrongSetting(`${name}_FILE`, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
};
