import { resolve } from 'node:path';
import { kafkaOf, type KafkaPlace } from './kafka-settings.js';
import { countOf, type Environment, textOf, WrongSetting } from './setting.js';

/** What the environment says. A value that cannot be meant is refused by name. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** An existing PostgreSQL; absent: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A database of its own for the keys of personal data; absent: the same one. */
  readonly vaultUrl: string | undefined;
  /** A PostgreSQL that holds the log, where it is not the one of the service's own tables. */
  readonly eventLogUrl: string | undefined;
  /** The same PostgreSQL without a pooler before it, for the one connection that listens; absent: the log's own address. */
  readonly listenUrl: string | undefined;
  /** Where the secrets of the installation lie, made by others; absent: they are made in the data directory. */
  readonly secretsDirectory: string | undefined;
  /** An EventStoreDB that holds the log; absent: PostgreSQL does. */
  readonly eventStoreDbUrl: string | undefined;
  /** Carries the log to the services; absent: they read it in the store. */
  readonly kafka: KafkaPlace | undefined;
  /** Preset for the accounts of the first start; absent: one is made up. */
  readonly initialPassword: string | undefined;
  /** How long a stop may take until what is unfinished is cut off. */
  readonly stopMs: number;
  readonly trustProxy: string | undefined;
  /** Where customers reach it, without a slash at the end: what links for them begin with. */
  readonly publicUrl: string;
}

const databaseOf = (environment: Environment, name: string): string | undefined => {
  const text = textOf(environment, name);
  if (text !== undefined && !/^postgres(ql)?:\/\/./.test(text))
    throw new WrongSetting(name, 'looks like postgres://user:password@host:5432/database');
  return text;
};

const eventStoreOf = (environment: Environment): string | undefined => {
  const store = textOf(environment, 'EVENT_STORE') ?? 'postgres';
  const url = textOf(environment, 'EVENTSTOREDB_URL');
  if (store !== 'postgres' && store !== 'eventstoredb')
    throw new WrongSetting('EVENT_STORE', 'is postgres or eventstoredb');
  if (store === 'eventstoredb' && url === undefined)
    throw new WrongSetting('EVENTSTOREDB_URL', 'is needed with EVENT_STORE=eventstoredb: esdb://host:2113?tls=false');
  return store === 'eventstoredb' ? url : undefined;
};

const publicUrlOf = (environment: Environment): string | undefined => {
  const text = textOf(environment, 'PUBLIC_URL');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (!isPlain) throw new WrongSetting('PUBLIC_URL', 'looks like https://care.example.com');
  return url.href.replace(/\/+$/, '');
};

const localUrl = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export const readSettings = (environment: Environment = process.env): Settings => {
  const host = textOf(environment, 'HOST') ?? '127.0.0.1';
  const port = countOf(environment, 'PORT', 3000, 65_535);
  return {
    host,
    port,
    publicUrl: publicUrlOf(environment) ?? localUrl(host, port),
    dataDirectory: resolve(textOf(environment, 'DATA_DIR') ?? 'data'),
    databaseUrl: databaseOf(environment, 'DATABASE_URL'),
    vaultUrl: databaseOf(environment, 'VAULT_URL'),
    eventLogUrl: databaseOf(environment, 'EVENT_LOG_URL'),
    listenUrl: databaseOf(environment, 'LISTEN_URL'),
    secretsDirectory: textOf(environment, 'SECRETS_DIR'),
    eventStoreDbUrl: eventStoreOf(environment),
    kafka: kafkaOf(environment),
    initialPassword: textOf(environment, 'INITIAL_PASSWORD'),
    stopMs: countOf(environment, 'STOP_SECONDS', 20, 3600) * 1000,
    trustProxy: textOf(environment, 'TRUST_PROXY'),
  };
};
