import type { PersonId } from '@redress/contracts';
import { derivedId } from '@redress/eventing';
import type { Platform } from '@redress/service-host/testing';
import { complaintOn, goesAway, newCustomer, personWith, startNotification } from './testing/happenings.js';

describe('Messages to a customer', () => {
  let platform: Platform;
  const outbox = async (): Promise<Record<string, string>[]> =>
    (await platform.as('agent').get('/api/notification/outbox')).body.items;
  const kindsIn = (rows: readonly Record<string, unknown>[], state?: string): unknown[] =>
    rows.filter((row) => state === undefined || row['state'] === state).map(({ kind }) => kind);

  beforeEach(async () => {
    // Six in the evening in Seoul.
    platform = await startNotification('2026-03-02T09:00:00Z');
  });
  afterEach(() => platform.stop());

  it('begin with a receipt in Korean, with case number and expected times, in the local outbox', async () => {
    const complaint = complaintOn(platform);
    await complaint.isPromised('resolution', '2026-03-09T09:00:00Z');
    await complaint.isReceived();
    const [receipt, ...more] = await outbox();
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({
      kind: 'receipt',
      state: 'sent',
      carrier: 'outbox',
      locale: 'ko',
      templateVersion: 1,
      address: 'haneul@example.com',
      subject: '[10000017-3] 말씀해 주신 내용을 접수했습니다',
      sentAt: '2026-03-02T09:00:00.000Z',
    });
    expect(receipt?.['body']).toMatch(
      /^소중한 고객님, 안녕하십니까\.\n[^]*2026년 3월 2일 18:00[^]*접수번호: 10000017-3/,
    );
    expect(receipt?.['body']).toContain('첫 답변: 최대한 빠른 시간 안에');
    expect(JSON.stringify(receipt)).not.toContain('{{');
  });

  it('say by when, as it is promised when they are written', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived({ locale: 'en-US' });
    await complaint.isPromised('resolution', '2026-03-09T09:00:00Z');
    await complaint.isAnswered('We have found your parcel.');
    const [, answer] = await complaint.notices();
    expect(answer).toMatchObject({ kind: 'progress', locale: 'en', subject: '[10000017-3] News about your case' });
    expect(answer?.['body']).toContain('\n\nWe have found your parcel.\n\n- Solution: by March 9, 2026 at 18:00\n');
    await complaint.isPromisedAnew('resolution', '2026-03-04T09:00:00Z');
    await complaint.isAnswered('It will be with you soon.');
    expect((await complaint.notices()).at(-1)?.['body']).toContain('\n- Solution: by March 4, 2026 at 18:00\n');
  });

  it('carry what people say, name the owner, and tell of money as the customer writes it', async () => {
    const complaint = complaintOn(platform);
    const ownerId = await personWith(platform, 'agent', '이서준');
    await complaint.isReceived();
    await complaint.isOwnedBy(ownerId);
    await complaint.isConfirmedBy(ownerId);
    await complaint.isAnswered('사진을 보내 주시겠습니까?', { asksCustomer: true });
    await complaint.isProposed('전액 환불해 드리겠습니다.');
    await complaint.isPaid(5000, 'KRW');
    const rows = await complaint.notices();
    expect(kindsIn(rows)).toEqual(['receipt', 'owner-named', 'question', 'solution-proposed', 'compensation-paid']);
    const bodies = rows.map(({ body }) => String(body));
    expect(bodies[1]).toContain('이서준 담당자가');
    expect(bodies[2]).toContain('사진을 보내 주시겠습니까?');
    expect(bodies[3]).toMatch(/제안: 환불\n\n전액 환불해 드리겠습니다\./);
    expect(bodies[4]).toContain('처리 내용: 쿠폰 ₩5,000');
  });

  it('name another owner only when one was confirmed, or confirms', async () => {
    const [first, second, third] = ['one', 'two', 'three'].map((name) => derivedId('person', name) as PersonId);
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isOwnedBy(first!);
    await complaint.isOwnedBy(second!);
    expect(kindsIn(await complaint.notices())).toEqual(['receipt', 'owner-named']);
    await complaint.isConfirmedBy(second!);
    expect(kindsIn(await complaint.notices())).toEqual(['receipt', 'owner-named', 'owner-named']);
    await complaint.isOwnedBy(third!);
    await complaint.isConfirmedBy(third!);
    expect(kindsIn(await complaint.notices())).toHaveLength(4);
  });

  it('name in the morning who has it then, and only them', async () => {
    await platform.reaches('2026-03-02T17:00:00Z');
    const [first, second, third] = await Promise.all([
      personWith(platform, 'agent', '이서준'),
      personWith(platform, 'lead', '박지우'),
      personWith(platform, 'finance', '최유진'),
    ]);
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isOwnedBy(first);
    await complaint.isOwnedBy(second);
    expect(kindsIn(await complaint.notices(), 'withdrawn')).toEqual(['owner-named']);
    await platform.reaches('2026-03-02T23:00:00Z');
    const rows = await complaint.notices();
    expect(kindsIn(rows, 'sent')).toEqual(['receipt', 'owner-named']);
    expect(rows.find(({ kind, state }) => kind === 'owner-named' && state === 'sent')?.['body']).toContain('박지우');
    await complaint.isOwnedBy(third);
    expect(kindsIn(await complaint.notices(), 'sent')).toHaveLength(2);
  });

  it('wait until the customer is awake, where the customer is', async () => {
    const customerKey = newCustomer();
    const path = `/api/notification/customers/${customerKey}/preference`;
    expect((await platform.as('agent').put(path, { timeZone: 'Mars/Olympus' })).body.reason).toBe('zone-unknown');
    await platform.as('agent').put(path, { timeZone: 'America/New_York', locale: 'en' });
    await platform.settled();
    expect((await platform.as('lead').get(path)).body).toMatchObject({ timeZone: 'America/New_York', locale: 'en' });
    const complaint = complaintOn(platform);
    await complaint.isReceived({ customerKey });
    expect(await complaint.notices()).toMatchObject([{ state: 'requested', sendAt: '2026-03-02T13:00:00.000Z' }]);
    await platform.reaches('2026-03-02T12:59:00Z');
    expect(await outbox()).toEqual([]);
    await platform.reaches('2026-03-02T13:00:00Z');
    expect(await outbox()).toMatchObject([{ locale: 'en', sentAt: '2026-03-02T13:00:00.000Z' }]);
  });

  it('of a day are five at most: what is more goes in the evening as one, but questions go at once', async () => {
    await platform.reaches('2026-03-03T00:00:00Z');
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    for (const number of [1, 2, 3, 4, 5, 6]) await complaint.isAnswered(`답변 ${number}`);
    await complaint.isAnswered('색상이 무엇입니까?', { asksCustomer: true });
    const rows = await complaint.notices();
    expect(kindsIn(rows, 'held')).toEqual(['progress', 'progress']);
    expect(kindsIn(rows, 'sent')).toEqual(['receipt', 'progress', 'progress', 'progress', 'progress', 'question']);
    await platform.reaches('2026-03-03T11:30:00Z');
    const [digest] = await outbox();
    expect(digest).toMatchObject({ kind: 'digest', sentAt: '2026-03-03T11:30:00.000Z' });
    expect(digest?.['body']).toMatch(/소식 2건[^]*■ [^]*답변 5[^]*■ [^]*답변 6/);
    expect(digest?.['body']?.match(/안녕하십니까/g)).toHaveLength(1);
    expect(kindsIn(await complaint.notices(), 'digested')).toEqual(['progress', 'progress']);
    expect(await outbox()).toHaveLength(7);
  });

  it('follow the closing after three days, unless it was reopened', async () => {
    const [kept, reopened] = [complaintOn(platform), complaintOn(platform)];
    for (const complaint of [kept, reopened]) {
      await complaint.isReceived();
      await complaint.isClosed();
    }
    await platform.reaches('2026-03-04T09:00:00Z');
    await reopened.isReopened();
    await platform.reaches('2026-03-06T00:00:00Z');
    expect(kindsIn(await kept.notices(), 'sent')).toEqual(expect.arrayContaining(['receipt', 'closed', 'follow-up']));
    expect(kindsIn(await reopened.notices(), 'withdrawn')).toEqual(['follow-up']);
    await reopened.isClosed();
    await platform.reaches('2026-03-10T00:00:00Z');
    expect(kindsIn(await reopened.notices(), 'sent').filter((kind) => kind === 'follow-up')).toHaveLength(1);
  });

  it('that have gone are not withdrawn, however late the complaint is opened again', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isClosed();
    await platform.reaches('2026-03-06T00:00:00Z');
    await complaint.isAnswered('하나 더 알려 드립니다.');
    await platform.reaches('2026-03-07T00:00:00Z');
    await complaint.isAnswered('또 하나 알려 드립니다.');
    await complaint.isReopened();
    expect(kindsIn(await complaint.notices(), 'withdrawn')).toEqual([]);
    expect(kindsIn(await complaint.notices(), 'sent')).toContain('follow-up');
  });

  it('tell of a delay, and of what a team was asked', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isInvestigated('2026-03-04T09:00:00Z');
    await complaint.isEscalated();
    await complaint.isMissed();
    expect(kindsIn(await complaint.notices())).toEqual(['receipt', 'progress', 'delay', 'delay']);
    expect((await complaint.notices())[1]?.['body']).toMatch(
      /물류 담당 부서에 조사를 요청[^]*2026년 3월 4일 18:00까지/,
    );
  });

  it('are not sent about imported history', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived({}, { historically: true });
    await complaint.isClosed({ historically: true });
    await platform.reaches('2026-03-20T09:00:00Z');
    expect(await complaint.notices()).toEqual([]);
  });

  it('can be sent once more, which is another message of the same notice', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    const [{ noticeId } = {}] = await complaint.notices();
    const path = `/api/notification/notices/${String(noticeId)}/resend`;
    expect((await platform.as('finance').post(path)).status).toBe(403);
    expect((await platform.as('agent').post(path)).status).toBe(200);
    await platform.settled();
    expect(await complaint.notices()).toMatchObject([{ state: 'sent', resends: 1 }]);
    const nobody = '/api/notification/notices/00000000-0000-4000-8000-000000000000/resend';
    expect((await platform.as('agent').post(nobody)).body.reason).toBe('notice-unknown');
  });
});

