import { catalogue, type CompensationId, type ComplaintId, type InvestigationId, metrics } from '@redress/contracts';
import { codec, event, type NewEvent, type Recorded } from '@redress/eventing';
import { type Attempt, historyOf, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { assigned, idOf, received, terms, triaged } from './telling.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
export const complaintIds = ['one', 'two', 'three'].map((name) => idOf<ComplaintId>(name));

const anything = fc.record({
  complaintId: fc.constantFrom(...complaintIds),
  which: fc.nat(),
  text: fc.constantFrom('It leaks.', 'Hello?', '환불해 주세요.'),
  asksCustomer: fc.boolean(),
  entry: fc.uuid(),
  metric: fc.constantFrom(...metrics),
  severity: fc.constantFrom('high-risk', 'important', 'normal'),
  number: fc.integer({ min: 1, max: 3 }),
  afterMinutes: fc.integer({ min: 0, max: 600 }),
  historical: fc.boolean(),
});
type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;

const at = new Date('2026-03-03T09:00:00Z');
const money = { amountMinor: 5_000, currency: 'KRW' };

/** Whatever any service may say about a case, in any order, sensible or not. */
const saying = ({ complaintId, which, text, asksCustomer, entry, metric, severity, number }: Anything): NewEvent => {
  const messageId = entry as never;
  const said = { complaintId, messageId, text };
  const clock = { complaintId, metric, terms: terms(severity), dueAt: at };
  const investigationId = idOf<InvestigationId>(`investigation ${number}`);
  const compensationId = idOf<CompensationId>(`compensation ${number}`);
  const paid = { complaintId, compensationId, reference: `R-${number}` };
  const budget = { complaintId, compensationId, budgetId: '2026-03.KRW' as never, attempt: 1, amount: money };
  const proposalId = entry as never;
  const ownerId = idOf<never>(`owner ${number}`);
  const teamId = idOf<never>(`team ${number}`);
  const all: readonly NewEvent[] = [
    received(complaintId, { text, customerName: '김민수', subject: text }),
    event('CustomerWrote', { ...said, channel: 'mail', writtenAt: at }),
    event('AgentReplied', { ...said, repliedAt: at, asksCustomer }),
    event('NoteAdded', { ...said, notedAt: at }),
    event('SolutionProposed', { ...said, proposalId, remedy: 'refund', proposedAt: at }),
    event('SolutionAccepted', { complaintId, proposalId, acceptedAt: at }),
    event('SolutionDeclined', { complaintId, messageId, proposalId, reason: text, declinedAt: at }),
    event('ComplaintResolved', { ...said, remedy: 'refund', resolvedAt: at }),
    event('ComplaintReopened', { complaintId, messageId, reopenedAt: at, policyVersion: 1, reason: text }),
    event('ComplaintClosed', { complaintId, closedAt: at }),
    triaged(complaintId, severity),
    assigned(complaintId, ownerId, teamId, number),
    event('OwnershipConfirmed', { complaintId, ownerId, confirmedAt: at }),
    event('OwnershipEnded', { complaintId, ownerId, teamId, round: number, endedAt: at }),
    event('OwnerNotFound', { complaintId, teamId, round: number, reason: 'all-full' }),
    event('CaseEscalated', {
      complaintId,
      level: number,
      reason: 'not-confirmed',
      round: number,
      escalatedAt: at,
      policyVersion: 1,
    }),
    event('EscalationCalledOff', { complaintId, calledOffAt: at }),
    event('InvestigationRequested', {
      complaintId,
      investigationId,
      team: 'quality',
      requestedAt: at,
      dueAt: at,
      question: text,
    }),
    event('InvestigationAnswered', {
      complaintId,
      investigationId,
      answeredAt: at,
      finding: 'confirmed',
      result: text,
    }),
    event('ClockStarted', { ...clock, startedAt: at }),
    event('ClockPaused', { complaintId, metric, terms: terms(severity), pausedAt: at, cause: 'by-hand' }),
    event('ClockResumed', { ...clock, resumedAt: at, cause: 'by-hand' }),
    event('TargetMissed', clock),
    event('TargetMet', { complaintId, metric, terms: terms(severity), metAt: at }),
    event('VerdictWithdrawn', { ...clock, ground: 'met-in-time' }),
    event('CompensationProposed', {
      complaintId,
      compensationId,
      kind: 'coupon',
      amount: money,
      tariffVersion: 1,
      proposedAt: at,
      isException: false,
      proposedBy: ownerId,
    }),
    event('CompensationApproved', {
      complaintId,
      compensationId,
      approvedAt: at,
      isAutomatic: true,
      authorityVersion: 1,
    }),
    event('BudgetExceeded', { ...budget, leftMinor: 0 }),
    event('BudgetReserved', { ...budget, isBeyond: false }),
    event('PayoutOrdered', { ...paid, attempt: 1, kind: 'coupon', orderedAt: at }),
    event('CompensationPaid', { ...paid, kind: 'coupon', paidAt: at }),
  ];
  return all[which % all.length] as NewEvent;
};

const told = (data: NewEvent, how: { readonly afterMinutes: number; readonly historical?: boolean }): Attempt => ({
  decider: teller('intake.complaint'),
  id: (data.data as { readonly complaintId: string }).complaintId,
  command: 'Tell',
  data,
  ...how,
});

/** What may have happened to a few cases. */
export const happenings: fc.Arbitrary<readonly Recorded[]> = fc
  .array(anything, { minLength: 5, maxLength: 60 })
  .map((all) =>
    historyOf(
      [
        ...complaintIds.map((complaintId) => told(received(complaintId), { afterMinutes: 0 })),
        ...all.map((one) => told(saying(one), { afterMinutes: one.afterMinutes, historical: one.historical })),
      ],
      keyOf,
    ),
  );
