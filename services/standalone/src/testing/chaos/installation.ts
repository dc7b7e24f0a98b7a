import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Broker, brokerOf } from './kafka.js';
import type { Struck } from './child.js';
import { type Edges, edgesFrom } from './edges.js';
import { type Member, membersOf } from './members.js';
import { type Postgres, startPostgres } from './postgres.js';
import type { ChaosOptions } from './options.js';
import { type LogServer, startLogServer } from './log-server.js';
import { until } from './until.js';

/** The folder of the root package.json. */
export const root = join(import.meta.dirname, '..', '..', '..', '..', '..');

export const topic = 'redress.events';
export const partitions = 12;
export const password = 'a password for chaos 1';
const readyMs = 300_000;
const databasesBesides = ['log', 'vault', 'relay'];

/** The distributed form on one machine, each process of it and each way between two of them ready to be struck. */
export interface Installation {
  /** That own read models, without the relay. */
  readonly services: readonly string[];
  readonly members: ReadonlyMap<string, Member>;
  readonly edges: Edges;
  readonly postgres: Postgres;
  readonly kafka: Broker | undefined;
  /** What ended though nobody ended it. */
  readonly endings: readonly string[];
  /** Of the replicas of a service, or of the relay. */
  replicasOf(service: string): readonly Member[];
  /** Takes the place of the replica of the same name, which has ended. */
  replace(member: Member): void;
  /** Everything that can be killed and frozen, by its name. */
  readonly struck: ReadonlyMap<string, Struck>;
  /** Past all proxies. */
  databaseUrl(name: string): string;
  /** Of the log, past all proxies. */
  logUrl(): string;
  /** Everything runs and everything is open; resolves once all are ready. */
  heal(): Promise<void>;
  ready(members: readonly Member[]): Promise<void>;
  stop(): Promise<void>;
}

export type Shape = Pick<ChaosOptions, 'store' | 'bus' | 'replicas'>;

/** Each kind of work is among them: sign-in, commands, timers and effects, reading only. */
const underChaos = ['directory', 'intake', 'sla', 'audit'] as const;

const makeSecrets = (folder: string): string => {
  const secrets = join(folder, 'secrets');
  if (existsSync(join(secrets, 'sign-in.public.json'))) return secrets;
  const cli = join(root, 'services/standalone/dist/cli.js');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'keys', 'init', secrets], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The secrets could not be made: ${stderr.trim()}`);
  return secrets;
};

const createDatabases = async (url: string, names: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const name of names) await client.query(`create database "${name}"`);
  await client.end();
};

/** Everything is started; resolves once all are ready. */
export const startInstallation = async (folder: string, shape: Shape): Promise<Installation> => {
  const endings: string[] = [];
  const ended = (how: string): void => void endings.push(how);
  const logs = join(folder, 'said');
  for (const path of [logs, join(folder, 'data')]) mkdirSync(path, { recursive: true });
  const services = underChaos;
  const databases = join(folder, 'postgres');
  mkdirSync(databases, { recursive: true });
  const postgres = await startPostgres(databases, ended);
  const databaseUrl = (name: string): string =>
    `postgres://${postgres.credentials()}@${postgres.place.host}:${postgres.place.port}/${name}`;
  await createDatabases(databaseUrl('postgres'), [...databasesBesides, ...services]);
  const logServer: LogServer | undefined = shape.store === 'eventstoredb' ? await startLogServer() : undefined;

  const names = [...services, ...(shape.bus === 'kafka' ? ['relay'] : [])].flatMap((service) =>
    Array.from({ length: shape.replicas }, (_, index) => ({ service, name: `${service}-${index + 1}` })),
  );
  const { edges, listeners } = await edgesFrom(
    names.map(({ name }) => name),
    {
      postgres: postgres.place,
      log: logServer?.place ?? postgres.place,
      ...(shape.bus === 'kafka' && { kafka: 'listeners' }),
    },
  );
  const kafka =
    shape.bus === 'kafka'
      ? await brokerOf({ root, data: join(folder, 'kafka'), log: join(logs, 'kafka.log'), listeners, ended })
      : undefined;
  await kafka?.start();
  const members = new Map(
    await membersOf(names, {
      folder: root,
      logs,
      ended,
      common: {
        DATA_DIR: join(folder, 'data'),
        SECRETS_DIR: makeSecrets(folder),
        INITIAL_PASSWORD: password,
        LOG_LEVEL: 'info',
        KAFKA_TOPIC: topic,
        KAFKA_PARTITIONS: String(partitions),
        EVENT_BUS: shape.bus,
        EVENT_STORE: shape.store,
      },
      own: ({ service, name }) => {
        const through = (what: string): string => `127.0.0.1:${edges.port(`${name} to ${what}`)}`;
        return {
          DATABASE_URL: `postgres://${postgres.credentials()}@${through('postgres')}/${service}`,
          VAULT_URL: `postgres://${postgres.credentials()}@${through('postgres')}/vault`,
          ...(logServer
            ? { EVENTSTOREDB_URL: `esdb://${through('log')}?tls=false` }
            : { EVENT_LOG_URL: `postgres://${postgres.credentials()}@${through('log')}/log` }),
          ...(kafka && { KAFKA_BROKERS: through('kafka') }),
        };
      },
    }),
  );
  const struck = new Map<string, Struck>([
    ...[...members].map(([name, { child }]): [string, Struck] => [name, child]),
    ['postgres', postgres],
    ...(kafka ? [['kafka', kafka] as [string, Struck]] : []),
    ...(logServer ? [['eventstoredb', logServer.struck(edges)] as [string, Struck]] : []),
  ]);

  const ready = async (some: readonly Member[]): Promise<void> => {
    await until('every process is ready', readyMs, async () => {
      const reasons = await Promise.all(some.map(async (member) => member.notReady()));
      const reason = reasons.find((each) => each !== undefined);
      return reason && [reason, ...endings].join('; ');
    });
  };
  const installation: Installation = {
    services,
    members,
    edges,
    postgres,
    kafka,
    endings,
    struck,
    replicasOf: (service) => [...members.values()].filter((member) => member.service === service),
    databaseUrl,
    logUrl: () => logServer?.url() ?? databaseUrl('log'),
    ready,
    replace: (member) => {
      members.set(member.name, member);
      struck.set(member.name, member.child);
    },
    heal: async () => {
      await edges.openAll();
      for (const each of struck.values()) each.thaw();
      for (const each of struck.values()) await each.start();
      await ready([...members.values()]);
    },
    stop: async () => {
      for (const each of struck.values()) each.thaw();
      await edges.openAll();
      await Promise.all([...members.values()].map(({ child }) => child.stop()));
      await kafka?.kill();
      await logServer?.stop();
      await postgres.stop();
      await edges.closeAll();
    },
  };
  try {
    for (const { child } of members.values()) await child.start();
    await ready([...members.values()]);
    return installation;
  } catch (error) {
    await installation.stop();
    throw error;
  }
};
