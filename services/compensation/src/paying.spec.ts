import type { ComplaintId } from '@redress/contracts';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { shippedAuthority } from './authority.decider.js';
import { CompensationModule } from './compensation.module.js';
import { deskOn } from './testing/desk.js';
import { triagedOn, won } from './testing/teller.js';

describe('What was approved', () => {
  let platform: Platform;
  const { of, items, given, proposes, decides } = deskOn(() => platform);

  beforeEach(async () => {
    platform = await startPlatform(CompensationModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => platform.stop());

  it('lets nothing be paid beyond the month’s budget until there is more, or finance grants it', async () => {
    const authorities = shippedAuthority.authorities.map((one) => ({ ...one, monthlyBudgetMinor: 25_000 }));
    const put = (monthlyBudgetMinor: number) =>
      platform.as('administrator').put('/api/compensation/authority', {
        timeZone: 'Asia/Seoul',
        authorities: authorities.map((one) => ({ ...one, monthlyBudgetMinor })),
      });
    expect((await put(25_000)).body.version).toBe(2);
    const state = async (complaintId: ComplaintId) => (await given(complaintId))[0]?.['state'];
    const [first, second, third, fourth] = [
      await triagedOn(platform),
      await triagedOn(platform),
      await triagedOn(platform),
      await triagedOn(platform),
    ];
    const asked = [];
    for (const complaintId of [first, second, third, fourth])
      asked.push(await proposes(complaintId, { ruleId: 'defect-partial' }));
    expect([await state(first), await state(second), await state(third)]).toEqual([
      'paid',
      'paid',
      'waiting-for-budget',
    ]);
    expect(await items('finance', 'compensations?state=waiting-for-budget')).toHaveLength(2);
    expect((await platform.as('finance').get('/api/compensation/budgets/2026-03.KRW')).body).toMatchObject({
      reservedMinor: 20_000,
      leftMinor: 5_000,
      waitingMinor: 20_000,
      waiting: 2,
    });
    expect(await decides('finance', `${asked[2]?.path}/ask-budget`)).toBe('budget-exceeded');
    expect(await decides('lead', `${asked[2]?.path}/release-budget`)).toBe(403);
    expect(await decides('finance', `${asked[2]?.path}/release-budget`)).toBe(200);
    expect([await state(third), await state(fourth)]).toEqual(['paid', 'waiting-for-budget']);
    expect((await put(40_000)).body.version).toBe(3);
    await platform.settled();
    expect(await state(fourth)).toBe('paid');
    expect(await items('agent', 'authority/versions')).toMatchObject([{ version: 3 }, { version: 2 }, { version: 1 }]);
    await platform.reaches('2026-03-31T15:00:00Z');
    await proposes(await triagedOn(platform), { ruleId: 'defect-partial' });
    expect((await platform.as('finance').get('/api/compensation/budgets/2026-04.KRW')).body.reservedMinor).toBe(10_000);
  });

  it('gives a declined or reversed compensation’s budget to who waits for it', async () => {
    const authorities = shippedAuthority.authorities.map((one) => ({ ...one, monthlyBudgetMinor: 10_000 }));
    await platform.as('finance').put('/api/compensation/authority', { timeZone: 'Asia/Seoul', authorities });
    const [one, other, third] = [await triagedOn(platform), await triagedOn(platform), await triagedOn(platform)];
    const paid = await proposes(one, { ruleId: 'defect-partial' });
    const declined = await proposes(other, { ruleId: 'defect-partial' });
    await proposes(third, { ruleId: 'defect-partial' });
    expect(await decides('lead', `${declined.path}/decline`)).toBe(200);
    expect(await decides('finance', `${paid.path}/reverse`, { reason: '이중 지급' })).toBe(200);
    expect(await given(one)).toMatchObject([{ state: 'reversed', reversalReason: '이중 지급' }]);
    expect(await given(other)).toMatchObject([{ state: 'declined' }]);
    expect(await given(third)).toMatchObject([{ state: 'paid' }]);
    expect((await items('finance', 'ledger')).map(({ state }) => state).sort()).toEqual(['executed', 'reversed']);
  });

  it('orders again what the payment system has refused, under another reference', async () => {
    const complaintId = await triagedOn(platform);
    const faults = '/api/compensation/ledger/faults';
    expect((await platform.as('finance').post(faults, { refuseNext: 1 })).status).toBe(403);
    expect((await platform.as('administrator').post(faults, { refuseNext: 1 })).body).toMatchObject({ refuseNext: 1 });
    const { path } = await proposes(complaintId, { ruleId: 'defect-partial' });
    expect(await given(complaintId)).toMatchObject([{ state: 'failed', refusal: 'account-closed' }]);
    expect(await decides('finance', `${path}/reverse`, { reason: 'x' })).toBe('not-paid');
    expect(await decides('finance', `${path}/retry`)).toBe(200);
    const [paid] = await given(complaintId);
    expect(paid).toMatchObject({ state: 'paid' });
    expect(paid).not.toHaveProperty('refusal');
    const entries = await items('finance', 'ledger');
    expect(entries.map(({ state }) => state).sort()).toEqual(['executed', 'refused']);
    expect(new Set(entries.map(({ reference }) => reference)).size).toBe(2);
    expect((await platform.as('finance').get('/api/compensation/budgets/2026-03.KRW')).body.reservedMinor).toBe(10_000);
  });

  it('reconciles every day from the first payout on, and names what differs', async () => {
    const complaintId = await triagedOn(platform);
    await proposes(complaintId, { ruleId: 'defect-partial' });
    await platform.reaches('2026-03-02T15:59:59Z');
    expect(await items('finance', 'reconciliations')).toEqual([]);
    await platform.reaches('2026-03-02T16:00:00Z');
    const agreed = { agreed: 1, differences: [], moreDifferences: 0, round: 1 };
    expect(await items('finance', 'reconciliations')).toEqual([
      { day: '2026-03-02', reconciledAt: '2026-03-02T16:00:00.000Z', ...agreed },
    ]);
    await platform.reaches('2026-03-04T16:00:00Z');
    expect(await items('finance', 'reconciliations')).toMatchObject([
      { day: '2026-03-04', agreed: 0 },
      { day: '2026-03-03', agreed: 0 },
      { day: '2026-03-02', agreed: 1 },
    ]);
    const [service] = platform.application.runtime.services;
    await service?.database.dataSource.query('update compensation.ledger_entries set amount_minor = amount_minor + 1');
    const again = await platform.as('finance').post('/api/compensation/reconciliations', { day: '2026-03-02' });
    expect([again.status, again.body.round]).toEqual([202, 2]);
    await platform.settled();
    expect((await items('finance', 'reconciliations?day=2026-03-02'))[0]).toMatchObject({
      round: 2,
      agreed: 0,
      differences: [{ kind: 'other-amount', ours: won(10_000), theirs: won(10_001) }],
    });
    const refused = async (day: string) =>
      (await platform.as('finance').post('/api/compensation/reconciliations', { day })).body.reason;
    expect([await refused('2026-02-30'), await refused('2026-03-09')]).toEqual(['not-a-day', 'day-to-come']);
  });

  it('records what was paid in the past, and pays nothing for it', async () => {
    const complaintId = await triagedOn(platform);
    const past = {
      kind: 'coupon',
      amount: won(3_000),
      occurredAt: '2019-05-01T09:00:00Z',
      reference: 'OLD-77',
      reason: '품절',
    };
    const importer = platform.as('importer');
    const first = await importer.post(`${of(complaintId)}/compensations`, past);
    const again = await importer.post(`${of(complaintId)}/compensations`, past);
    expect([first.status, again.body.compensationId]).toEqual([201, first.body.compensationId]);
    await platform.settled();
    expect(await given(complaintId)).toMatchObject([
      { state: 'paid', kind: 'coupon', reference: 'OLD-77', historical: true, paidAt: '2019-05-01T09:00:00.000Z' },
    ]);
    expect(await items('finance', 'ledger')).toEqual([]);
    expect(await items('finance', 'compensations')).toEqual([]);
    expect(
      await items('finance', 'compensations?historical=true&kind=coupon&before=2020-01-01T00:00:00Z'),
    ).toHaveLength(1);
    await platform.reaches('2026-03-10T00:00:00Z');
    expect(await items('finance', 'reconciliations')).toEqual([]);
  });
});
