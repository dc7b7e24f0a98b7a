import { catalogue, type ComplaintId } from '@redress/contracts';
import { codec, event, foldRows, type NewEvent, type Recorded } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import { compensationsPaid } from './compensations.projection.js';
import { complaintFacts } from './complaint-facts.projection.js';
import { phaseStays } from './phases.projection.js';
import { lives } from './testing/lives.js';
import { describedTexts } from './texts.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const told = (events: readonly NewEvent[]): readonly Recorded[] =>
  historyOf(
    events.map((one): Attempt => ({
      decider: teller('any.thing'),
      id: keyOf(one),
      command: 'Tell',
      data: one,
      afterMinutes: 1,
    })),
    keyOf,
  );

const histories = lives('S-1').map((all) => told(all.map((one) => one.event)));
projectionSuite(complaintFacts, histories);
projectionSuite(phaseStays, histories);
projectionSuite(compensationsPaid, histories);
projectionSuite(describedTexts, histories);

describe('Where another machine’s clock is slow', () => {
  const complaintId = '6f8e1c2a-0000-4000-8000-000000000001' as ComplaintId;
  const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 9, minute));
  const said = { complaintId, messageId: complaintId as never, text: '…' };
  const received = event('ComplaintReceived', {
    ...said,
    caseNumber: '1-1',
    channel: 'web',
    receivedAt: at(30),
    missing: [],
  });
  const resolved = (minute: number) =>
    event('ComplaintResolved', { ...said, remedy: 'refund', resolvedAt: at(minute) });
  const reopened = event('ComplaintReopened', {
    complaintId,
    messageId: said.messageId,
    reopenedAt: at(40),
    policyVersion: 1,
  });

  it('nothing takes less than no time, and what followed never came before', () => {
    const [facts] = foldRows(complaintFacts, told([received, resolved(20), reopened, resolved(35)]));
    expect(facts).toMatchObject({
      firstResponseAt: at(30),
      firstResponseMinutes: 0,
      resolutions: [at(30), at(40)],
      reopenings: [at(40)],
      resolutionMinutes: 10,
    });
    const [stays] = foldRows(phaseStays, told([received, resolved(20), reopened, resolved(35)]));
    expect(stays).toMatchObject({
      phase: 'resolved',
      since: at(40),
      receivedUntil: at(30),
      receivedMinutes: 0,
      resolvedUntil: at(40),
      resolvedMinutes: 10,
      inProgressMinutes: 0,
    });
  });

  it('the first response is the one that happened first, though another was known before', () => {
    const replied = (minute: number) => event('AgentReplied', { ...said, repliedAt: at(minute), asksCustomer: false });
    const [facts] = foldRows(complaintFacts, told([received, replied(50), replied(45)]));
    expect(facts).toMatchObject({ firstResponseAt: at(45), firstResponseMinutes: 15 });
  });
});
