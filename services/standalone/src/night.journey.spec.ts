import type { Client, Platform } from '@redress/service-host/testing';
import { kindsOf, personOf, shopOn, teamOf } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

describe('An allergy in the night', () => {
  let platform: Platform;
  let director: Client & { readonly personId: string };
  let id: string;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    // Two in the morning in Seoul.
    platform = await openShop('2026-03-01T17:00:00Z');
    director = await shop.hires('director', { roles: ['lead'] });
    const above = { superiorId: director.personId };
    await shop.puts('administrator', `directory/people/${personOf('lead')}/superior`, above);
    const customer = { id: 'C-7', name: '박지우', email: 'jiwoo@example.com' };
    id = await shop.receives('새로 산 크림을 바르고 얼굴이 부어오르고 두드러기가 났어요.', { customer });
  });
  afterAll(() => platform.stop());

  const escalations = async (): Promise<readonly unknown[]> =>
    (await shop.triage(id)).escalations.map(({ reason, level, toPersonId }) => [reason, level, toPersonId]);

  it('is of high risk, for quality, and is promised an answer within the hour', async () => {
    expect(await shop.triage(id)).toMatchObject({
      type: 'quality',
      severity: 'high-risk',
      urgency: 'at-once',
      team: 'quality',
      fired: [{ ruleId: 'risk.allergy', words: expect.arrayContaining([{ term: '두드러기' }]) }],
      owner: { teamId: teamOf('quality'), confirmBy: '2026-03-01T17:30:00.000Z' },
    });
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { state: 'running', severity: 'high-risk', dueAt: '2026-03-01T18:00:00.000Z' },
      resolution: { state: 'running', severity: 'high-risk', dueAt: '2026-03-02T17:00:00.000Z' },
    });
  });

  it('does not wake the customer', async () => {
    const notices = await shop.notices(id);
    expect(kindsOf(notices, { state: 'requested' })).toEqual(['receipt', 'owner-named']);
    expect(notices.map(({ sendAt }) => sendAt)).toEqual(['2026-03-01T23:00:00.000Z', '2026-03-01T23:00:00.000Z']);
  });

  it('goes to somebody else and to the lead when nobody confirms, which wakes colleagues and keeps the resolution', async () => {
    const first = (await shop.triage(id)).owner?.ownerId;
    await shop.reaches('2026-03-01T17:29:59Z');
    expect(await escalations()).toEqual([]);
    await shop.reaches('2026-03-01T17:30:00Z');
    expect(await escalations()).toEqual([['not-confirmed', 1, personOf('lead')]]);
    expect((await shop.triage(id)).owner?.ownerId).not.toBe(first);
    expect(await shop.inbox('lead')).toMatchObject([
      { kind: 'escalation', state: 'sent', carrier: 'in-app', sentAt: '2026-03-01T17:30:00.000Z' },
    ]);
    expect(await shop.clocks(id)).toMatchObject({
      resolution: { state: 'met', metByEscalation: true, reachedAt: '2026-03-01T17:30:00.000Z' },
      'first-response': { state: 'running' },
    });
  });

  it('warns whoever has it, and is a breach an hour after it came', async () => {
    await shop.reaches('2026-03-01T18:00:00Z');
    expect(await shop.clocks(id)).toMatchObject({ 'first-response': { state: 'missed', warnedPercent: 90 } });
    const near = (await shop.notices(id)).filter(({ kind }) => kind === 'deadline-near');
    expect(near.map(({ sentAt }) => sentAt)).toEqual(['2026-03-01T17:45:00.000Z', '2026-03-01T17:54:00.000Z']);
    expect(await escalations()).toContainEqual(['breach', 1, personOf('lead')]);
    expect((await shop.inbox('lead')).map(({ kind }) => kind)).toContain('breach');
  });

  it('goes beyond the lead when somebody says so, and by itself when it takes too long', async () => {
    await shop.does('lead', `triage/complaints/${id}/take`);
    await shop.does('agent', `triage/complaints/${id}/escalate`, { note: '응급실에 가셨다고 합니다.' });
    expect(await escalations()).toContainEqual(['by-hand', 2, director.personId]);
    const inbox = (await director.get('/api/notification/inbox')).body as { items: { kind: string }[] };
    expect(inbox.items.map(({ kind }) => kind)).toEqual(['escalation']);
    await shop.reaches('2026-03-03T17:00:00Z');
    expect(await escalations()).toContainEqual(['unresolved', 1, personOf('lead')]);
    await shop.reaches('2026-03-05T17:00:00Z');
    expect(await escalations()).toContainEqual(['unresolved', 2, director.personId]);
  });

  it('was told to the customer in the morning, with who looks after it by then', async () => {
    const customers = (await shop.notices(id)).filter(({ personId }) => personId === undefined);
    const morning = customers.filter(({ sentAt }) => sentAt === '2026-03-01T23:00:00.000Z');
    expect(kindsOf(morning)).toEqual(['receipt', 'owner-named']);
    expect(morning[1]?.body).toContain('Team lead 담당자');
    // 24 hours, not the seven days of what is nothing out of the ordinary.
    expect(morning[0]?.body).toMatch(/첫 답변: 2026년 3월 2일 03:00[^]*해결 예정: 2026년 3월 3일 02:00/);
    expect(morning[1]?.body).toContain('해결 예정: 2026년 3월 3일 02:00');
    const asleep = customers.filter(({ sentAt }) => sentAt && isNight(sentAt));
    expect(asleep).toEqual([]);
    expect(kindsOf(customers, { state: 'sent' })).toContain('delay');
  });

  it('is resolved after all, and nobody above is told any more', async () => {
    await shop.says('lead', id, 'replies', { text: '병원비는 저희가 부담하겠습니다.' });
    await shop.says('lead', id, 'resolve', { remedy: 'compensation', text: '치료비를 보내 드렸습니다.' });
    const told = await escalations();
    await shop.reaches('2026-04-01T17:00:00Z');
    expect(await escalations()).toEqual(told);
    const breaches = await shop.items('lead', 'sla/breaches');
    expect(breaches).toMatchObject([{ complaintId: id, metric: 'first-response', severity: 'high-risk' }]);
  });
});

/** In Seoul, where customers are not written to from nine in the evening to eight in the morning. */
const isNight = (instant: string): boolean => {
  const hour = (new Date(instant).getUTCHours() + 9) % 24;
  return hour < 8 || hour >= 21;
};
