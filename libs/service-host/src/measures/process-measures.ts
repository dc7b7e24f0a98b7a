import { Counter, Histogram } from 'prom-client';

/** What is counted where it happens; `/metrics` shows it once a registry has taken it up. */
export interface ProcessMeasures {
  readonly appends: Histogram<'outcome'>;
  readonly timersFired: Counter<'service'>;
}

export const processMeasures = (): ProcessMeasures => ({
  appends: new Histogram({
    name: 'redress_append_duration_seconds',
    help: 'Time of an append to the event store, by what it came to.',
    labelNames: ['outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [],
  }),
  timersFired: new Counter({
    name: 'redress_timers_fired_total',
    help: 'Timers that this process has carried out.',
    labelNames: ['service'],
    registers: [],
  }),
});
