import { approvers, compensationKinds, type CompensationId, type ComplaintId, type PersonId } from '@redress/contracts';
import { derivedId, event, fold, isRefusal, type NewEvent } from '@redress/eventing';
import fc from 'fast-check';
import { authorityFor } from './approval.rules.js';
import { shippedAuthority } from './authority.decider.js';
import { claim } from './claim.decider.js';
import { type Claim, referenceOf } from './claim.rules.js';
import { shippedTariff } from './tariff.decider.js';
import { isRefund, optionsFor } from './tariff.rules.js';

const complaintId = derivedId('complaint', 'one') as ComplaintId;
const ids = ['a', 'b'].map((name) => derivedId('compensation', name) as CompensationId);
const people = ['p', 'q', 'r', 's'].map((name) => derivedId('person', name) as PersonId);
const orderValue = { amountMinor: 2_000_000, currency: 'KRW' };
const at = new Date('2026-03-02T09:00:00Z');
const [won] = shippedAuthority.authorities;

const attempt = fc.record({
  command: fc.oneof(
    fc.constantFrom(...(Object.keys(claim.decide) as (keyof typeof claim.decide)[])),
    // What leads furthest, so that every history goes somewhere.
    fc.constantFrom('ProposeOption', 'OrderPayout', 'NotePaid', 'OrderReversal', 'NoteReversed'),
  ),
  compensationId: fc.constantFrom(...ids),
  kind: fc.constantFrom(...compensationKinds),
  amountMinor: fc.constantFrom(0, 500, 9_000, 40_000, 900_000, 1_500_000, 6_000_000),
  rule: fc.nat(),
  person: fc.constantFrom(...people),
  role: fc.constantFrom(...approvers),
  attempt: fc.constantFrom(1, 1, 1, 2),
  standsIn: fc.option(fc.constantFrom(...people)),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer One> ? One : never;

const decide = (
  state: Claim,
  { command, standsIn, ...one }: Attempt,
): ReturnType<typeof claim.decide.OrderPayout> | object => {
  const { compensationId, kind, amountMinor, person, role } = one;
  const data = {
    complaintId,
    compensationId,
    kind,
    amount: { amountMinor, currency: 'KRW' },
    known: { type: 'quality', severity: 'normal', orderValue },
    ruleId: state.options[one.rule % Math.max(1, state.options.length)]?.ruleId ?? 'none',
    reason: 'because',
    approverId: person,
    attempt: one.attempt,
    reference: referenceOf({ complaintId, compensationId }, one.attempt),
    paidAt: at,
    failedAt: at,
    reversedAt: at,
    refusal: 'limit',
  };
  const from = new Date(0);
  const standIns = standsIn
    ? [{ personId: standsIn, roles: ['administrator'], from, until: new Date('2030-01-01') }]
    : [];
  const circumstances = { at, by: { id: person, roles: [role] }, tariff: shippedTariff, authority: shippedAuthority };
  const decideOn = claim.decide[command] as (data: object, state: Claim, circumstances: object) => readonly NewEvent[];
  return decideOn(data, state, { ...circumstances, standIns });
};

const histories = fc.array(attempt, { minLength: 60, maxLength: 120 }).map((attempts) => {
  const known = { type: 'quality', severity: 'normal', orderValue } as const;
  const options = optionsFor(shippedTariff.rules, known, at);
  const derived = { complaintId, tariffVersion: 1, derivedAt: at, orderValue, options };
  const events: NewEvent[] = [event('OptionsDerived', derived)];
  for (const one of attempts) {
    if (one.command === 'RecordPaid') continue;
    const outcome = decide(fold(claim, events), one) as readonly NewEvent[];
    if (!isRefusal(outcome)) events.push(...outcome);
  }
  return events;
});
const of = <T extends NewEvent['type']>(events: readonly NewEvent[], type: T) =>
  events.flatMap((one) => (one.type === type ? [one as Extract<NewEvent, { type: T }>] : []));

describe('Whatever happens to a complaint’s compensations', () => {
  it('nothing is paid that was not ordered, and no reference is ordered, paid or taken back twice', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(histories, (events) => {
        const references = (type: 'PayoutOrdered' | 'CompensationPaid' | 'PayoutFailed' | 'CompensationReversed') =>
          of(events, type).map(({ data }) => data.reference);
        const [ordered, paid, failed] = [
          references('PayoutOrdered'),
          references('CompensationPaid'),
          references('PayoutFailed'),
        ];
        expect(new Set(ordered).size).toBe(ordered.length);
        expect(new Set([...paid, ...failed]).size).toBe(paid.length + failed.length);
        expect([...paid, ...failed].every((reference) => ordered.includes(reference))).toBe(true);
        const reversed = references('CompensationReversed');
        expect(new Set(reversed).size).toBe(reversed.length);
        expect(reversed.every((reference) => paid.includes(reference))).toBe(true);
        for (const { type } of events) seen.add(type);
      }),
      { numRuns: 300 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['PayoutOrdered', 'CompensationPaid', 'PayoutFailed']));
    expect([...seen]).toEqual(expect.arrayContaining(['ReversalOrdered', 'CompensationReversed', 'ApprovalGiven']));
  });

  it('what is paid and not taken back never refunds more than the order was worth', () =>
    fc.assert(
      fc.property(histories, (events) => {
        const reversed = of(events, 'CompensationReversed').map(({ data }) => data.reference);
        const refunds = of(events, 'CompensationPaid').filter(
          ({ data }) => isRefund(data.kind) && !reversed.includes(data.reference),
        );
        const total = refunds.reduce((sum, { data }) => sum + (data.amount?.amountMinor ?? 0), 0);
        expect(total).toBeLessThanOrEqual(orderValue.amountMinor);
      }),
      { numRuns: 300 },
    ));

  it('what is approved by people has all its approvals, of different people on different authority, none of who asked', () =>
    fc.assert(
      fc.property(histories, (events) => {
        for (const { data } of of(events, 'CompensationApproved')) {
          const proposal = of(events, 'CompensationProposed').find(
            (one) => one.data.compensationId === data.compensationId,
          )!;
          const given = of(events, 'ApprovalGiven').filter((one) => one.data.compensationId === data.compensationId);
          const amountMinor = proposal.data.amount?.amountMinor ?? 0;
          if (data.isAutomatic) {
            expect(amountMinor).toBeLessThanOrEqual(won!.automaticUpToMinor);
            expect(proposal.data.isException).toBe(false);
            continue;
          }
          expect(given).toHaveLength(amountMinor > authorityFor(shippedAuthority, 'KRW')!.fourEyesAboveMinor ? 2 : 1);
          const approverIds = given.map((one) => one.data.approverId);
          const holders = given.map((one) => one.data.substituteFor ?? one.data.approverId);
          expect(new Set(approverIds).size).toBe(given.length);
          expect(new Set(holders).size).toBe(given.length);
          expect([...approverIds, ...holders]).not.toContain(proposal.data.proposedBy);
        }
      }),
      { numRuns: 300 },
    ));

  it('every command may be repeated', () =>
    fc.assert(
      fc.property(histories, attempt, (events, one) => {
        const state = fold(claim, events);
        const first = decide(state, one) as readonly NewEvent[];
        if (isRefusal(first)) return;
        const second = decide(fold(claim, first, state), one) as readonly NewEvent[];
        if (!isRefusal(second)) expect(second).toEqual([]);
      }),
    ));

  it('a replay comes to the same, in one go or from anywhere between', () =>
    fc.assert(
      fc.property(histories, fc.nat(), (events, cut) => {
        const middle = cut % (events.length + 1);
        expect(fold(claim, events.slice(middle), fold(claim, events.slice(0, middle)))).toEqual(fold(claim, events));
      }),
    ));
});
