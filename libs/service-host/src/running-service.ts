import {
  actConsumer,
  type Checkpoints,
  forgettingOf,
  isPassing,
  LogChanged,
  type Outbox,
  outboxOf,
  type Parking,
  parkingOf,
  type Progress,
  type Reading,
  readConsumer,
  requireLayout,
  type ServiceDatabase,
  type Timers,
  timersOf,
} from '@redress/adapter-postgres';
import { type CommandSender, type Consumer, ConsumerEnded, type Delivery, type StoredEvent } from '@redress/eventing';
import { ForgottenRevived } from '@redress/privacy';
import type { Commands } from './commands/commands.js';
import type { FactSource } from './commands/facts.js';
import { longerEachTime, sentenceOf } from './once-reachable.js';
import type { Adapters } from './runtime.js';
import type { ServiceContents } from './service.js';
import type { ProcessMeasures } from './measures/process-measures.js';
import { followedConsumers, followedEffects, lookedAtApart } from './tracing/followed-service.js';
import type { Traces } from './tracing/traces.js';
import { withdrawals } from './withdrawals.js';

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
  /** Lets a parked key go on without the events it waited with; answers how many. They are never heard, except by a rebuild. */
  discard(consumer: string, key: string): Promise<number>;
  /** Why it is not ready; `undefined` once its tables have caught up. */
  readonly notReady: () => string | undefined;
  start(): Promise<void>;
  /** Tries again what could not start because the log had changed; else does nothing. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts extends Adapters {
  readonly contents: ServiceContents;
  readonly database: ServiceDatabase;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly commands: Commands;
  readonly facts: FactSource;
  readonly measures: ProcessMeasures;
  /** Absent while none are kept. */
  readonly traces: Traces | undefined;
}

export const runningService = (parts: Parts): RunningService => {
  const { contents, database, store, bus, personal, checkpoints, reading, commands, facts, clock, logger } = parts;
  const { measures, traces } = parts;
  const { name, deciders, reactors, effects = [] } = contents;
  const { dataSource } = database;
  const log = logger.child({ service: name });
  let notReady: string | undefined = 'it has not started yet';
  let stopped: 'at-start' | 'running' | undefined;
  let isStopping = false;
  let deliveries: readonly Delivery[] = [];

  const firing: CommandSender = {
    stateOf: (decider, id) => commands.stateOf(decider, id),
    dispatch: async (sending, cause) => {
      const refusal = await commands.dispatch(sending, cause);
      measures.timersFired.inc({ service: name });
      return refusal;
    },
  };
  const timers = lookedAtApart(
    traces,
    timersOf({
      dataSource,
      service: name,
      deciders,
      store,
      commands: firing,
      clock,
      partitionOf: (key) => bus.partitionOf(key),
      report: ({ problem, timer, lateMs, error }) => log.warn({ timer, lateMs, err: error }, `timers: ${problem}`),
    }),
  );
  const outbox = lookedAtApart(
    traces,
    outboxOf({
      dataSource,
      service: name,
      effects,
      commands,
      clock,
      report: (effect, error) => log.warn({ effect, err: error }, 'an effect is tried again later'),
      ...(traces && { around: followedEffects(traces) }),
    }),
  );
  const partitionOf = (key: string): number => bus.partitionOf(key);
  const parking = parkingOf(dataSource, name, store);
  const forgetting = forgettingOf(dataSource, name, withdrawals);
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
      ? readConsumer({
          database,
          store,
          checkpoints,
          reading,
          parking,
          forgetting,
          partitions: bus.partitions,
          partitionOf,
          alarm,
        })
      : undefined;

  const hasEnded = (): boolean => stopped !== undefined;
  const isLeaving = (): boolean => isStopping;
  /** Nothing is fired or sent on the strength of a log that is not the one it was asked by. */
  const quit = async (): Promise<void> => {
    await timers.stop();
    await outbox.stop();
    await Promise.all(deliveries.map((delivery) => delivery.stop()));
  };
  const ended = (error: unknown): never => {
    if (error instanceof ConsumerEnded) {
      notReady = error.message;
      log.fatal({ err: error }, error.message);
      if (error instanceof LogChanged) {
        stopped = 'running';
        quit().catch((failure: unknown) => log.error({ err: failure }, 'what runs could not be stopped'));
      }
    }
    throw error;
  };
  /** A delivery that ends is seen in readiness, on whichever bus. */
  const watched = (consumer: Consumer): Consumer => ({
    ...consumer,
    assigned: (partition) => consumer.assigned(partition).catch(ended),
    handle: (batch) => consumer.handle(batch).catch(ended),
    ended: (reason) => {
      notReady = reason.message;
      log.fatal(reason.message);
    },
  });
  /** Before timers and effects go on: they act on what `act` has heard. */
  const verifyLog = async (): Promise<void> => {
    const rows = await checkpoints.standing(dataSource.manager, 'act', 'look');
    for (const { changed } of rows.values()) if (changed) throw changed;
  };
  const prepare = async (): Promise<void> => {
    notReady = 'its tables are catching up';
    await requireLayout(dataSource, name, bus.partitions);
    await verifyLog();
    await read?.catchUp((table, position) => log.debug({ table, position }, 'catching up'));
    await personal.refuseRevived(await forgetting.withdrawn());
  };
  /** What was there when the process opened it may go away before the service runs. */
  const prepared = async (): Promise<void> => {
    for (let attempt = 1; !isLeaving(); attempt += 1) {
      try {
        return await prepare();
      } catch (error) {
        if (error instanceof ConsumerEnded || !isPassing(error)) throw error;
        if (isLeaving()) return;
        notReady = `it waits: ${sentenceOf(error)}`;
        log.warn({ err: error, attempt }, 'what this service needs does not answer; it waits');
        await longerEachTime(attempt);
      }
    }
  };
  const start = async (): Promise<void> => {
    try {
      stopped = undefined;
      await prepared();
      if (isLeaving()) return;
      notReady = undefined;
      const consumers = followedConsumers({ traces, clock, contents, reading }, act?.consumer, read?.consumer);
      deliveries = await Promise.all(consumers.map((consumer) => bus.deliver(watched(consumer))));
      if (hasEnded()) await quit();
      else if (act) {
        timers.start(act.progress);
        outbox.start();
      }
    } catch (error) {
      if (error instanceof ForgottenRevived) notReady = error.message;
      if (!(error instanceof LogChanged)) throw error;
      notReady = error.message;
      stopped = 'at-start';
      log.fatal(error.message);
    }
  };

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
    discard: async (consumer, key) => {
      const released = await dataSource.transaction(async (manager) => {
        await checkpoints.lock(manager, consumer, partitionOf(key));
        return parking.release(manager, consumer, key);
      });
      // Timers of the key were held as well.
      timers.look();
      return released;
    },
    start,
    resume: async () => {
      if (stopped === 'at-start') await start();
    },
    stop: async () => {
      isStopping = true;
      notReady = 'it is stopping';
      await quit();
    },
  };
};
