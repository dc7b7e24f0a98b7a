import { randomUUID } from 'node:crypto';
import type { ComplaintId, PersonId } from '@redress/contracts';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { CompensationModule } from './compensation.module.js';
import { shippedTariff } from './tariff.decider.js';
import { deskOn } from './testing/desk.js';
import { personOf, tellingOn, triagedOn, won } from './testing/teller.js';

type Row = Readonly<Record<string, unknown>>;

describe('Compensating a customer', () => {
  let platform: Platform;
  const { of, items, given, proposes, decides, points } = deskOn(() => platform);

  beforeEach(async () => {
    platform = await startPlatform(CompensationModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => platform.stop());

  it('offers what the tariff says, in both languages', async () => {
    const complaintId = await triagedOn(platform, { type: 'delivery', lateDays: 6, tier: 'vip' });
    expect((await platform.as('agent').get(of(complaintId))).body).toEqual({
      complaintId,
      tariffVersion: 1,
      derivedAt: '2026-03-02T09:00:00.000Z',
      orderValue: won(50_000),
      options: [
        {
          ruleId: 'delay-5-days',
          kind: 'points',
          labelKo: '배송 5일 이상 지연: 적립금',
          labelEn: 'Delivered 5 days late or more: points',
          amount: won(10_000),
        },
        expect.objectContaining({ ruleId: 'vip-benefit', amount: won(2_500) }),
        expect.objectContaining({ ruleId: 'delay-redelivery', kind: 'redelivery' }),
        expect.objectContaining({ ruleId: 'delivery-apology', kind: 'apology-letter' }),
      ],
      compensations: [],
    });
    const unknown = await platform.as('agent').get(of(randomUUID() as ComplaintId));
    expect(unknown.status).toBe(404);
    expect((await platform.as('analyst').get(of(complaintId))).status).toBe(403);
  });

  it('derives what it offers again when somebody asks, by the tariff of then', async () => {
    const complaintId = await triagedOn(platform, { type: 'delivery', lateDays: 1 });
    const rules = shippedTariff.rules.filter(({ kind }) => kind === 'apology-letter');
    expect((await platform.as('lead').put('/api/compensation/tariff', { rules })).status).toBe(403);
    expect((await platform.as('finance').put('/api/compensation/tariff', { rules })).body.version).toBe(2);
    expect((await platform.as('agent').post(`${of(complaintId)}/options`)).status).toBe(200);
    await platform.settled();
    const shown = (await platform.as('agent').get(of(complaintId))).body;
    expect(shown.options.map(({ kind }: Row) => kind)).toEqual(['apology-letter']);
    await platform.reaches('2026-03-05T09:00:00Z');
    const { rules: shipped } = shippedTariff;
    expect((await platform.as('finance').put('/api/compensation/tariff', { rules: shipped })).body.version).toBe(3);
    await platform.as('agent').post(`${of(complaintId)}/options`);
    await platform.settled();
    expect((await platform.as('agent').get(of(complaintId))).body).toMatchObject({
      tariffVersion: 3,
      options: [{ ruleId: 'delay-2-days' }, { ruleId: 'delivery-apology' }],
    });
    expect(await items('agent', 'tariff/versions')).toMatchObject([{ version: 3 }, { version: 2 }, { version: 1 }]);
  });

  it('pays a small option at once, and says that nobody was asked', async () => {
    const complaintId = await triagedOn(platform);
    const { status, compensationId } = await proposes(complaintId, { ruleId: 'defect-partial' });
    expect(status).toBe(201);
    const [paid] = await given(complaintId);
    expect(paid).toMatchObject({
      compensationId,
      state: 'paid',
      kind: 'partial-refund',
      amount: won(10_000),
      isAutomatic: true,
      authorityVersion: 1,
      budgetId: '2026-03.KRW',
      paidAt: '2026-03-02T09:00:00.000Z',
    });
    expect(await items('finance', 'ledger')).toMatchObject([
      { reference: paid?.['reference'], state: 'executed', kind: 'partial-refund', amount: won(10_000), complaintId },
    ]);
    expect((await platform.as('finance').get('/api/compensation/budgets/2026-03.KRW')).body).toEqual({
      budgetId: '2026-03.KRW',
      monthlyBudgetMinor: 50_000_000,
      reservedMinor: 10_000,
      leftMinor: 49_990_000,
      waitingMinor: 0,
      waiting: 0,
    });
    expect((await platform.as('finance').get('/api/compensation/budgets/2026-13.KRW')).status).toBe(404);
    expect(await decides('finance', `${of(complaintId)}/compensations/${randomUUID()}/retry`)).toBe(404);
  });

  it('asks whoever has the amount within their limit, and never who proposed it', async () => {
    const complaintId = await triagedOn(platform);
    const { path } = await proposes(complaintId, { ruleId: 'defect-refund' });
    expect(await items('agent', 'approvals')).toEqual([]);
    expect(await items('lead', 'approvals')).toMatchObject([{ complaintId, state: 'waiting-for-approval' }]);
    expect((await platform.as('auditor').post(`${path}/approve`)).status).toBe(403);
    const above = await platform.as('administrator', 'agent').get('/api/compensation/approvals');
    expect(above.body.items).toHaveLength(1);
    expect(await decides('agent', `${path}/approve`)).toBe('own-proposal');
    expect(await decides('lead', `${path}/approve`)).toBe(200);
    expect(await given(complaintId)).toMatchObject([
      { state: 'paid', isAutomatic: false, approvals: [{ approverId: personOf('lead') }] },
    ]);
    expect(await items('lead', 'approvals')).toEqual([]);
  });

  it('names the limit of somebody for whom it is too much', async () => {
    const complaintId = await triagedOn(platform);
    const { path } = await proposes(complaintId, points(300_000));
    const answer = await platform.as('lead').post(`${path}/approve`);
    expect([answer.status, answer.body.reason]).toEqual([409, 'above-your-limit']);
    expect(answer.body.detail).toBe('You may decide about amounts up to 200000 KRW.');
    expect(await decides('finance', `${path}/approve`)).toBe(200);
  });

  it('needs two people for a large amount, one of whom may stand in for somebody who is away', async () => {
    const { works, isAway } = tellingOn(platform);
    const boss = randomUUID() as PersonId;
    await works(boss, 'administrator');
    await isAway(boss, new Date('2026-03-01T00:00:00Z'), new Date('2026-03-09T00:00:00Z'), personOf('lead'));
    const complaintId = await triagedOn(platform);
    const { path } = await proposes(complaintId, points(2_000_000));
    expect(await items('lead', 'approvals')).toHaveLength(1);
    expect(await decides('lead', `${path}/approve`)).toBe(200);
    expect(await decides('lead', `${path}/approve`)).toBe('approved-by-you');
    expect(await given(complaintId)).toMatchObject([{ state: 'waiting-for-approval', approvalsNeeded: 2 }]);
    expect(await decides('finance', `${path}/approve`)).toBe(200);
    expect(await given(complaintId)).toMatchObject([
      {
        state: 'paid',
        approvals: [{ approverId: personOf('lead'), substituteFor: boss }, { approverId: personOf('finance') }],
      },
    ]);
  });

  it('shows why something was proposed and declined, and notes who read it', async () => {
    const complaintId = await triagedOn(platform);
    const { path } = await proposes(complaintId, points(20_000), 'lead');
    expect(await decides('agent', `${path}/decline`, { reason: '규정에 없음' })).toBe(200);
    expect(await given(complaintId)).toMatchObject([
      { state: 'declined', isException: true, reason: '비를 맞으며 기다림', declineReason: '규정에 없음' },
    ]);
    const second = await proposes(complaintId, points(20_000), 'lead');
    expect(await decides('agent', `${second.path}/cancel`)).toBe('not-your-proposal');
    expect(await decides('lead', `${second.path}/cancel`)).toBe(200);
    expect((await given(complaintId)).map(({ state }) => state).sort()).toEqual(['declined', 'withdrawn']);
    expect(await given(complaintId, '?at=2026-03-01T00:00:00Z')).toEqual([]);
    const { store } = platform.application.runtime.adapters;
    const log = await store.readLog('' as never, 5_000);
    expect(log.filter(({ type }) => type === 'access.CaseRead')).toHaveLength(1);
    expect(log.map(({ data }) => JSON.stringify(data)).join()).not.toContain('규정에 없음');
  });

  it('refuses what does not fit, field by field, and answers a repeated request as the first time', async () => {
    const complaintId = await triagedOn(platform);
    const post = (body: object, headers = {}) =>
      platform.as('agent').post(`${of(complaintId)}/compensations`, body, headers);
    const both = await post({ ruleId: 'defect-partial', kind: 'points' });
    expect([both.status, both.body.errors]).toEqual([400, [expect.objectContaining({ field: 'kind' })]]);
    const empty = await post({});
    expect(empty.body.errors.map(({ field }: Row) => field)).toEqual(['kind', 'reason']);
    expect((await post({ kind: 'points', reason: 'x', reference: 'r' })).status).toBe(400);
    const past = { kind: 'points', amount: won(1), occurredAt: '2020-01-01T00:00:00Z', reference: 'r' };
    expect((await post(past)).status).toBe(403);
    expect((await platform.as('importer').post(`${of(complaintId)}/compensations`, points(1))).status).toBe(403);
    const key = { 'idempotency-key': 'once' };
    const [first, again] = [
      await post({ ruleId: 'defect-exchange' }, key),
      await post({ ruleId: 'defect-exchange' }, key),
    ];
    expect(again.body).toEqual(first.body);
    await platform.settled();
    expect(await given(complaintId)).toHaveLength(1);
    expect((await post({ ruleId: 'defect-exchange' })).body.reason).toBe('kind-given-already');
  });
});
