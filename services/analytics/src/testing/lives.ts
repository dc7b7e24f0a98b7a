import {
  channels,
  type CompensationId,
  type ComplaintId,
  complaintTypes,
  type CustomerKey,
  type MessageId,
  metrics,
  type PersonId,
  type ProposalId,
  severities,
  type TeamId,
  tiers,
} from '@redress/contracts';
import { derivedId, event, type NewEvent } from '@redress/eventing';
import fc from 'fast-check';

/** Something that was recorded, and when it is told to have happened. */
export interface Happened {
  readonly event: NewEvent;
  readonly at: Date;
  readonly historical: boolean;
}

const minuteMs = 60_000;
/** A week before clocks are set forward in New York. */
const start = Date.UTC(2026, 2, 1, 3, 17);
const products = ['TV-55', 'TV-65', 'MUG', 'SHOE-42-red'];
const currencies = ['KRW', 'USD'] as const;
const whats = [
  ...['triage', 'correct', 'own', 'reply', 'propose', 'accept', 'decline', 'resolve', 'confirm', 'reopen', 'close'],
  ...[
    'resolve',
    'reopen',
    'meet',
    'miss',
    'late',
    'withdraw',
    'escalated',
    'clock-reopened',
    'rederived',
    'pay',
    'reverse',
  ],
  ...['describe', 'resolve', 'meet', 'escalate', 'give'],
];

