import { type CompensationId, type ComplaintId, type NoticeId, type PersonId, type TeamId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { DeskModule } from './desk.module.js';
import { assigned, clockStarted, entryId, idOf, received, telling, terms, triaged } from './testing/telling.js';

const kettle = idOf<ComplaintId>('kettle');
const lamp = idOf<ComplaintId>('lamp');
const agent = derivedId('person', 'agent') as PersonId;
const team = idOf<TeamId>('team');
const compensationId = idOf<CompensationId>('coupon');
const noticeId = idOf<NoticeId>('receipt');
const amount = { amountMinor: 5_000, currency: 'KRW' };

describe('A case', () => {
  let platform: Platform;
  let tell: ReturnType<typeof telling>;
  const read = async (id: string = kettle, query = '', role: 'agent' | 'auditor' = 'agent') => {
    await platform.settled();
    return (await platform.as(role).get(`/api/desk/cases/${id}${query}`)).body;
  };
  const readsNoted = async (): Promise<number> =>
    (await platform.store.readLog('' as never, 5_000)).filter(({ type }) => type === 'access.CaseRead').length;

  beforeAll(async () => {
    platform = await startPlatform(DeskModule, { at: '2026-03-02T09:00:00Z' });
    tell = telling(platform);
    await tell(received(kettle, { customerName: '김민수' }));
    await tell(received(lamp));
    await tell(triaged(kettle, 'important'), { category: 'triage.assessment' });
    await tell(clockStarted(kettle, 'resolution', '2026-03-04T09:00:00Z'), { category: 'sla.clock' });
    // In streams that tell of many cases.
    const budget = { budgetId: '2026-03.KRW' as never, attempt: 1, amount };
    for (const complaintId of [lamp, kettle, lamp])
      await tell(event('BudgetReserved', { complaintId, compensationId, ...budget, isBeyond: false }), {
        category: 'compensation.budget',
        id: '2026-03.KRW',
      });
    await tell(assigned(kettle, agent, team), { category: 'triage.ownership' });
  });
  afterAll(() => platform.stop());

  it('is told whole: what was said, promised, found, decided, paid and sent', async () => {
    await platform.reaches('2026-03-02T10:00:00Z');
    await tell(event('OwnershipConfirmed', { complaintId: kettle, ownerId: agent, confirmedAt: platform.now() }));
    await tell(event('AgentReplied', { complaintId: kettle, messageId: entryId(), repliedAt: platform.now(), asksCustomer: true, text: '사진을 보내 주세요.' }), { by: agent }); // prettier-ignore
    await tell(event('ClockPaused', { complaintId: kettle, metric: 'resolution', terms: terms(), pausedAt: platform.now(), cause: 'waiting-for-customer' }), { category: 'sla.clock' }); // prettier-ignore
    await tell(event('CompensationProposed', { complaintId: kettle, compensationId, kind: 'coupon', amount, tariffVersion: 1, proposedAt: platform.now(), isException: true, reason: '오래 기다림', proposedBy: agent }), { category: 'compensation.complaint' }); // prettier-ignore
    await tell(event('CompensationApproved', { complaintId: kettle, compensationId, approvedAt: platform.now(), isAutomatic: true, authorityVersion: 1 }), { category: 'compensation.complaint' }); // prettier-ignore
    await tell(event('NoticeRequested', { complaintId: kettle, noticeId, kind: 'receipt', templateVersion: 1, policyVersion: 1, matter: {}, requestedAt: platform.now(), sendAt: platform.now() }), { category: 'notification.notice', id: noticeId }); // prettier-ignore
    await tell(event('NoticeSent', { complaintId: kettle, noticeId, kind: 'receipt', carrier: 'mail', locale: 'ko', templateVersion: 1, sentAt: platform.now(), covers: [], address: 'minsu@example.kr', subject: '접수', body: '접수되었습니다.' }), { category: 'notification.notice', id: noticeId }); // prettier-ignore
    await tell(event('CaseEscalated', { complaintId: kettle, level: 1, reason: 'by-hand', note: '급함', escalatedAt: platform.now(), policyVersion: 1 }), { category: 'triage.escalation' }); // prettier-ignore
    const told = await read();
    expect(told).toMatchObject({
      header: { complaintId: kettle, customerName: '김민수', phase: 'in-progress', paused: true, escalationLevel: 1 },
      conversation: [
        { kind: 'complaint', text: '주전자가 깨진 채로 왔습니다.' },
        { kind: 'reply', by: agent, asksCustomer: true, text: '사진을 보내 주세요.' },
      ],
      clocks: [{ metric: 'resolution', state: 'paused', pausedAt: '2026-03-02T10:00:00.000Z' }],
      triage: { type: 'quality', severity: 'important', fired: [{ ruleId: 'broken' }], corrections: [] },
      owners: [{ ownerId: agent, teamId: team, confirmedAt: '2026-03-02T10:00:00.000Z' }],
      escalations: [{ level: 1, reason: 'by-hand', note: '급함' }],
      investigations: [],
      compensation: { compensations: [{ state: 'approved', reason: '오래 기다림', amount }] },
      messages: [{ noticeId, state: 'sent', body: '접수되었습니다.', address: 'minsu@example.kr' }],
    });
    expect(told.timeline.map(({ kind, what }: { kind: string; what: string }) => `${kind} ${what}`)).toEqual([
      'conversation complaint-received',
      'triage complaint-triaged',
      'clock clock-started',
      'compensation budget-reserved',
      'ownership owner-assigned',
      'ownership ownership-confirmed',
      'conversation agent-replied',
      'clock clock-paused',
      'compensation compensation-proposed',
      'compensation compensation-approved',
      'message notice-requested',
      'message notice-sent',
      'escalation case-escalated',
    ]);
  });

  it('is told as it was known at a moment, and found by its number', async () => {
    const then = await read(kettle, '?at=2026-03-02T09:30:00Z');
    expect(then.conversation).toHaveLength(1);
    expect(then.header).toMatchObject({ phase: 'received', ownership: 'assigned', escalationLevel: 0 });
    const at = (await platform.as('agent').get(`/api/desk/cases/${kettle}?at=2026-01-01T00:00:00Z`)).status;
    expect(at).toBe(404);
    const { body } = await platform.as('agent').get(`/api/desk/case-numbers/C-${kettle.slice(0, 8)}`);
    expect(body.complaintId).toBe(kettle);
    expect((await platform.as('agent').get(`/api/desk/case-numbers/none`)).status).toBe(404);
    expect((await platform.as('analyst').get(`/api/desk/cases/${kettle}`)).status).toBe(403);
  });

  it('notes who read it, once an hour, and shows that nowhere as something that happened', async () => {
    const before = await readsNoted();
    await read();
    await read();
    expect(await readsNoted()).toBe(before);
    await platform.reaches('2026-03-02T11:00:00Z');
    await read();
    await read(kettle, '', 'auditor');
    expect(await readsNoted()).toBe(before + 2);
    expect((await read()).timeline.filter(({ what }: { what: string }) => what === 'case-read')).toEqual([]);
  });

  it('is shown whole also when two thousand things have happened to it', async () => {
    const long = idOf<ComplaintId>('long');
    await tell(received(long));
    const note = () => event('NoteAdded', { complaintId: long, messageId: entryId(), notedAt: platform.now(), text: '메모' }); // prettier-ignore
    await Promise.all(Array.from({ length: 2_000 }, () => tell(note())));
    const { timeline, conversation } = await read(long);
    expect([timeline.length, conversation.length]).toEqual([2_001, 2_001]);
  });
});