describe('Messages to colleagues', () => {
  let platform: Platform;
  beforeEach(async () => {
    // At night, where customers are asleep.
    platform = await startNotification('2026-03-02T15:00:00Z');
  });
  afterEach(() => platform.stop());

  it('wait in the inbox of those they are for, at once, until they are read', async () => {
    const lead = await personWith(platform, 'lead', '박지우');
    const agent = await personWith(platform, 'agent', '이서준');
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isOwnedBy(agent);
    await complaint.isNearDue('2026-03-02T18:00:00Z');
    await complaint.isMissed();
    await complaint.isEscalated(lead);
    await complaint.isEscalated();
    await complaint.waitsForApproval(120_000);
    const inbox = async (role: 'agent' | 'lead') =>
      (await platform.as(role).get('/api/notification/inbox')).body.items as Record<string, string>[];
    expect((await inbox('agent')).map(({ kind }) => kind).toSorted()).toEqual(['breach', 'deadline-near']);
    const kinds = (await inbox('lead')).map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(['approval-waiting', 'breach', 'escalation', 'escalation']);
    const approval = (await inbox('lead')).find(({ kind }) => kind === 'approval-waiting');
    expect(approval?.['body']).toMatch(/^박지우 님,\n\n부분 환불 ₩120,000 승인을/);
    const [first] = await inbox('agent');
    const path = `/api/notification/inbox/${first?.['noticeId']}/read`;
    expect((await platform.as('lead').post(path)).body.reason).toBe('notice-of-another');
    expect((await platform.as('agent').post(path)).status).toBe(200);
    await platform.settled();
    expect(await inbox('agent')).toHaveLength(1);
    expect((await platform.as('agent').get('/api/notification/inbox?read=true')).body.items).toHaveLength(2);
  });

  it('reach whoever stands in for those who are away as well', async () => {
    const lead = await personWith(platform, 'lead', '박지우');
    const substituteId = await personWith(platform, 'agent', '이서준');
    const kinds = async () =>
      (await platform.as('agent').get('/api/notification/inbox')).body.items as { kind: string }[];
    await goesAway(platform, lead, { from: '2026-03-02T15:00:00Z', until: '2026-03-03T15:00:00Z', substituteId });
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.waitsForApproval(120_000);
    expect(await kinds()).toMatchObject([{ kind: 'approval-waiting' }]);
    await platform.reaches('2026-03-03T15:00:00Z');
    await complaint.waitsForApproval(130_000);
    expect(await kinds()).toHaveLength(1);
  });
});
