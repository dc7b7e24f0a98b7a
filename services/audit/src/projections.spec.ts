import { catalogue, type ComplaintId, type MessageId, type PersonId, type TeamId } from '@redress/contracts';
import { codec, derivedId, event, foldRows, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { caseReads } from './case-reads.projection.js';
import { complaintStreams } from './complaint-streams.projection.js';
import { feedReads } from './feed-reads.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const ids = ['one', 'two', 'three'].map((name) => derivedId('complaint', name) as ComplaintId);
const at = new Date('2026-03-02T09:00:00Z');
const terms = { policyVersion: 1, severity: 'normal' as const, promiseMinutes: 60, warnings: [] };

/** What several services may say of a complaint, each in a stream of its own. */
const told: Readonly<Record<string, (complaintId: ComplaintId, messageId: MessageId, count: number) => NewEvent>> = {
  'intake.complaint': (complaintId, messageId, count) =>
    count === 0
      ? event('ComplaintReceived', {
          complaintId,
          messageId,
          caseNumber: `number of ${complaintId}`,
          channel: 'web',
          text: 'It leaks.',
          receivedAt: at,
          missing: [],
        })
      : event('AgentReplied', { complaintId, messageId, text: 'Hello.', asksCustomer: false, repliedAt: at }),
  'sla.clock': (complaintId) =>
    event('ClockStarted', { complaintId, metric: 'resolution', terms, startedAt: at, dueAt: at }),
  'intake.reads': (complaintId, _, count) =>
    event('CaseRead', {
      complaintId,
      readerId: `reader ${count}`,
      service: 'intake',
      readAt: new Date(at.getTime() + count * 3_600_000),
    }),
  'triage.team': (complaintId, _, count) =>
    event('OwnerChosen', {
      complaintId,
      teamId: ids[0] as unknown as TeamId,
      ownerId: ids[1] as unknown as PersonId,
      round: count + 1,
      openCases: count + 1,
    }),
  'audit.reads': (complaintId, _, count) =>
    event('CaseRead', { complaintId, readerId: `reader ${count}`, service: 'audit', readAt: at }),
};

const telling = fc.record({
  complaintId: fc.constantFrom(...ids),
  category: fc.constantFrom(...Object.keys(told)),
  messageId: fc.uuid(),
  count: fc.nat(3),
});

const histories = fc.array(telling, { minLength: 1, maxLength: 40 }).map((all) =>
  historyOf(
    all.flatMap(({ complaintId, category, messageId, count }): readonly Attempt[] => {
      const data = told[category]?.(complaintId, messageId as MessageId, count);
      return data
        ? [
            {
              decider: teller(category),
              id: category === 'triage.team' ? 'one-for-all' : complaintId,
              command: 'Tell',
              data,
              afterMinutes: 1,
            },
          ]
        : [];
    }),
    keyOf,
  ),
);

projectionSuite(complaintStreams, histories);

it('A complaint’s history has its own streams whole, and of those that tell of many only what is about it', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const { complaintId, streams, stretches } of foldRows(complaintStreams, history)) {
        const told = history.filter(({ data }) => (data as { complaintId?: string }).complaintId === complaintId);
        const found = history.filter(
          ({ stream, revision }) =>
            streams.includes(stream) ||
            stretches.some((one) => one.stream === stream && one.first <= revision && revision <= one.last),
        );
        expect(found).toEqual(told);
      }
    }),
  );
});
projectionSuite(caseReads, histories);

const feedReadHistories = fc
  .array(
    fc.record({
      reader: fc.constantFrom('one', 'two'),
      selection: fc.constantFrom('all', 'sla.clock'),
      hour: fc.nat(3),
    }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((all) =>
    historyOf(
      all.map(({ reader, selection, hour }) => ({
        decider: teller('audit.feed-reads'),
        id: reader,
        command: 'Tell',
        data: event('FeedRead', {
          readerId: reader,
          service: 'audit',
          selection,
          readAt: new Date(at.getTime() + hour * 3_600_000),
        }),
        afterMinutes: 1,
      })),
      keyOf,
    ),
  );

projectionSuite(feedReads, feedReadHistories);
