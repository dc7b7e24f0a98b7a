import { catalogue, type ComplaintId, metrics, severities } from '@redress/contracts';
import { codec, derivedId, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite } from '@redress/eventing/testing';
import fc from 'fast-check';
import { breaches } from './breaches.projection.js';
import { clock, clockId } from './clock.decider.js';
import { clocks } from './clocks.projection.js';
import { currentPolicy, shippedPolicy, slaPolicy, termsOf } from './policy.decider.js';
import { policyVersions } from './policy-versions.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const ids = ['one', 'two', 'three'].map((name) => derivedId('complaint', name) as ComplaintId);
const start = new Date('2026-03-02T09:00:00Z');
const minuteMs = 60_000;

/** Anything that may happen to the clocks of a few complaints: when it happened may be long before it is known. */
const happening = fc.record({
  complaintId: fc.constantFrom(...ids),
  metric: fc.constantFrom(...metrics),
  command: fc.constantFrom(...(Object.keys(clock.decide) as (keyof typeof clock.decide)[])),
  lateMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * 48 })),
  percent: fc.constantFrom(75, 90),
  cause: fc.constantFrom('waiting-for-customer', 'by-hand'),
  severity: fc.constantFrom(...severities),
  afterMinutes: fc.integer({ min: 0, max: 60 * 24 }),
  historical: fc.boolean(),
});

const started = ids.flatMap((complaintId) =>
  metrics.map((metric): Attempt => {
    const data = { complaintId, metric, startedAt: start, terms: termsOf(shippedPolicy, 'normal', metric) };
    return { decider: clock, id: clockId({ complaintId, metric }), command: 'StartClock', data, afterMinutes: 0 };
  }),
);

const known = { policies: { ...shippedPolicy, earlier: [] } };

const histories = fc.array(happening, { minLength: 10, maxLength: 60 }).map((all) => {
  let now = start.getTime();
  const attempts = all.map(
    ({ complaintId, metric, command, lateMinutes, percent, cause, severity, ...how }): Attempt => {
      now += how.afterMinutes * minuteMs;
      const then = new Date(Math.max(start.getTime(), now - lateMinutes * minuteMs));
      const before = { startedAt: then, pausedAt: then, resumedAt: then, metAt: then, reopenedAt: then };
      const instants = { ...before, escalatedAt: then, rederivedAt: then };
      const terms = termsOf(shippedPolicy, 'normal', metric);
      const data = { complaintId, metric, ...instants, percent, cause, severity, terms };
      return { decider: clock, id: clockId({ complaintId, metric }), command, data, known, ...how };
    },
  );
  return historyOf([...started, ...attempts], keyOf);
});

projectionSuite(clocks, histories);
projectionSuite(breaches, histories);

projectionSuite(
  policyVersions,
  fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 10 }).map((all) =>
    historyOf(
      all.map((minutes) => ({
        decider: slaPolicy,
        id: currentPolicy,
        command: 'PublishPolicy',
        data: { promises: shippedPolicy.promises.map((one) => ({ ...one, minutes })), warnings: [] },
        afterMinutes: 1,
      })),
      keyOf,
    ),
  ),
);
