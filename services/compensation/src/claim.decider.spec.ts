import type { CompensationId, ComplaintId, PersonId } from '@redress/contracts';
import { derivedId, event, type NewEvent } from '@redress/eventing';
import { shippedAuthority } from './authority.decider.js';
import { claim } from './claim.decider.js';
import { referenceOf } from './claim.rules.js';
import { shippedTariff } from './tariff.decider.js';
import { isRefusal, fold } from '@redress/eventing';

const complaintId = derivedId('complaint', 'one') as ComplaintId;
const idOf = (name: string) => derivedId('compensation', name) as CompensationId;
const person = (name: string) => derivedId('person', name) as PersonId;
const now = new Date('2026-03-02T09:00:00Z');
const won = (amountMinor: number) => ({ amountMinor, currency: 'KRW' });
const id = { complaintId, compensationId: idOf('first') };
const known = { type: 'quality', severity: 'normal', orderValue: won(50_000) } as const;
const facts = { tariff: shippedTariff, authority: shippedAuthority, standIns: [] };

type Who = readonly [name: string, ...roles: string[]];
/** What comes of a command; a refusal by its reason. */
const ask = (
  events: readonly NewEvent[],
  command: keyof typeof claim.decide,
  data: object,
  [name, ...roles]: Who,
  more = {},
) => {
  const by = { id: person(name), roles };
  const decide = claim.decide[command] as (data: object, state: object, circumstances: object) => never;
  const outcome = decide(data, fold(claim, events), { at: now, by, ...facts, ...more }) as readonly NewEvent[];
  return isRefusal(outcome) ? outcome.refused : outcome;
};
const happens = (
  events: NewEvent[],
  command: keyof typeof claim.decide,
  data: object,
  who: Who,
  more = {},
): readonly NewEvent[] => {
  const outcome = ask(events, command, data, who, more);
  if (typeof outcome === 'string') throw new Error(`${command} was refused: ${outcome as string}`);
  events.push(...outcome);
  return outcome;
};
const types = (events: readonly NewEvent[]) => events.map(({ type }) => type);

const agent: Who = ['minji', 'agent'];
const lead: Who = ['dohyun', 'lead'];
const finance: Who = ['sujin', 'finance'];
const triaged = (more = {}): NewEvent[] => {
  const events: NewEvent[] = [];
  happens(events, 'DeriveOptions', { complaintId, known: { ...known, ...more } }, ['rule']);
  return events;
};
const exception = (amountMinor: number, compensationId = id.compensationId) => ({
  complaintId,
  compensationId,
  kind: 'points',
  amount: won(amountMinor),
  reason: 'She waited in the rain.',
});
const approval = (name: string, compensationId = id.compensationId) => ({
  complaintId,
  compensationId,
  approverId: person(name),
});

describe('What may be offered', () => {
  it('is derived when a complaint is triaged, and again when that changes it', () => {
    const events = triaged();
    expect(events).toMatchObject([{ type: 'OptionsDerived', data: { tariffVersion: 1, orderValue: won(50_000) } }]);
    expect(ask(events, 'DeriveOptions', { complaintId, known }, ['rule'])).toEqual([]);
    const serious = { complaintId, known: { ...known, severity: 'high-risk' } };
    expect(types(happens(events, 'DeriveOptions', serious, ['rule']))).toEqual(['OptionsDerived']);
  });

  it('is proposed by the rule that offers it, and paid at once up to the automatic limit', () => {
    const events = triaged();
    const outcome = happens(events, 'ProposeOption', { ...id, ruleId: 'defect-partial' }, agent);
    expect(types(outcome)).toEqual(['CompensationProposed', 'CompensationApproved', 'BudgetAsked']);
    expect(outcome).toMatchObject([
      { data: { kind: 'partial-refund', amount: won(10_000), isException: false, proposedBy: person('minji') } },
      { data: { isAutomatic: true, authorityVersion: 1 } },
      { data: { budgetId: '2026-03.KRW', attempt: 1, amount: won(10_000) } },
    ]);
    expect(ask(events, 'ProposeOption', { ...id, ruleId: 'defect-partial' }, agent)).toEqual([]);
  });

  it('asks no budget where nothing is paid', () => {
    const outcome = happens(triaged(), 'ProposeOption', { ...id, ruleId: 'defect-exchange' }, agent);
    expect(types(outcome)).toEqual(['CompensationProposed', 'CompensationApproved', 'PayoutOrdered']);
  });

  it('is refused where the tariff does not offer it, or nothing is known yet', () => {
    expect(ask(triaged(), 'ProposeOption', { ...id, ruleId: 'stock-out-coupon' }, agent)).toBe('no-such-option');
    expect(ask([], 'ProposeOption', { ...id, ruleId: 'defect-partial' }, agent)).toBe('nothing-known');
    expect(ask([], 'ProposeException', exception(1), agent)).toBe('nothing-known');
  });
});

