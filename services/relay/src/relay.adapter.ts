import type { KafkaLog, NewTopic, PublishLogParts } from '@redress/adapter-kafka';
import { growing, publishLog, type Resting, resting } from '@redress/adapter-kafka';
import type { Leases } from '@redress/adapter-postgres';
import { ConsumerEnded, type EventStore, Fenced, type StoredEvent, type WallClock } from '@redress/eventing';
import type { Duty, Traces } from '@redress/service-host';
import { openRelayDatabase, type RelayDatabase, schema } from './relay-database.adapter.js';

export interface RelayParts {
  readonly kafka: PublishLogParts['kafka'];
  readonly topic: NewTopic;
  readonly groupPrefix: string;
  readonly store: EventStore;
  readonly leases: Leases;
  readonly databaseUrl: string;
  readonly clock: WallClock;
  readonly log: KafkaLog & { fatal(about: object, sentence: string): void };
  readonly progressMs?: number;
  readonly watch?: Watch;
  /** Absent while none are kept. */
  readonly traces?: Traces | undefined;
}

/** Who measures it. */
export interface Watch {
  readonly sent: (events: number, progress: number) => void;
  readonly saved: (last: StoredEvent) => void;
  readonly publishes: (state: 'publishing' | 'standing-by') => void;
}

/** A send is a step in the trace of each event that it carries. */
const followedSends =
  (traces: Traces, topic: string): NonNullable<PublishLogParts['around']> =>
  (events, send) =>
    traces.sharedStep(
      { name: 'relay', kind: 'producer', attributes: { 'messaging.destination.name': topic } },
      events,
      (of) => ({ 'redress.events': of.length, 'redress.event.types': [...new Set(of.map(({ type }) => type))] }),
      send,
    );

/** Whether an operator holds the topic, looked at while it is published to. */
const watchedHold = async (
  database: RelayDatabase,
  topic: string,
): Promise<{ readonly isOn: () => boolean; end(): void }> => {
  let isOn = await database.isOnHold(topic);
  const looking = setInterval(() => {
    // A look that fails is followed by another.
    database.isOnHold(topic).then(
      (found) => (isOn = found),
      () => undefined,
    );
  }, pace.holdMs);
  return { isOn: () => isOn, end: () => clearInterval(looking) };
};

/** How long a replica that stands by waits until it looks for the lease again, and one that cannot go on until it looks again. */
const pace = { standByMs: 1000, endedMs: 10_000, holdMs: 500 } as const;
const onHold = 'it is on hold, until redress bus move has ended or is called off';

/**
 * Publishes the log to the topic while it has the lease; of several replicas one does, the others stand by. A topic that
 * is not the one it published to keeps it from being ready, and it looks again from time to time.
 */
export const relay = (parts: RelayParts): Duty => {
  const { databaseUrl, store, leases, log, watch, traces } = parts;
  const rest = resting();
  let notReady: string | undefined = 'it has not started yet';
  let running: Promise<void> | undefined;

  const tenure = async (database: RelayDatabase, held: () => boolean): Promise<void> => {
    const { topic } = parts.topic;
    const { published, save } = await database.take(topic);
    let { position } = published;
    const hold = await watchedHold(database, topic);
    notReady = hold.isOn() ? onHold : undefined;
    try {
      await publishLog(
        {
          ...parts,
          published,
          held,
          onHold: hold.isOn,
          save: async (last) => {
            await save(last);
            position = last.position;
            watch?.saved(last);
          },
          ...(watch && { sent: watch.sent }),
          ...(traces && { around: followedSends(traces, topic) }),
        },
        rest,
      );
    } finally {
      hold.end();
    }
    if (!hold.isOn() || rest.stopped() || !held()) return;
    notReady = onHold;
    await database.heldAt(topic, position);
    while (!rest.stopped() && held() && (await database.isOnHold(topic))) await rest.for(pace.standByMs);
  };

  const hold = async (database: RelayDatabase): Promise<void> => {
    const lease = await leases.acquire(schema, 'publish');
    if (!lease) {
      notReady = undefined;
      return rest.for(pace.standByMs);
    }
    watch?.publishes('publishing');
    try {
      await tenure(database, lease.held);
    } finally {
      watch?.publishes('standing-by');
      await lease.release();
    }
  };

  const run = async (database: RelayDatabase): Promise<void> => {
    for (let failures = 1; !rest.stopped(); failures += 1)
      try {
        await hold(database);
        failures = 0;
      } catch (error) {
        await failed(error, failures, rest);
      }
  };
  const failed = async (error: unknown, failures: number, wait: Resting): Promise<void> => {
    if (error instanceof Fenced) return log.info({}, 'another relay publishes by now');
    if (error instanceof ConsumerEnded) {
      if (notReady !== error.message) log.fatal({ err: error }, error.message);
      notReady = error.message;
      return wait.for(pace.endedMs);
    }
    log.warn({ err: error }, 'publishing broke off and begins again');
    return wait.for(growing(Math.min(failures, 6)));
  };

  return {
    name: 'relay',
    notReady: () => notReady,
    start: async () => {
      const database = await openRelayDatabase(databaseUrl, store);
      running = run(database).finally(() => database.close());
    },
    stop: async () => {
      rest.stop();
      await running;
      notReady = 'it has stopped';
    },
  };
};
