import { type Leases, storeBus } from '@redress/adapter-postgres';
import type { EventBus, EventStore } from '@redress/eventing';
import type { Logger } from 'pino';
import type { KafkaPlace } from './kafka-settings.js';

interface Parts {
  /** Absent: the store's own subscription. */
  readonly kafka?: KafkaPlace | undefined;
  readonly store: EventStore;
  readonly leases: Leases;
  readonly logger: Logger;
  readonly gatherMs?: number | undefined;
}

/** Opens the bus that was chosen. What the other one needs is not even loaded. */
export const openEventBus = async ({ kafka: place, store, leases, logger, gatherMs }: Parts): Promise<EventBus> => {
  const gathering = gatherMs === undefined ? {} : { gatherMs };
  const report = (consumer: string, error: unknown): void =>
    logger.error({ consumer, err: error }, 'a batch failed and will be tried again');
  if (!place) return storeBus({ store, leases, report, ...gathering });
  const { connect, kafkaBus } = await import('@redress/adapter-kafka');
  const { connection, topic, partitions, groupPrefix } = place;
  const passedOver = new Set<string>();
  return kafkaBus({
    kafka: connect(connection, logger.child({ part: 'kafka' })),
    store,
    topic,
    partitions,
    groupPrefix,
    report,
    foreign: (consumer, why) => {
      const kind = `${consumer} ${why}`;
      if (!passedOver.has(kind)) logger.warn({ consumer, topic, why }, 'records that are no events are passed over');
      passedOver.add(kind);
    },
    ...gathering,
  });
};