describe('An approval', () => {
  it('is asked of those whose limit covers the amount, and of nobody for a small option', () => {
    const events = triaged();
    const outcome = happens(events, 'ProposeOption', { ...id, ruleId: 'defect-refund' }, agent);
    expect(outcome).toMatchObject([
      { type: 'CompensationProposed' },
      { type: 'ApprovalRequested', data: { approvalsNeeded: 1, roles: ['lead', 'finance', 'administrator'] } },
    ]);
    expect(ask(events, 'ApproveCompensation', approval('jiho'), ['jiho', 'agent'])).toBe('above-your-limit');
    const given = happens(events, 'ApproveCompensation', approval('dohyun'), lead);
    expect(types(given)).toEqual(['ApprovalGiven', 'CompensationApproved', 'BudgetAsked']);
    expect(ask(events, 'ApproveCompensation', approval('dohyun'), lead)).toEqual([]);
    expect(ask(events, 'ApproveCompensation', approval('sujin'), finance)).toBe('not-waiting');
  });

  it('is needed for every exception, however small', () => {
    const outcome = happens(triaged(), 'ProposeException', exception(1_000), agent);
    expect(outcome).toMatchObject([
      { data: { isException: true, reason: 'She waited in the rain.' } },
      { type: 'ApprovalRequested', data: { approvalsNeeded: 1 } },
    ]);
  });

  it('is never given by who proposed it', () => {
    const events = triaged();
    happens(events, 'ProposeException', exception(1_000), lead);
    expect(ask(events, 'ApproveCompensation', approval('dohyun'), lead)).toBe('own-proposal');
  });

  it('needs two people above the four-eyes amount, not the same twice', () => {
    const events = triaged();
    happens(events, 'ProposeException', exception(1_000_001), lead);
    expect(types(happens(events, 'ApproveCompensation', approval('sujin'), finance))).toEqual(['ApprovalGiven']);
    expect(ask(events, 'ApproveCompensation', approval('sujin'), finance)).toBe('approved-by-you');
    const second = happens(events, 'ApproveCompensation', approval('admin'), ['admin', 'administrator']);
    expect(types(second)).toEqual(['ApprovalGiven', 'CompensationApproved', 'BudgetAsked']);
  });

  it('may be given by a substitute while somebody is away, on their authority and only once', () => {
    const day = (number: number) => new Date(Date.UTC(2026, 2, number));
    const away = (name: string, from: Date, until: Date) => ({
      standIns: [{ personId: person(name), roles: ['lead'], from, until }],
    });
    const events = triaged();
    happens(events, 'ProposeException', exception(100_000), agent);
    const jiho: Who = ['jiho', 'agent'];
    const tell = (more: object) => ask(events, 'ApproveCompensation', approval('jiho'), jiho, more);
    expect(tell(away('dohyun', day(3), day(5)))).toBe('above-your-limit');
    expect(tell(away('dohyun', day(1), new Date(now)))).toBe('above-your-limit');
    expect(tell(away('minji', day(1), day(5)))).toBe('above-your-limit');
    expect(tell(away('dohyun', day(1), day(5)))).toMatchObject([
      { type: 'ApprovalGiven', data: { approverId: person('jiho'), substituteFor: person('dohyun') } },
      { type: 'CompensationApproved' },
      { type: 'BudgetAsked' },
    ]);
  });

  it('is not asked for what nobody may approve', () => {
    expect(ask(triaged(), 'ProposeException', exception(5_000_001), lead)).toBe('above-every-limit');
    const dollars = { ...exception(1), amount: { amountMinor: 100, currency: 'USD' } };
    expect(ask(triaged(), 'ProposeException', dollars, lead)).toBe('no-authority');
  });

  it('may be declined by who might give it, and the proposal withdrawn by who made it', () => {
    const events = triaged();
    happens(events, 'ProposeException', exception(100_000), agent);
    const declining = { ...approval('jiho'), reason: undefined };
    expect(ask(events, 'DeclineCompensation', declining, ['jiho', 'agent'])).toBe('above-your-limit');
    expect(ask(events, 'WithdrawProposal', id, lead)).toBe('not-your-proposal');
    expect(ask(events, 'WithdrawProposal', id, agent)).toMatchObject([{ data: { declinedBy: person('minji') } }]);
    happens(events, 'DeclineCompensation', { ...approval('dohyun'), reason: 'Too much.' }, lead);
    expect(ask(events, 'DeclineCompensation', { ...approval('dohyun'), reason: undefined }, lead)).toEqual([]);
    expect(ask(events, 'ApproveCompensation', approval('dohyun'), lead)).toBe('not-waiting');
  });
});

