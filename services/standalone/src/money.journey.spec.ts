import type { Client, Platform } from '@redress/service-host/testing';
import { kindsOf, personOf, shopOn, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

const budget = 'compensation/budgets/2026-03.KRW';
type Person = Client & { readonly personId: string };

describe('A VIP who was treated badly', () => {
  let platform: Platform;
  let second: Person;
  let id: string;
  let path: string;
  const shop = shopOn(() => platform);
  const given = async () => (await shop.claim(id)).compensations.find(({ kind }) => kind === 'points');
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    second = await shop.hires('treasurer', { roles: ['finance', 'agent'] });
    id = await shop.receives('직원 응대가 너무 무례했습니다.', {
      customer: { id: 'V-1', name: '한서윤', email: 'seoyun@example.com', tier: 'vip' },
      order: { number: 'O-2', valueMinor: 3_000_000, currency: 'KRW' },
    });
  });
  afterAll(() => platform.stop());

  it('is important, whatever it is about', async () => {
    expect(await shop.triage(id)).toMatchObject({ severity: 'important', type: 'service' });
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { dueAt: '2026-03-02T05:00:00.000Z' },
      resolution: { dueAt: '2026-03-04T01:00:00.000Z' },
    });
    const { options } = await shop.claim(id);
    expect(options.map(({ ruleId }) => ruleId)).toEqual([
      'vip-benefit-serious',
      'service-points-serious',
      'service-apology',
    ]);
    expect(options[0]?.['amount']).toEqual(won(100_000));
  });

  it('gets more than the tariff has only when two others agree, whom that message reaches', async () => {
    const exception = { kind: 'points', amount: won(1_500_000), reason: '세 번째 같은 일입니다.' };
    path = await shop.proposes(second, id, exception);
    expect(await given()).toMatchObject({
      state: 'waiting-for-approval',
      isException: true,
      reason: '세 번째 같은 일입니다.',
      approvalsNeeded: 2,
      roles: ['finance', 'administrator'],
      proposedBy: second.personId,
    });
    for (const role of ['finance', 'administrator'] as const)
      expect((await shop.inbox(role)).map(({ kind }) => kind)).toEqual(['approval-waiting']);
    expect((await shop.inbox('lead')).filter(({ kind }) => kind === 'approval-waiting')).toEqual([]);
    expect(await shop.items('finance', 'compensation/approvals')).toMatchObject([{ complaintId: id }]);
  });

  it('is decided neither by who asked, nor by one person twice, nor beyond a limit', async () => {
    expect(await shop.tries(second, `${path}/approve`)).toBe('own-proposal');
    expect(await shop.tries('lead', `${path}/approve`)).toBe('above-your-limit');
    expect(await shop.tries('finance', `${path}/approve`)).toBe(200);
    expect(await shop.tries('finance', `${path}/approve`)).toBe('approved-by-you');
    expect(await shop.ledger(id)).toEqual([]);
    expect(await given()).toMatchObject({ state: 'waiting-for-approval', approvals: [{}] });
  });

  it('waits for the budget of the month, which says what is missing', async () => {
    const { version: _, ...authority } = await shop.get('finance', 'compensation/authority');
    const [won_] = authority['authorities'] as readonly object[];
    const smaller = { ...authority, authorities: [{ ...won_, monthlyBudgetMinor: 1_000_000 }] };
    await shop.puts('finance', 'compensation/authority', smaller);
    expect(await shop.tries('administrator', `${path}/approve`)).toBe(200);
    expect(await given()).toMatchObject({ state: 'waiting-for-budget', budgetId: '2026-03.KRW', authorityVersion: 2 });
    expect(await shop.get('finance', budget)).toMatchObject({
      leftMinor: 1_000_000,
      waitingMinor: 1_500_000,
      waiting: 1,
    });
    expect(await shop.ledger(id)).toEqual([]);
    expect(await shop.tries('finance', `${path}/ask-budget`)).toBe('budget-exceeded');
    await shop.puts('finance', 'compensation/authority', authority);
    expect(await shop.get('finance', budget)).toMatchObject({ reservedMinor: 1_500_000, waiting: 0 });
  });

  it('is then paid once, tells the customer once, and names who agreed', async () => {
    expect(await given()).toMatchObject({
      state: 'paid',
      approvals: [{ approverId: personOf('finance') }, { approverId: personOf('administrator') }],
    });
    expect(await shop.ledger(id)).toMatchObject([{ state: 'executed', amount: won(1_500_000) }]);
    const told = (await shop.notices(id)).filter(({ kind }) => kind === 'compensation-paid');
    expect(told).toHaveLength(1);
    expect(told[0]?.body).toContain('₩1,500,000');
    expect(told[0]?.body).not.toContain('세 번째');
  });

  it('may be taken back by finance, which gives the budget back', async () => {
    await shop.does('finance', `${path}/reverse`, { reason: '두 번 입력됨' });
    expect(await given()).toMatchObject({ state: 'reversed', reversalReason: '두 번 입력됨' });
    expect(await shop.ledger(id)).toMatchObject([{ state: 'reversed' }]);
    expect(await shop.get('finance', budget)).toMatchObject({ reservedMinor: 0 });
  });
});

