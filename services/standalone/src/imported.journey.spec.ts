import type { Platform } from '@redress/service-host/testing';
import { kindsOf, shopOn, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

/** What nothing of follows from the past. */
const effects = [
  'notification.NoticeRequested',
  'compensation.PayoutOrdered',
  'compensation.BudgetAsked',
  'triage.CaseEscalated',
  'triage.OwnerWanted',
  'compensation.ReconciliationPlanned',
];

describe('History from another system', () => {
  let platform: Platform;
  let done: string;
  let open: string;
  const shop = shopOn(() => platform);
  const past = (occurredAt: string, more: object = {}): object => ({ occurredAt, ...more });
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    const customer = { id: 'C-1', name: '김민수', email: 'minsu@example.com', tier: 'vip' };
    const order = { number: 'O-1', valueMinor: 80_000, currency: 'KRW' };
    const about = { customer, order, externalRef: 'old-1', receivedAt: '2021-05-03T01:00:00Z' };
    done = await shop.receives('제품에 화상을 입었습니다.', about, 'importer');
    await shop.says('importer', done, 'replies', past('2021-05-05T01:00:00Z', { text: '죄송합니다.' }));
    await shop.does('importer', `compensation/complaints/${done}/compensations`, {
      kind: 'points',
      amount: won(9_000_000),
      reference: 'OLD-77',
      occurredAt: '2021-05-06T01:00:00Z',
    });
    await shop.says(
      'importer',
      done,
      'resolve',
      past('2021-05-07T01:00:00Z', { remedy: 'refund', text: '환불했습니다.' }),
    );
    await shop.says('importer', done, 'close', past('2021-05-08T01:00:00Z'));
    const other = { customer, externalRef: 'old-2', receivedAt: '2021-06-01T01:00:00Z' };
    open = await shop.receives('배송이 너무 늦어요.', other, 'importer');
    await shop.later(24 * 10);
  });
  afterAll(() => platform.stop());

  const typesOf = async (id: string): Promise<readonly string[]> => shop.history(id);

  it('is sorted and judged by its own times', async () => {
    expect(await shop.triage(done)).toMatchObject({ severity: 'high-risk', historical: true, escalations: [] });
    expect(await shop.complaint(done)).toMatchObject({
      historical: true,
      phase: 'closed',
      receivedAt: '2021-05-03T01:00:00.000Z',
    });
    expect(await shop.clocks(done)).toMatchObject({
      'first-response': { state: 'missed', historical: true, reachedAt: '2021-05-05T01:00:00.000Z' },
      resolution: { historical: true },
    });
    expect(await shop.items('lead', 'sla/breaches')).toEqual([]);
    expect(await shop.items('lead', 'sla/clocks')).toEqual([]);
  });

  it('sends, pays, escalates and wakes nothing, however long one waits', async () => {
    for (const id of [done, open]) {
      expect((await typesOf(id)).filter((type) => effects.includes(type))).toEqual([]);
      expect(await shop.notices(id)).toEqual([]);
      expect(await shop.triage(id)).not.toHaveProperty('owner');
    }
    expect(await shop.items('finance', 'compensation/ledger')).toEqual([]);
    expect(await shop.items('agent', 'notification/outbox')).toEqual([]);
    for (const role of ['agent', 'lead', 'finance', 'administrator'] as const)
      expect(await shop.inbox(role)).toEqual([]);
    expect(await shop.get('finance', 'compensation/budgets/2021-05.KRW')).toMatchObject({ reservedMinor: 0 });
    expect((await shop.claim(done)).compensations).toMatchObject([
      { state: 'paid', historical: true, amount: won(9_000_000), reference: 'OLD-77' },
    ]);
  });

  it('is the same when it is imported again', async () => {
    const { status, body } = await platform.as('importer').post('/api/intake/complaints', {
      channel: 'web',
      text: '배송이 너무 늦어요.',
      externalRef: 'old-2',
      receivedAt: '2021-06-01T01:00:00Z',
    });
    expect([status, (body as { complaintId: string }).complaintId]).toEqual([200, open]);
  });

  it('comes back to life when its customer writes: from then on it is a complaint like any other', async () => {
    await shop.says('agent', open, 'messages', { channel: 'web', text: '아직도 못 받았습니다.' });
    expect(await shop.triage(open)).toMatchObject({ owner: { cause: 'chosen' } });
    await shop.does('agent', `triage/complaints/${open}/take`);
    await shop.says('agent', open, 'replies', { text: '바로 확인하겠습니다.' });
    expect(kindsOf(await shop.notices(open), { state: 'sent' })).toEqual(['owner-named', 'progress']);
  });

  it('counts among the complaints of its customer', async () => {
    const found = await shop.items('agent', 'intake/complaints?customerId=C-1');
    expect(found.map(({ complaintId }) => complaintId).toSorted()).toEqual([done, open].toSorted());
  });
});
