import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import type * as KafkaJs from 'kafkajs';
import { kafkaLog, type KafkaLog } from './kafka-log.js';
import { useRecordFormat } from './record-format.js';
import { tokenFrom, type TokenEndpoint } from './token-endpoint.js';

/** How the brokers are reached, and as whom. */
export interface KafkaSettings {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Absent: in clear. */
  readonly tls?: TlsSettings;
  /** Absent: as nobody. */
  readonly sasl?: SaslSettings;
}

export interface TlsSettings {
  /** Files in PEM. Without `ca` the authorities that Node.js knows are trusted. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export type SaslSettings =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  | ({ readonly mechanism: 'oauthbearer' } & TokenEndpoint);

const patience = { connectionMs: 5000, authenticationMs: 10_000, requestMs: 5000 } as const;

/**
 * A client; nothing is connected yet. Loaded by `require`, since only what is loaded so can be traced without a loader
 * of modules. Throws when a file of the settings cannot be read.
 */
export const connect = (settings: KafkaSettings, log: KafkaLog): Kafka => {
  const require = createRequire(import.meta.url);
  useRecordFormat(require);
  const kafkajs = require('kafkajs') as typeof KafkaJs;
  const config: KafkaConfig = {
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    connectionTimeout: patience.connectionMs,
    authenticationTimeout: patience.authenticationMs,
    requestTimeout: patience.requestMs,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => kafkaLog(log),
    ...(settings.tls && { ssl: filesOf(settings.tls) }),
    ...(settings.sasl && { sasl: saslOf(settings.sasl) }),
  };
  return new kafkajs.Kafka(config);
};

const filesOf = ({ ca, certificate, key }: TlsSettings): Exclude<KafkaConfig['ssl'], boolean | undefined> => ({
  ...(ca !== undefined && { ca: [readFileSync(ca, 'utf8')] }),
  ...(certificate !== undefined && { cert: readFileSync(certificate, 'utf8') }),
  ...(key !== undefined && { key: readFileSync(key, 'utf8') }),
});

const saslOf = (sasl: SaslSettings): SASLOptions =>
  sasl.mechanism === 'oauthbearer'
    ? { mechanism: 'oauthbearer', oauthBearerProvider: tokenFrom(sasl) }
    : { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password };
