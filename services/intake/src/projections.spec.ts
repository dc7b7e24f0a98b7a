import { catalogue, type ChannelKeyId, type ComplaintId } from '@redress/contracts';
import { codec, derivedId, event, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { channelKeys } from './channel-keys.projection.js';
import { complaint } from './complaint.decider.js';
import { complaints } from './complaints.projection.js';
import { messages } from './messages.projection.js';

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
      receivedAt: new Date('2026-03-02T09:00:00Z'),
      given: { channel: 'web', text },
    };
    return { decider: complaint, id, command, data, known, ...how };
  }),
]);
const histories = attempts.map((all) => historyOf(all, keyOf));

projectionSuite(complaints, histories);
projectionSuite(messages, histories);

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
