import { Inject, Injectable, Module } from '@nestjs/common';
import { connect, type NewTopic } from '@redress/adapter-kafka';
import { type KafkaPlace, REGISTRY, Runtime, SETTINGS, type Settings } from '@redress/service-host';
import type { Registry } from 'prom-client';
import { measured } from './measures.adapter.js';
import { relay } from './relay.adapter.js';

/** The topic as it is made when it is missing. */
export const topicOf = ({ topic, partitions, replicationFactor, minInsyncReplicas }: KafkaPlace): NewTopic => ({
  topic,
  partitions,
  ...(replicationFactor !== undefined && { replicationFactor }),
  ...(minInsyncReplicas !== undefined && { minInsyncReplicas }),
});

@Injectable()
export class Relaying {
  constructor(runtime: Runtime, @Inject(SETTINGS) { kafka: place }: Settings, @Inject(REGISTRY) registry: Registry) {
    if (!place) return;
    const { store, leases, databaseUrl, clock, logger } = runtime.adapters;
    const log = logger.child({ service: 'relay' });
    runtime.undertake(
      relay({
        kafka: connect(place.connection, log.child({ part: 'kafka' })),
        topic: topicOf(place),
        groupPrefix: place.groupPrefix,
        store,
        leases,
        databaseUrl,
        clock,
        log,
        watch: measured(registry, store, clock),
        traces: runtime.traces,
      }),
    );
  }
}

/** Publishes the log to Kafka where `EVENT_BUS=kafka`; else it does nothing. */
@Module({ providers: [Relaying] })
export class RelayModule {}