const step = fc.record({
  what: fc.constantFrom(...whats),
  afterMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 60 * 24 * 20 })),
  /** How much earlier another machine's clock says that it happened. */
  skewMinutes: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 120 })),
  type: fc.constantFrom(...complaintTypes),
  severity: fc.constantFrom(...severities),
  metric: fc.constantFrom(...metrics),
  team: fc.constantFrom('one', 'two', 'three'),
  currency: fc.constantFrom(...currencies),
  amountMinor: fc.integer({ min: 0, max: 90_000 }),
  nth: fc.nat(2),
  product: fc.constantFrom(...products),
  terms: fc.uniqueArray(fc.constantFrom('leak', '배송', 'refund'), { maxLength: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const opening = fc.record({
  afterMinutes: fc.integer({ min: 0, max: 60 * 24 * 120 }),
  channel: fc.constantFrom(...channels.slice(0, 3)),
  productCode: fc.option(fc.constantFrom(...products), { nil: undefined }),
  region: fc.option(fc.constantFrom('서울', '부산'), { nil: undefined }),
  brand: fc.option(fc.constantFrom('Nuri', 'Haneul'), { nil: undefined }),
  tier: fc.option(fc.constantFrom(...tiers), { nil: undefined }),
  customer: fc.option(fc.nat(3), { nil: undefined }),
  historical: fc.boolean(),
});
type Opening = typeof opening extends fc.Arbitrary<infer One> ? One : never;

/** What happens to some complaints of one seller, one complaint after the other, each in its own order. */
export const lives = (sellerId: string): fc.Arbitrary<readonly Happened[]> =>
  fc
    .array(fc.tuple(opening, fc.array(step, { minLength: 0, maxLength: 25 })), { minLength: 12, maxLength: 30 })
    .map((all) => {
      const events = all.flatMap(([begun, steps], index) => life(sellerId, index, begun, steps));
      // A report of hundreds of events says less than the seed beside it.
      return Object.assign(events, {
        [fc.toStringMethod]: () => `${events.length} events of ${all.length} complaints`,
      });
    });

const life = (sellerId: string, index: number, begun: Opening, steps: readonly Step[]): readonly Happened[] => {
  const complaintId = derivedId('complaint', sellerId, String(index)) as ComplaintId;
  const { historical, channel, productCode, region, brand, tier, customer } = begun;
  let now = start + begun.afterMinutes * minuteMs;
  const happened: Happened[] = [];
  const tell = (told: NewEvent, at: Date): void => void happened.push({ event: told, at, historical });
  const messageId = (name: string): MessageId => derivedId('message', complaintId, name) as MessageId;
  const order = { sellerId, ...(region !== undefined && { region }), ...(brand !== undefined && { brand }) };
  const receivedAt = new Date(now);
  tell(
    event('ComplaintReceived', {
      complaintId,
      messageId: messageId('first'),
      caseNumber: `${10_000_000 + index}-${index % 10}`,
      channel,
      receivedAt,
      order,
      ...(productCode !== undefined && { productCode }),
      ...(tier !== undefined && { tier }),
      ...(customer !== undefined && { customerKey: derivedId('customer', sellerId, String(customer)) as CustomerKey }),
      text: 'It leaks.',
      missing: [],
    }),
    receivedAt,
  );
  const seen = {
    resolved: false,
    closed: false,
    proposed: false,
    paid: new Set<string>(),
    reversed: new Set<string>(),
  };
  const verdicts = new Map<string, Verdict>();
  for (const [number, one] of steps.entries()) {
    now += one.afterMinutes * minuteMs;
    const at = new Date(now - one.skewMinutes * minuteMs);
    for (const told of follows(one, { complaintId, messageId: messageId(String(number)), at, seen, verdicts }))
      tell(told, at);
  }
  return happened;
};

type Verdict = 'kept' | 'escalated' | 'missed';

interface Now {
  readonly complaintId: ComplaintId;
  readonly messageId: MessageId;
  readonly at: Date;
  readonly seen: {
    resolved: boolean;
    closed: boolean;
    proposed: boolean;
    readonly paid: Set<string>;
    readonly reversed: Set<string>;
  };
  readonly verdicts: Map<string, Verdict>;
}

/** What the services would say, as far as this may happen now. */
const follows = (one: Step, { complaintId, messageId, at, seen, verdicts }: Now): readonly NewEvent[] => {
  const { type, severity, metric, currency, amountMinor } = one;
  const ofClock = { complaintId, metric, terms: { policyVersion: 1, severity, promiseMinutes: 60, warnings: [] } };
  const sorted = { complaintId, type, severity, scope: 'single', urgency: 'soon', team: 'customer-service' } as const;
  const proposalId = derivedId('proposal', complaintId) as ProposalId;
  const inConversation = { complaintId, messageId, text: '…' };
  const compensationId = derivedId('compensation', complaintId, String(one.nth)) as CompensationId;
  const booked = { complaintId, compensationId, reference: compensationId };
  const amount = { amountMinor, currency };
  const verdict = verdicts.get(metric);
  switch (one.what) {
    case 'triage':
      return [event('ComplaintTriaged', { ...sorted, triagedAt: at, rulesVersion: 1, fired: [] })];
    case 'correct':
      return [event('TriageCorrected', { ...sorted, correctedAt: at })];
    case 'own': {
      const who = { ownerId: derivedId('person', one.team) as PersonId, teamId: derivedId('team', one.team) as TeamId };
      return [
        event('OwnerAssigned', { complaintId, ...who, round: 1, cause: 'taken', assignedAt: at, policyVersion: 1 }),
      ];
    }
    case 'escalate':
      return [event('CaseEscalated', { complaintId, level: 1, reason: 'by-hand', escalatedAt: at, policyVersion: 1 })];
    case 'describe': {
      const terms = one.terms.map((term) => ({ term }));
      const described = { complaintId, messageId, language: 'ko', length: 9, terms, personalPatterns: false } as const;
      return [event('TextDescribed', described)];
    }
    case 'reply':
      return seen.closed ? [] : [event('AgentReplied', { ...inConversation, repliedAt: at, asksCustomer: false })];
    case 'propose':
      if (seen.resolved) return [];
      seen.proposed = true;
      return [event('SolutionProposed', { ...inConversation, proposalId, remedy: 'refund', proposedAt: at })];
    case 'accept':
      if (seen.resolved || !seen.proposed) return [];
      seen.proposed = false;
      return [event('SolutionAccepted', { complaintId, proposalId, acceptedAt: at })];
    case 'decline':
      if (seen.resolved || !seen.proposed) return [];
      seen.proposed = false;
      return [event('SolutionDeclined', { complaintId, messageId, proposalId, declinedAt: at })];
    case 'resolve':
      if (seen.resolved) return [];
      seen.resolved = true;
      return [event('ComplaintResolved', { ...inConversation, remedy: 'refund', resolvedAt: at })];
    case 'confirm':
      return seen.resolved && !seen.closed ? [event('ResolutionConfirmed', { complaintId, confirmedAt: at })] : [];
    case 'close':
      if (!seen.resolved || seen.closed) return [];
      seen.closed = true;
      return [event('ComplaintClosed', { complaintId, closedAt: at })];
    case 'reopen':
      if (!seen.resolved) return [];
      Object.assign(seen, { resolved: false, closed: false, proposed: false });
      return [event('ComplaintReopened', { complaintId, messageId, reopenedAt: at, policyVersion: 1 })];
    case 'meet':
      if (verdict) return [];
      verdicts.set(metric, 'kept');
      return [event('TargetMet', { ...ofClock, metAt: at })];
    case 'escalated':
      if (verdicts.has('resolution')) return [];
      verdicts.set('resolution', 'escalated');
      return [event('TargetMetByEscalation', { ...ofClock, metric: 'resolution', escalatedAt: at })];
    case 'miss':
      if (verdict) return [];
      verdicts.set(metric, 'missed');
      return [event('TargetMissed', { ...ofClock, dueAt: at })];
    case 'late':
      return verdict === 'missed' ? [event('TargetReachedLate', { ...ofClock, dueAt: at, reachedAt: at })] : [];
    case 'withdraw':
      if (verdict !== 'missed') return [];
      verdicts.delete(metric);
      return [event('VerdictWithdrawn', { ...ofClock, dueAt: at, ground: 'met-in-time' })];
    case 'clock-reopened':
      if (verdict !== 'missed') verdicts.delete(metric);
      return verdict ? [event('ClockReopened', { ...ofClock, reopenedAt: at, dueAt: at })] : [];
    case 'rederived':
      if (verdict === 'escalated') verdicts.delete(metric);
      return [event('ClockRederived', { ...ofClock, previousSeverity: 'normal', rederivedAt: at, dueAt: at })];
    case 'give':
      return [event('FactsGiven', { complaintId, productCode: one.product, missing: [], givenAt: at })];
    case 'pay':
      if (seen.paid.has(compensationId)) return [];
      seen.paid.add(compensationId);
      return [event('CompensationPaid', { ...booked, kind: 'coupon', amount, paidAt: at })];
    case 'reverse':
      if (!seen.paid.has(compensationId) || seen.reversed.has(compensationId)) return [];
      seen.reversed.add(compensationId);
      return [event('CompensationReversed', { ...booked, amount, reversedAt: at })];
    default:
      return [];
  }
};