describe('A complaint', () => {
  it('is never refunded more than the order was worth', () => {
    const events = triaged();
    happens(events, 'ProposeOption', { ...id, ruleId: 'defect-partial' }, agent);
    const refund = { ...id, compensationId: idOf('second'), ruleId: 'defect-refund' };
    expect(ask(events, 'ProposeOption', refund, agent)).toBe('above-order-value');
    const more = (amountMinor: number) => ({ ...exception(amountMinor, idOf('third')), kind: 'full-refund' });
    expect(ask(events, 'ProposeException', more(40_001), agent)).toBe('above-order-value');
    expect(types(happens(events, 'ProposeException', more(40_000), agent))).toContain('ApprovalRequested');
  });

  it('needs a known order, in the same currency, for any refund', () => {
    const refund = { ...exception(10), kind: 'partial-refund' };
    expect(ask(triaged({ orderValue: undefined }), 'ProposeException', refund, agent)).toBe('order-value-unknown');
    const dollars = { orderValue: { amountMinor: 500, currency: 'USD' } };
    expect(ask(triaged(dollars), 'ProposeException', refund, agent)).toBe('other-currency');
    expect(ask(triaged(), 'ProposeException', exception(0), agent)).toBe('amount-missing');
  });

  it('has each kind once, unless the earlier one came to nothing', () => {
    const events = triaged();
    happens(events, 'ProposeException', exception(1_000), agent);
    const again = exception(2_000, idOf('again'));
    expect(ask(events, 'ProposeException', again, agent)).toBe('kind-given-already');
    happens(events, 'WithdrawProposal', id, agent);
    expect(types(happens(events, 'ProposeException', again, agent))).toContain('CompensationProposed');
  });
});

