import { randomUUID } from 'node:crypto';
import { beginning } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';
import { personOf, won } from './testing/index.js';

/** Texts that stand nowhere else, one for every field that may tell of a person. */
const markers = {
  id: 'marker-customer-id',
  name: '마커 이름 marker-name',
  email: 'marker-mail@example.com',
  phone: '+82 10-9999-1234',
  subject: 'marker-subject 제목',
  text: 'marker-text 본문입니다',
  written: 'marker-written 고객의 말',
  reply: 'marker-reply 답변',
  note: 'marker-note 메모',
  solution: 'marker-solution 해결책',
  decline: 'marker-decline 거절',
  resolution: 'marker-resolution 결과',
  reopening: 'marker-reopening 다시',
  pause: 'marker-pause 기다림',
  resumption: 'marker-resumption 다시 셈',
  correction: 'marker-correction 분류 사유',
  reassignment: 'marker-reassignment 담당 변경',
  handover: 'marker-handover 인계 사유',
  escalation: 'marker-escalation 보고 내용',
  question: 'marker-question 조사 질문',
  finding: 'marker-finding 조사 결과',
  exception: 'marker-exception 예외 사유',
  refusal: 'marker-refusal 보상 거절',
  reversal: 'marker-reversal 지급 취소',
  person: 'marker-person 상담원',
  username: 'marker-username',
} as const;

