import type { Platform } from '@redress/service-host/testing';
import { shopOn, teamOf, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

const order = { number: 'O-9', valueMinor: 50_000, currency: 'KRW' };
const correction = { scope: 'single', urgency: 'normal' } as const;

describe('What a complaint is taken for at first', () => {
  let platform: Platform;
  const shop = shopOn(() => platform);
  beforeEach(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
  });
  afterEach(() => platform.stop());

  const kinds = async (id: string): Promise<readonly unknown[]> =>
    (await shop.claim(id)).options.map(({ ruleId }) => ruleId);
  const loads = async (team: 'quality' | 'customer-service'): Promise<number> => {
    const { owners } = await shop.get('lead', `triage/teams/${teamOf(team)}/load`);
    return (owners as { openCases: number }[]).reduce((sum, { openCases }) => sum + openCases, 0);
  };

  it('may be too grave: the verdict of then is withdrawn and kept, and team, owner and offers follow', async () => {
    const id = await shop.receives('벌레 모양 젤리를 주문했는데 설명과 다른 맛이 왔어요.', { order });
    expect(await shop.triage(id)).toMatchObject({ type: 'quality', severity: 'high-risk', team: 'quality' });
    expect(await kinds(id)).toEqual(['defect-refund', 'defect-danger', 'defect-exchange', 'defect-apology']);
    expect([await loads('quality'), await loads('customer-service')]).toEqual([1, 0]);
    await shop.later(2);
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { state: 'missed', dueAt: '2026-03-02T02:00:00.000Z' },
    });

    const known = { ...correction, type: 'description', severity: 'normal', team: 'customer-service' };
    await shop.does('agent', `triage/complaints/${id}/correct`, { ...known, reason: '벌레는 젤리의 모양입니다.' });
    expect(await shop.triage(id)).toMatchObject({
      ...known,
      rulesVersion: 1,
      corrections: [{ reason: '벌레는 젤리의 모양입니다.' }],
      owner: { teamId: teamOf('customer-service') },
    });
    expect([await loads('quality'), await loads('customer-service')]).toEqual([0, 1]);
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': {
        state: 'running',
        dueAt: '2026-03-03T01:00:00.000Z',
        verdictWithdrawn: true,
        policyVersion: 1,
      },
      resolution: { state: 'running', dueAt: '2026-03-09T01:00:00.000Z', severity: 'normal' },
    });
    expect(await shop.items('lead', 'sla/breaches?withdrawn=true')).toMatchObject([
      { complaintId: id, metric: 'first-response', dueAt: '2026-03-02T02:00:00.000Z' },
    ]);
    expect(await shop.items('lead', 'sla/breaches?withdrawn=false')).toEqual([]);
    const before = await platform.as('agent').get(`/api/sla/complaints/${id}/clocks?at=2026-03-02T02:30:00Z`);
    expect(before.body).toContainEqual(expect.objectContaining({ metric: 'first-response', state: 'missed' }));
    expect(await shop.claim(id)).toMatchObject({
      options: [
        { ruleId: 'description-refund', amount: won(50_000) },
        { ruleId: 'description-partial', amount: won(15_000) },
        { ruleId: 'description-exchange' },
      ],
    });
    await shop.says('agent', id, 'replies', { text: '다른 맛으로 바꿔 드리겠습니다.' });
    expect(await shop.clocks(id)).toMatchObject({ 'first-response': { state: 'met' } });
  });

  it('may be too slight: what was answered in time was too late then, and a promise that is over is broken at once', async () => {
    const id = await shop.receives('바르고 나서 좀 이상해요.', { order });
    expect(await shop.triage(id)).toMatchObject({ severity: 'normal' });
    await shop.does('agent', `triage/complaints/${id}/take`);
    await shop.later(3);
    await shop.says('agent', id, 'replies', { text: '자세히 알려 주시겠어요?' });
    expect(await shop.clocks(id)).toMatchObject({ 'first-response': { state: 'met' } });
    await shop.later(24);
    const known = { ...correction, type: 'quality', severity: 'high-risk', team: 'quality' };
    await shop.does('agent', `triage/complaints/${id}/correct`, { ...known, reason: '피부과에 다녀오셨답니다.' });
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { state: 'missed', dueAt: '2026-03-02T02:00:00.000Z', reachedAt: '2026-03-02T04:00:00.000Z' },
      resolution: { state: 'missed', dueAt: '2026-03-03T01:00:00.000Z', severity: 'high-risk' },
    });
    const { escalations, owner } = await shop.triage(id);
    expect(owner).toMatchObject({ teamId: teamOf('quality') });
    expect(escalations).toMatchObject([{ reason: 'breach', metrics: ['first-response', 'resolution'] }]);
    expect(await kinds(id)).toContain('defect-danger');
  });

  it('does not undo what was given already', async () => {
    const id = await shop.receives('컵이 깨져서 왔어요.', { order });
    await shop.proposes('agent', id, { ruleId: 'defect-partial' });
    const known = { ...correction, type: 'delivery', severity: 'normal', team: 'logistics' };
    await shop.does('agent', `triage/complaints/${id}/correct`, known);
    const { options, compensations } = await shop.claim(id);
    expect(options.map(({ ruleId }) => ruleId)).toEqual(['delivery-apology']);
    expect(compensations).toMatchObject([{ state: 'paid', ruleId: 'defect-partial', tariffVersion: 1 }]);
    expect(await shop.ledger(id)).toHaveLength(1);
  });
});