describe('A payout', () => {
  const reference = referenceOf(id, 1);
  const approved = (): NewEvent[] => {
    const events = triaged();
    happens(events, 'ProposeOption', { ...id, ruleId: 'defect-partial' }, agent);
    return events;
  };
  const ordered = (): NewEvent[] => {
    const events = approved();
    happens(events, 'OrderPayout', { ...id, attempt: 1 }, ['rule']);
    return events;
  };
  const paid = (): NewEvent[] => {
    const events = ordered();
    happens(events, 'NotePaid', { ...id, reference, paidAt: now }, ['rule']);
    return events;
  };

  it('is ordered once, under a reference that follows from the ids', () => {
    const events = ordered();
    expect(events.at(-1)).toEqual(
      event('PayoutOrdered', {
        ...id,
        reference,
        attempt: 1,
        kind: 'partial-refund',
        amount: won(10_000),
        orderedAt: now,
      }),
    );
    expect(ask(events, 'OrderPayout', { ...id, attempt: 1 }, ['rule'])).toEqual([]);
  });

  it('is noted once, and only for the reference under way', () => {
    const events = ordered();
    const told = { ...id, reference, paidAt: now };
    expect(ask(events, 'NotePaid', { ...told, reference: 'another' }, ['rule'])).toEqual([]);
    expect(types(happens(events, 'NotePaid', told, ['rule']))).toEqual(['CompensationPaid']);
    expect(ask(events, 'NotePaid', told, ['rule'])).toEqual([]);
    expect(ask(events, 'NoteRefused', { ...told, refusal: 'limit', failedAt: now }, ['rule'])).toEqual([]);
  });

  it('that failed may be ordered again, under another reference, while nothing has taken its place', () => {
    const events = ordered();
    expect(ask(events, 'RetryPayout', id, finance)).toBe('not-failed');
    happens(events, 'NoteRefused', { ...id, reference, refusal: 'limit', failedAt: now }, ['rule']);
    const instead = { ...exception(5_000, idOf('instead')), kind: 'partial-refund' };
    const taken = [...events];
    happens(taken, 'ProposeException', instead, agent);
    expect(ask(taken, 'RetryPayout', id, finance)).toBe('kind-given-already');
    expect(happens(events, 'RetryPayout', id, finance)).toMatchObject([{ type: 'BudgetAsked', data: { attempt: 2 } }]);
    expect(ask(events, 'RetryPayout', id, finance)).toEqual([]);
    expect(ask(events, 'OrderPayout', { ...id, attempt: 1 }, ['rule'])).toEqual([]);
    happens(events, 'OrderPayout', { ...id, attempt: 2 }, ['rule']);
    expect(events.at(-1)).toMatchObject({ data: { reference: referenceOf(id, 2) } });
  });

  it('is taken back once', () => {
    const reversal = { ...id, reason: 'It was paid to the wrong order.' };
    expect(ask(ordered(), 'OrderReversal', reversal, finance)).toBe('not-paid');
    const events = paid();
    expect(types(happens(events, 'OrderReversal', reversal, finance))).toEqual(['ReversalOrdered']);
    expect(ask(events, 'OrderReversal', reversal, finance)).toEqual([]);
    const told = { ...id, reference, reversedAt: now };
    expect(types(happens(events, 'NoteReversed', told, ['rule']))).toEqual(['CompensationReversed']);
    expect(ask(events, 'NoteReversed', told, ['rule'])).toEqual([]);
  });

  it('of the past is recorded whole, orders nothing and is taken back elsewhere', () => {
    const recorded = { ...id, kind: 'coupon', amount: won(3_000), reference: 'OLD-77', reason: undefined };
    const events: NewEvent[] = [];
    const outcome = happens(events, 'RecordPaid', recorded, ['importer', 'importer']);
    expect(types(outcome)).toEqual(['CompensationProposed', 'CompensationApproved', 'CompensationPaid']);
    expect(ask(events, 'RecordPaid', recorded, ['importer', 'importer'])).toEqual([]);
    expect(ask(events, 'OrderReversal', { ...id, reason: 'x' }, finance)).toBe('paid-before-import');
  });

  it('that waits for the budget may still be declined, and then is never ordered', () => {
    const events = approved();
    happens(events, 'DeclineCompensation', { ...approval('dohyun'), reason: undefined }, lead);
    expect(ask(events, 'OrderPayout', { ...id, attempt: 1 }, ['rule'])).toEqual([]);
    expect(ask(ordered(), 'DeclineCompensation', { ...approval('dohyun'), reason: undefined }, lead)).toBe(
      'not-waiting',
    );
  });
});
