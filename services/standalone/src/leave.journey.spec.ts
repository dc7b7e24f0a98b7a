import type { Platform } from '@redress/service-host/testing';
import { personOf, shopOn, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

const away = { from: '2026-03-02T00:00:00Z', until: '2026-03-09T00:00:00Z' };

describe('Somebody who is on leave', () => {
  let platform: Platform;
  const shop = shopOn(() => platform);
  beforeEach(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
  });
  afterEach(() => platform.stop());

  it('is stood in for: cases go to the substitute, who is named to the customer, until they are back', async () => {
    const substitute = await shop.hires('substitute', { roles: ['agent'] });
    for (const role of ['agent', 'lead'] as const)
      await shop.does(role, `directory/people/${personOf(role)}/absences`, {
        ...away,
        substituteId: substitute.personId,
      });
    const id = await shop.receives('택배가 오지 않아요.', { customer: { name: '김민수' } });
    const { owner } = await shop.triage(id);
    expect(owner?.ownerId).toBe(substitute.personId);
    expect([personOf('agent'), personOf('lead')]).toContain(owner?.['substituteFor']);
    await shop.does(substitute, `triage/complaints/${id}/confirm`);
    const [, named] = await shop.notices(id);
    expect(named?.body).toContain('substitute 담당자');
    expect(await shop.tries('lead', `triage/complaints/${id}/reassign`, { ownerId: personOf('agent') })).toBe(
      'owner-away',
    );
    await shop.reaches('2026-03-09T00:00:00Z');
    expect((await shop.triage(id)).owner?.ownerId).toBe(substitute.personId);
    const later = await shop.receives('택배가 또 오지 않아요.');
    expect([personOf('agent'), personOf('lead')]).toContain((await shop.triage(later)).owner?.ownerId);
  });

  it('is stood in for: what waits for their approval waits for the substitute, who is told so and decides in their place', async () => {
    const deputy = await shop.hires('deputy', { roles: ['agent'] });
    await shop.does('lead', `directory/people/${personOf('lead')}/absences`, {
      ...away,
      substituteId: deputy.personId,
    });
    const id = await shop.receives('컵이 깨져서 왔어요.', { order: { valueMinor: 150_000, currency: 'KRW' } });
    const path = await shop.proposes('agent', id, { ruleId: 'defect-refund' });
    expect((await shop.claim(id)).compensations).toMatchObject([{ roles: ['lead', 'finance', 'administrator'] }]);
    const waiting = (await deputy.get('/api/compensation/approvals')).body as { items: object[] };
    expect(waiting.items).toMatchObject([{ complaintId: id, amount: won(150_000) }]);
    const inbox = (await deputy.get('/api/notification/inbox')).body as { items: object[] };
    expect(inbox.items).toMatchObject([{ kind: 'approval-waiting', complaintId: id }]);
    await shop.does(deputy, `${path}/approve`);
    expect((await shop.claim(id)).compensations).toMatchObject([
      { state: 'paid', approvals: [{ approverId: deputy.personId, substituteFor: personOf('lead') }] },
    ]);
  });

  it('leaves nothing to a substitute once the leave is over', async () => {
    const deputy = await shop.hires('deputy', { roles: ['agent'] });
    await shop.does('lead', `directory/people/${personOf('lead')}/absences`, {
      ...away,
      substituteId: deputy.personId,
    });
    const id = await shop.receives('컵이 깨져서 왔어요.', { order: { valueMinor: 150_000, currency: 'KRW' } });
    await shop.does('agent', `triage/complaints/${id}/take`);
    const path = await shop.proposes('agent', id, { ruleId: 'defect-refund' });
    await shop.reaches('2026-03-09T00:00:00Z');
    expect((await deputy.get('/api/compensation/approvals')).body).toMatchObject({ items: [] });
    expect(await shop.tries(deputy, `${path}/approve`)).toBe('above-your-limit');
    await shop.does('lead', `${path}/approve`);
    expect((await shop.claim(id)).compensations).toMatchObject([{ state: 'paid' }]);
  });
});
