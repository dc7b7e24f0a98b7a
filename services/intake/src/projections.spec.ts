import { catalogue, type ChannelKeyId, type ComplaintId, metrics } from '@redress/contracts';
import { codec, derivedId, event, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { channelKeys } from './channel-keys.projection.js';
import { complaint } from './complaint.decider.js';
import { complaints } from './complaints.projection.js';
import { expectedTimes } from './expected-times.projection.js';
import { linkPolicyVersions } from './link-policy-versions.projection.js';
import { linkPolicy } from './link-policy.decider.js';
import { messages } from './messages.projection.js';
import { steps } from './steps.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const ids = ['one', 'two', 'three'].map((name) => derivedId('complaint', name) as ComplaintId);
const known = { policy: { version: 1, reopenWithinDays: 30 } };

const said = fc.record({ text: fc.constantFrom('It leaks.', 'Hello?', '환불해 주세요.'), asksCustomer: fc.boolean() });

/** Anything that anybody may ask of a few complaints, allowed or not. */
const asked = fc.record({
  id: fc.constantFrom(...ids),
  command: fc.constantFrom(...(Object.keys(complaint.decide) as (keyof typeof complaint.decide)[])),
  said,
  entry: fc.uuid(),
  afterMinutes: fc.integer({ min: 0, max: 60 * 24 * 20 }),
  historical: fc.boolean(),
});

const attempts = fc.array(asked, { minLength: 10, maxLength: 60 }).map((all) => [
  ...ids.map((complaintId): Attempt => ({
    decider: complaint,
    id: complaintId,
    command: 'ReceiveComplaint',
    data: {
      complaintId,
      messageId: derivedId('first', complaintId),
      caseNumber: `number of ${complaintId}`,
      given: { channel: 'web', text: 'It leaks.', customer: { name: '김민수' }, order: { number: 'O-1' } },
      receivedAt: new Date('2026-03-02T09:00:00Z'),
    },
    known,
    afterMinutes: 0,
  })),
  ...all.map(({ id, command, said: { text, asksCustomer }, entry, ...how }): Attempt => {
    const data = {
      complaintId: id,
      messageId: entry,
      reopeningId: derivedId('reopening', entry),
      proposalId: derivedId('proposal', entry),
      requestId: entry,
      assignedTo: id,
      channel: 'mail',
      remedy: 'refund',
      reason: text,
      text,
      asksCustomer,
      orderNumber: 'O-1',
      productCode: text,
      receivedAt: new Date('2026-03-02T09:00:00Z'),
      given: { channel: 'web', text },
    };
    return { decider: complaint, id, command, data, known, ...how };
  }),
]);
const histories = attempts.map((all) => historyOf(all, keyOf));

projectionSuite(complaints, histories);
projectionSuite(messages, histories);
projectionSuite(steps, histories);

const keyIds = ['one', 'two', 'three'].map((name) => derivedId('key', name) as ChannelKeyId);
const told = fc.record({
  keyId: fc.constantFrom(...keyIds),
  revoked: fc.boolean(),
  requestsPerMinute: fc.integer({ min: 1, max: 100 }),
});
const directory = teller('directory.channel-key');

projectionSuite(
  channelKeys,
  fc.array(told, { minLength: 1, maxLength: 20 }).map((all) =>
    historyOf(
      all.map(({ keyId, revoked, requestsPerMinute }) => ({
        decider: directory,
        id: keyId,
        command: 'Tell',
        data: revoked
          ? event('ChannelKeyRevoked', { keyId })
          : event('ChannelKeyIssued', {
              keyId,
              channel: 'api',
              label: 'shop',
              secretSha256: 'a'.repeat(64),
              requestsPerMinute,
            }),
        afterMinutes: 1,
      })),
      keyOf,
    ),
  ),
);

const clocks = teller('sla.clock');
const minute = (count: number): Date => new Date(Date.UTC(2026, 2, 2, 9, count));
const clockTold = fc.record({
  complaintId: fc.constantFrom(...ids),
  metric: fc.constantFrom(...metrics),
  what: fc.constantFrom('start', 'pause', 'resume', 'reopen', 'rederive', 'meet', 'miss', 'late', 'withdraw'),
  minutes: fc.integer({ min: 0, max: 10_000 }),
});

projectionSuite(
  expectedTimes,
  fc.array(clockTold, { minLength: 1, maxLength: 40 }).map((all) =>
    historyOf(
      all.map(({ complaintId, metric, what, minutes }) => {
        const terms = { policyVersion: 1, severity: 'normal' as const, promiseMinutes: 60, warnings: [] };
        const of = { complaintId, metric, terms };
        const dueAt = minute(minutes);
        const told: Readonly<Record<typeof what, NewEvent>> = {
          start: event('ClockStarted', { ...of, startedAt: minute(0), dueAt }),
          pause: event('ClockPaused', { ...of, pausedAt: dueAt, cause: 'by-hand' }),
          resume: event('ClockResumed', { ...of, resumedAt: minute(0), dueAt, cause: 'by-hand' }),
          reopen: event('ClockReopened', { ...of, reopenedAt: minute(0), dueAt }),
          rederive: event('ClockRederived', { ...of, previousSeverity: 'normal', rederivedAt: minute(0), dueAt }),
          meet: event('TargetMet', { ...of, metAt: dueAt }),
          miss: event('TargetMissed', { ...of, dueAt }),
          late: event('TargetReachedLate', { ...of, dueAt, reachedAt: dueAt }),
          withdraw: event('VerdictWithdrawn', { ...of, dueAt, ground: 'met-in-time' }),
        };
        return { decider: clocks, id: `${complaintId}.${metric}`, command: 'Tell', data: told[what], afterMinutes: 1 };
      }),
      keyOf,
    ),
  ),
);

projectionSuite(
  linkPolicyVersions,
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }).map((all) =>
    historyOf(
      all.map((validDays) => ({
        decider: linkPolicy,
        id: 'current',
        command: 'PublishPolicy',
        data: { validDays },
        afterMinutes: 1,
      })),
      keyOf,
    ),
  ),
);
