import {
  checkpointsOf,
  type Leases,
  openServiceDatabase,
  type Reading,
  reading,
  type ServiceDatabase,
  snapshotsOf,
} from '@redress/adapter-postgres';
import { type Codec, type EventBus, type EventStore, type WallClock } from '@redress/eventing';
import type { PersonalData } from '@redress/privacy';
import type { Logger } from 'pino';
import type { ObjectLiteral, Repository } from 'typeorm';
import { askedTogether } from './commands/asked-together.js';
import { Commands } from './commands/commands.js';
import { factSource, type FactSource } from './commands/facts.js';
import type { PoolUse } from './measures/pool-measures.js';
import { processMeasures, type ProcessMeasures } from './measures/process-measures.js';
import { type RunningService, runningService } from './running-service.js';
import type { ServiceContents } from './service.js';
import { followedStore } from './tracing/followed-store.js';
import type { Traces } from './tracing/traces.js';

/** The adapters of one process, ready for use. */
export interface Adapters {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly leases: Leases;
  readonly codec: Codec;
  readonly personal: PersonalData;
  readonly clock: WallClock;
  readonly logger: Logger;
  /** Of the database for read models, checkpoints, timers and outbox: a schema for each service. */
  readonly databaseUrl: string;
  /** No other process uses these databases: what a dead one had leased is free at once. */
  readonly alone: boolean;
  /** Connections that the adapters keep, for measures. */
  readonly pools?: Readonly<Record<string, PoolUse>>;
}

/** Work of a process beside that of its services: begins with their consumers, and ends after them. */
export interface Duty {
  readonly name: string;
  /** Why it is not ready; `undefined` when it is. */
  readonly notReady: () => string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What the services of a process share: commands, facts, and each service with its consumers. */
export class Runtime {
  readonly commands: Commands;
  readonly reading: Reading;
  readonly adapters: Adapters;
  readonly measures: ProcessMeasures = processMeasures();
  private readonly facts: FactSource;
  private readonly opened: RunningService[] = [];
  private readonly undertaken: Duty[] = [];
  private readonly repositories = new Map<new () => object, Repository<ObjectLiteral>>();

  /** `traces` is absent while none are kept, and then nothing is done for them. */
  constructor(
    adapters: Adapters,
    readonly traces?: Traces,
  ) {
    const store = followedStore(adapters.store, this.measures.appends, traces);
    this.adapters = { ...adapters, store };
    const { codec, personal, clock, logger } = adapters;
    const unknown = new Set<string>();
    this.facts = factSource(store, codec, (table) => this.rowsOf(table));
    this.reading = reading(codec, personal, (type) => {
      if (!unknown.has(type)) logger.warn({ type }, 'events of a type that this build does not know are passed over');
      unknown.add(type);
    });
    this.commands = new Commands({
      store,
      codec,
      personal,
      clock,
      facts: this.facts,
      traces,
      pause: pauseBetweenTries,
      snapshotsOf: (service) => {
        const home = this.opened.find(({ name }) => name === service);
        return home && snapshotsOf(home.database.dataSource, service);
      },
      report: (stream, error) => logger.warn({ stream, err: error }, 'a snapshot could not be read or kept'),
    });
  }

  get services(): readonly RunningService[] {
    return this.opened;
  }

  get duties(): readonly Duty[] {
    return this.undertaken;
  }

  /** Before the process starts. */
  undertake(duty: Duty): void {
    this.undertaken.push(duty);
  }

  /** Makes the tables of a service and everything that will fill them; nothing runs before `start`. */
  async open(contents: ServiceContents): Promise<ServiceDatabase> {
    const { store, databaseUrl, leases, alone } = this.adapters;
    const listeners = [...contents.reactors, ...(contents.effects ?? [])];
    const database = await openServiceDatabase(databaseUrl, {
      service: contents.name,
      readModels: contents.projections,
      memories: [...new Set(listeners.flatMap(({ memory }) => memory ?? []))],
      ...(contents.keptTables && { keptTables: contents.keptTables }),
      ...(contents.migrations && { migrations: contents.migrations }),
    });
    if (alone) await leases.forget(contents.name);
    this.opened.push(
      runningService({
        ...this.adapters,
        contents,
        database,
        checkpoints: checkpointsOf(contents.name, store),
        reading: this.reading,
        commands: this.commands,
        facts: this.facts,
        measures: this.measures,
        traces: this.traces,
      }),
    );
    return database;
  }

  /** The rows of a table of one of this process's services. */
  rowsOf<Row extends ObjectLiteral>(table: new () => Row): Repository<Row> {
    const home = this.opened.find(({ database }) => database.dataSource.hasMetadata(table));
    if (!home) throw new Error(`No service of this process keeps ${table.name}.`);
    const known = this.repositories.get(table);
    if (known) return known as Repository<Row>;
    const made = askedTogether(home.database.dataSource.getRepository(table));
    this.repositories.set(table, made);
    return made;
  }

  async close(): Promise<void> {
    const { bus, store } = this.adapters;
    for (const service of this.opened) await service.stop();
    for (const duty of this.undertaken) await duty.stop();
    await bus.close();
    await store.close();
    await this.commands.settled();
    for (const { database } of this.opened) await database.close();
  }
}

/** 50 ms, 100 ms, … 1.6 s: in all some three seconds, after which the caller is told that the outcome is unknown. */
const pauseBetweenTries = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt));