describe('A defect whose refund got no answer', () => {
  let platform: Platform;
  let id: string;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    id = await shop.receives('주전자가 불량이에요. 물이 샙니다.', {
      customer: { id: 'C-3', name: '김민수', email: 'minsu@example.com' },
      order: { number: 'O-3', valueMinor: 45_000, currency: 'KRW' },
    });
    await shop.does('agent', `triage/complaints/${id}/take`);
  });
  afterAll(() => platform.stop());

  const paid = async () => (await shop.notices(id)).filter(({ kind }) => kind === 'compensation-paid');

  it('was carried out by the payment system, which is asked again before anything is paid twice', async () => {
    await shop.does('administrator', 'compensation/ledger/faults', { loseAnswerNext: 1 });
    const path = await shop.proposes('agent', id, { ruleId: 'defect-refund' });
    await shop.does('lead', `${path}/approve`);
    expect(await shop.ledger(id)).toMatchObject([{ state: 'executed', kind: 'full-refund', amount: won(45_000) }]);
    await shop.later(1);
    expect((await shop.claim(id)).compensations).toMatchObject([{ state: 'paid', paidAt: '2026-03-02T01:00:00.000Z' }]);
    expect(await shop.ledger(id)).toHaveLength(1);
    expect(await paid()).toHaveLength(1);
    expect(await shop.get('administrator', 'compensation/ledger/faults')).toMatchObject({ loseAnswerNext: 0 });
  });

  it('is paid once for good: a restart, a retry and the night’s comparison find nothing more to do', async () => {
    platform = await platform.restart();
    await shop.later(48);
    expect(await shop.ledger(id)).toHaveLength(1);
    expect(await paid()).toHaveLength(1);
    const [{ compensationId } = { compensationId: '' }] = (await shop.claim(id)).compensations;
    const path = `compensation/complaints/${id}/compensations/${compensationId}`;
    expect(await shop.tries('finance', `${path}/retry`)).toBe('not-failed');
    expect(await shop.items('finance', 'compensation/reconciliations?day=2026-03-02')).toMatchObject([
      { agreed: 1, differences: [] },
    ]);
    expect(await shop.tries('agent', `compensation/complaints/${id}/compensations`, { ruleId: 'defect-partial' })).toBe(
      'above-order-value',
    );
  });

  it('is refused where the account is closed, and paid under another reference when finance tries again', async () => {
    await shop.does('administrator', 'compensation/ledger/faults', { refuseNext: 1 });
    const other = await shop.receives('컵이 깨져서 왔어요.', {
      order: { number: 'O-4', valueMinor: 20_000, currency: 'KRW' },
    });
    const path = await shop.proposes('agent', other, { ruleId: 'defect-partial' });
    expect((await shop.claim(other)).compensations).toMatchObject([{ state: 'failed', refusal: 'account-closed' }]);
    expect(kindsOf(await shop.notices(other))).not.toContain('compensation-paid');
    await shop.does('finance', `${path}/retry`);
    expect((await shop.claim(other)).compensations).toMatchObject([{ state: 'paid' }]);
    expect((await shop.ledger(other)).map(({ state }) => state).toSorted()).toEqual(['executed', 'refused']);
    expect(kindsOf(await shop.notices(other)).filter((kind) => kind === 'compensation-paid')).toHaveLength(1);
  });
});