describe('Personal data', () => {
  let platform: Platform;
  let metrics: string;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, { at: '2026-03-02T09:00:00Z' });
    await tellEverything();
    metrics = (await platform.anonymous.get('/metrics')).text;
  });
  afterAll(() => platform.stop());

  const does = async (role: 'agent' | 'lead' | 'administrator', path: string, body: object): Promise<unknown> => {
    const answer = await platform.as(role).post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as unknown;
  };

  const tellEverything = async (): Promise<void> => {
    const { id, name, email, phone, subject, text } = markers;
    const { complaintId } = (await does('agent', '/api/intake/complaints', {
      channel: 'call-centre',
      customer: { id, name, email, phone },
      order: { number: 'O-1', valueMinor: 50_000, currency: 'KRW' },
      subject,
      text,
    })) as { complaintId: string };
    const of = (what: string): string => `/api/intake/complaints/${complaintId}/${what}`;
    await platform.settled();
    await does('lead', `/api/sla/clocks/${complaintId}/resolution/pause`, { reason: markers.pause });
    await does('lead', `/api/sla/clocks/${complaintId}/resolution/resume`, { reason: markers.resumption });
    await tellTriage(`/api/triage/complaints/${complaintId}`);
    await tellCompensation(`/api/compensation/complaints/${complaintId}/compensations`);
    await does('agent', of('messages'), { channel: 'mail', text: markers.written });
    await does('agent', of('replies'), { text: markers.reply, asksCustomer: true });
    await does('agent', of('notes'), { text: markers.note });
    await does('agent', of('solutions'), { remedy: 'refund', text: markers.solution });
    await does('agent', of('solutions/decline'), { reason: markers.decline });
    await does('agent', of('resolve'), { remedy: 'refund', text: markers.resolution });
    await does('agent', of('reopen'), { reason: markers.reopening });
    await does('administrator', '/api/directory/people', {
      username: markers.username,
      name: markers.person,
      locale: 'ko',
      roles: ['agent'],
      password: `a long password ${randomUUID()}`,
    });
    // What goes wrong must not tell either.
    await platform.anonymous.post('/api/intake/complaints', {
      channel: 'web',
      text: 7,
      customer: { email: markers.id },
    });
    await platform.as('agent').get(`/api/intake/complaints?customerId=${markers.id}`);
    await platform.settled();
  };

  const tellTriage = async (path: string): Promise<void> => {
    const known = { type: 'delivery', severity: 'important', scope: 'single', urgency: 'soon', team: 'logistics' };
    await does('agent', `${path}/take`, {});
    await does('agent', `${path}/correct`, { ...known, reason: markers.correction });
    await platform.settled();
    await does('lead', `${path}/reassign`, { ownerId: personOf('lead'), reason: markers.reassignment });
    await does('lead', `${path}/hand-over`, { ownerId: personOf('agent'), reason: markers.handover });
    await does('agent', `${path}/escalate`, { note: markers.escalation });
    const asked = await does('agent', `${path}/investigations`, { team: 'legal', question: markers.question });
    const { investigationId } = asked as { investigationId: string };
    const answer = { finding: 'confirmed', result: markers.finding };
    await does('lead', `/api/triage/investigations/${investigationId}/answer`, answer);
  };

  const tellCompensation = async (path: string): Promise<void> => {
    const exception = { kind: 'points', amount: won(20_000), reason: markers.exception };
    const proposed = async (): Promise<string> => {
      const { compensationId } = (await does('agent', path, exception)) as { compensationId: string };
      await platform.settled();
      return `${path}/${compensationId}`;
    };
    await does('lead', `${await proposed()}/decline`, { reason: markers.refusal });
    const paid = await proposed();
    await does('lead', `${paid}/approve`, {});
    await platform.settled();
    // Finance takes back what was paid.
    const taken = await platform.as('finance').post(`${paid}/reverse`, { reason: markers.reversal });
    expect(taken.status).toBe(200);
  };

  it('stands in no stored event in clear', async () => {
    const stored = await platform.store.readLog(beginning, 1000);
    const log = stored.map(({ stream, data, metadata }) => stream + data + JSON.stringify(metadata)).join('\n');
    expect(stored.length).toBeLessThan(1000);
    for (const type of ['triage.TriageCorrected', 'compensation.ReversalOrdered', 'notification.NoticeSent'])
      expect(stored.map((event) => event.type)).toContain(type);
    expect(Object.values(markers).filter((marker) => log.includes(marker))).toEqual([]);
  });

  it('stands in no line of the log and in no metric', () => {
    const said = platform.log() + metrics;
    expect(said).toContain('/api/intake/complaints');
    expect(Object.values(markers).filter((marker) => said.includes(marker))).toEqual([]);
  });

  it('is there for those who may read it', async () => {
    const { body } = await platform.as('agent').get(`/api/intake/complaints?customerId=${markers.id}`);
    const [complaint] = (body as { items: { complaintId: string; customer: object }[] }).items;
    expect(complaint).toMatchObject({ customer: { name: markers.name, email: markers.email, phone: markers.phone } });
    const { text } = await platform.as('agent').get(`/api/intake/complaints/${complaint?.complaintId}`);
    for (const said of [
      markers.text,
      markers.written,
      markers.reply,
      markers.note,
      markers.solution,
      markers.resolution,
    ])
      expect(text).toContain(said);
    const shown = async (path: string): Promise<string> =>
      (await platform.as('agent').get(`/api/${path.replace(':id', String(complaint?.complaintId))}`)).text;
    const triage = await shown('triage/complaints/:id');
    for (const said of [markers.correction, markers.escalation, markers.question, markers.finding])
      expect(triage).toContain(said);
    const compensation = await shown('compensation/complaints/:id');
    for (const said of [markers.exception, markers.refusal, markers.reversal]) expect(compensation).toContain(said);
    const notices = await shown('notification/complaints/:id/notices');
    for (const said of [markers.email, markers.reply]) expect(notices).toContain(said);
  });

  it('is refused to an analyst, and to nobody in particular', async () => {
    const id = randomUUID();
    for (const path of [
      'intake/complaints',
      `triage/complaints/${id}`,
      `compensation/complaints/${id}`,
      `notification/complaints/${id}/notices`,
      'notification/outbox',
    ]) {
      expect([path, (await platform.as('analyst').get(`/api/${path}`)).status]).toEqual([path, 403]);
      expect([path, (await platform.anonymous.get(`/api/${path}`)).status]).toEqual([path, 401]);
    }
  });
});
