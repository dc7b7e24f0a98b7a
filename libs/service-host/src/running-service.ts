import {
  actConsumer,
  type Checkpoints,
  LogChanged,
  type Outbox,
  outboxOf,
  type Parking,
  parkingOf,
  type Progress,
  type Reading,
  readConsumer,
  type ServiceDatabase,
  type Timers,
  timersOf,
} from '@redress/adapter-postgres';
import type { Delivery, StoredEvent } from '@redress/eventing';
import type { Commands } from './commands/commands.js';
import type { FactSource } from './commands/facts.js';
import type { Adapters } from './runtime.js';
import type { ServiceContents } from './service.js';

/** A service with its consumers, timers and outbox. */
export interface RunningService {
  readonly name: string;
  readonly contents: ServiceContents;
  readonly database: ServiceDatabase;
  /** Of the read models; absent where a service has none. */
  readonly read: Progress | undefined;
  /** Of its reactors and effects; absent where it has none. */
  readonly act: Progress | undefined;
  readonly timers: Timers;
  readonly outbox: Outbox;
  readonly parking: Parking;
  /** Gives a parked key its events again; answers how many. Rejects with what they still fail with. */
  replay(consumer: string, key: string): Promise<number>;
  /** Why it is not ready; `undefined` once its tables have caught up. */
  readonly notReady: () => string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts extends Adapters {
  readonly contents: ServiceContents;
  readonly database: ServiceDatabase;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly commands: Commands;
  readonly facts: FactSource;
}

export const runningService = (parts: Parts): RunningService => {
  const { contents, database, store, bus, checkpoints, reading, commands, facts, clock, logger } = parts;
  const { name, deciders, reactors, effects = [] } = contents;
  const { dataSource } = database;
  const log = logger.child({ service: name });
  let notReady: string | undefined = 'it has not started yet';
  let deliveries: readonly Delivery[] = [];

  const timers = timersOf({
    dataSource,
    service: name,
    deciders,
    store,
    commands,
    clock,
    partitionOf: (key) => bus.partitionOf(key),
    report: ({ problem, timer, error }) => log.warn({ timer, err: error }, `timers: ${problem}`),
  });
  const outbox = outboxOf({
    dataSource,
    service: name,
    effects,
    commands,
    clock,
    report: (effect, error) => log.warn({ effect, err: error }, 'an effect is tried again later'),
  });
  const partitionOf = (key: string): number => bus.partitionOf(key);
  const parking = parkingOf(dataSource, name, store);
  const alarm = (consumer: string, event: StoredEvent, error: unknown): void =>
    log.error({ consumer, event: event.id, type: event.type, err: error }, 'an event failed and its key was parked');
  const listens = reactors.length + effects.length > 0;
  const act = listens
    ? actConsumer({
        parking,
        alarm,
        partitionOf,
        database,
        store,
        checkpoints,
        reading,
        commands,
        reactors,
        effects,
        timers,
        outbox,
        factsAt: (needed, about, seen) => facts.resolve(needed, about.data, about.position, seen),
        refused: (rule, event, reason) =>
          log.info({ rule, event: event.id, type: event.type, reason }, 'a rule was refused, which ends it'),
      })
    : undefined;
  const read =
    contents.projections.length > 0
      ? readConsumer({ database, store, checkpoints, reading, parking, partitionOf, alarm })
      : undefined;

  return {
    name,
    contents,
    database,
    read: read?.progress,
    act: act?.progress,
    timers,
    outbox,
    parking,
    replay: (consumer, key) => {
      const from = consumer === 'act' ? act : undefined;
      if (from) return from.replay(key);
      if (!read) throw new Error(`${name} has no consumer named ${consumer}.`);
      return read.replay(consumer, key);
    },
    notReady: () => notReady,
    start: async () => {
      try {
        notReady = 'its tables are catching up';
        await read?.catchUp((table, position) => log.debug({ table, position }, 'catching up'));
        const consumers = [...(act ? [act.consumer] : []), ...(read ? [read.consumer] : [])];
        deliveries = await Promise.all(consumers.map((consumer) => bus.deliver(consumer)));
        if (act) {
          timers.start(act.progress);
          outbox.start();
        }
        notReady = undefined;
      } catch (error) {
        if (!(error instanceof LogChanged)) throw error;
        notReady = error.message;
        log.fatal(error.message);
      }
    },
    stop: async () => {
      notReady = 'it is stopping';
      await timers.stop();
      await outbox.stop();
      await Promise.all(deliveries.map((delivery) => delivery.stop()));
    },
  };
};
