import { Inject, Injectable } from '@nestjs/common';
import type { LagShown } from '@redress/contracts';
import { Gauge, type Registry } from 'prom-client';
import { REGISTRY } from '../http/edge.js';
import { Runtime } from '../runtime.js';
import { lagOf } from './lag.js';

type Label = 'service' | 'consumer' | 'partition';
type Measured = readonly (readonly [labels: Partial<Record<Label, string | number>>, value: number])[];

interface Measure {
  readonly labels: readonly Label[];
  readonly of: (lag: LagShown) => Measured;
}

const ofServices = (value: (service: LagShown['services'][number]) => number): Measure => ({
  labels: ['service'],
  of: ({ services }) => services.map((one) => [{ service: one.service }, value(one)]),
});
const ofConsumers = (value: (consumer: LagShown['services'][number]['consumers'][number]) => number): Measure => ({
  labels: ['service', 'consumer', 'partition'],
  of: ({ services }) =>
    services.flatMap(({ service, consumers }) =>
      consumers.map((one) => [{ service, consumer: one.consumer, partition: one.partition }, value(one)] as const),
    ),
});

const gauges: readonly (readonly [name: string, help: string, measure: Measure])[] = [
  [
    'redress_consumer_lag_events',
    'Events of the partition that the consumer has not passed, counted up to 10,000.',
    ofConsumers(({ eventsBehind }) => eventsBehind),
  ],
  [
    'redress_consumer_lag_seconds',
    'Age of the first event that the consumer has not passed.',
    ofConsumers(({ secondsBehind }) => secondsBehind),
  ],
  [
    'redress_parked_keys',
    'Keys that wait for an operator because an event of theirs failed.',
    ofServices(({ parkedKeys }) => parkedKeys),
  ],
  ['redress_timers_due', 'Timers that are due and not yet carried out.', ofServices(({ timersDue }) => timersDue)],
  [
    'redress_timers_late_seconds',
    'How long the first of the due timers has been due.',
    ofServices(({ timersLateSeconds }) => timersLateSeconds),
  ],
  [
    'redress_timers_held',
    'Timers that are due and wait because their key is parked.',
    ofServices(({ timersHeld }) => timersHeld),
  ],
  [
    'redress_outbox_waiting',
    'Effects that were asked for and not yet carried out.',
    ofServices(({ outboxWaiting }) => outboxWaiting),
  ],
  [
    'redress_outbox_failing',
    'Of these: effects that were tried before, without success.',
    ofServices(({ outboxFailing }) => outboxFailing),
  ],
  [
    'redress_service_ready',
    '1 while the service is ready, 0 while its tables catch up or an operator has to act.',
    ofServices(({ ready }) => (ready ? 1 : 0)),
  ],
];

/** Measures of lag, taken once for each scrape of `/metrics`. */
@Injectable()
export class LagMetrics {
  private measuring: Promise<LagShown | undefined> | undefined;

  constructor(
    private readonly runtime: Runtime,
    @Inject(REGISTRY) registry: Registry,
  ) {
    for (const [name, help, measure] of gauges) {
      const measured = (): Promise<LagShown | undefined> => this.measure();
      const gauge = new Gauge<Label>({
        name,
        help,
        labelNames: measure.labels,
        registers: [registry],
        collect: async (): Promise<void> => {
          const lag = await measured();
          gauge.reset();
          for (const [labels, value] of lag ? measure.of(lag) : []) gauge.set(labels, value);
        },
      });
    }
  }

  /** All gauges of one scrape share one look. While the database is away there are none, and the other measures stand. */
  private measure(): Promise<LagShown | undefined> {
    // Once the use of pools has been looked at: this look asks much at once, and would be seen in it.
    this.measuring ??= new Promise((resolve) => setImmediate(resolve))
      .then(() => lagOf(this.runtime))
      .catch((error: unknown) => {
        this.runtime.adapters.logger.warn({ err: error }, 'how far the consumers have come could not be measured');
        return undefined;
      })
      .finally(() => (this.measuring = undefined));
    return this.measuring;
  }
}
