import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';

interface Clock {
  readonly metric: string;
  readonly state: string;
  readonly dueAt: string;
  readonly policyVersion: number;
  readonly verdictWithdrawn: boolean;
}
interface Entry {
  readonly type: string;
  readonly by: string;
  readonly causedBy?: string;
  readonly policyVersion?: number;
  readonly occurredAt: string;
}

describe('A complaint', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      environment: { INITIAL_PASSWORD: 'a password for journeys 1' },
    });
  });
  afterAll(() => platform.stop());

  let customers = 1000;
  /** Each of another customer: who comes back often is promised more. */
  const received = async (text: string): Promise<string> => {
    customers += 1;
    const { status, body } = await platform.anonymous.post('/api/intake/complaints', {
      channel: 'web',
      customer: { id: `C-${customers}`, name: '김민수', email: 'minsu@example.com' },
      order: { number: 'O-2026-1' },
      productCode: 'P-77',
      text,
    });
    expect(status).toBe(201);
    return (body as { complaintId: string }).complaintId;
  };
  const says = async (role: 'agent' | 'lead', id: string, what: string, body: object = {}): Promise<void> => {
    const { status, text } = await platform.as(role).post(`/api/intake/complaints/${id}/${what}`, body);
    if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  };
  const clocks = async (id: string): Promise<Readonly<Record<string, Clock>>> => {
    await platform.settled();
    const { body } = await platform.as('agent').get(`/api/sla/complaints/${id}/clocks`);
    return Object.fromEntries((body as Clock[]).map((clock) => [clock.metric, clock]));
  };
  const phase = async (id: string, at?: string): Promise<string> => {
    await platform.settled();
    const { body } = await platform.as('agent').get(`/api/intake/complaints/${id}${at ? `?at=${at}` : ''}`);
    return (body as { phase: string }).phase;
  };
  const history = async (id: string, at?: string): Promise<readonly Entry[]> => {
    await platform.settled();
    const { body } = await platform.as('auditor').get(`/api/audit/complaints/${id}/history${at ? `?at=${at}` : ''}`);
    return (body as { entries: Entry[] }).entries;
  };

  it('comes in, is answered, waits for the customer, is resolved, confirmed and closed, and an auditor sees it all', async () => {
    const id = await received('택배가 아직 오지 않았어요.');
    expect(await clocks(id)).toMatchObject({
      'first-response': { state: 'running', dueAt: '2026-03-03T09:00:00.000Z' },
      resolution: { state: 'running', dueAt: '2026-03-09T09:00:00.000Z' },
    });

    await platform.reaches('2026-03-02T11:00:00Z');
    await says('agent', id, 'replies', { text: '송장 번호를 알려 주시겠어요?', asksCustomer: true });
    expect(await clocks(id)).toMatchObject({ 'first-response': { state: 'met' }, resolution: { state: 'paused' } });

    await platform.reaches('2026-03-04T11:00:00Z');
    await platform
      .as('agent')
      .post(`/api/intake/complaints/${id}/messages`, { channel: 'web', text: '1234-5678 입니다.' });
    expect(await clocks(id)).toMatchObject({ resolution: { state: 'running', dueAt: '2026-03-11T09:00:00.000Z' } });

    await says('agent', id, 'solutions', { remedy: 'redelivery', text: '내일 다시 보내 드리겠습니다.' });
    await says('agent', id, 'solutions/accept');
    await says('agent', id, 'resolve', { remedy: 'redelivery', text: '오늘 다시 배송되었습니다.' });
    expect(await clocks(id)).toMatchObject({ resolution: { state: 'met' } });
    await says('agent', id, 'confirm');
    await says('lead', id, 'close');
    expect(await phase(id)).toBe('closed');

    const entries = await history(id);
    expect(entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'intake.ComplaintReceived',
        'sla.ClockStarted',
        'intake.AgentReplied',
        'sla.ClockPaused',
        'intake.CustomerWrote',
        'sla.ClockResumed',
        'intake.ComplaintResolved',
        'sla.TargetMet',
        'intake.ComplaintClosed',
      ]),
    );
    const paused = entries.find(({ type }) => type === 'sla.ClockPaused');
    expect(paused).toMatchObject({ causedBy: 'intake.AgentReplied' });
    expect(entries.find(({ type }) => type === 'sla.ClockStarted')).toMatchObject({ policyVersion: 1 });
  });

  it('is seen at any past moment as it was known then', async () => {
    const id = await received('색상이 다릅니다.');
    const before = platform.now().toISOString();
    await platform.reaches(new Date(platform.now().getTime() + 3_600_000).toISOString());
    await says('agent', id, 'replies', { text: '죄송합니다. 확인하겠습니다.' });
    expect(await phase(id)).toBe('in-progress');
    expect(await phase(id, before)).toBe('received');
    expect((await history(id, before)).map(({ type }) => type)).not.toContain('intake.AgentReplied');
  });

  it('breaches a promise that nobody kept, exactly once, after warnings', async () => {
    const id = await received('아무도 답하지 않습니다.');
    await platform.reaches(new Date(platform.now().getTime() + 25 * 3_600_000).toISOString());
    expect(await clocks(id)).toMatchObject({ 'first-response': { state: 'missed' } });
    const entries = (await history(id)).filter(({ type }) => type.startsWith('sla.'));
    expect(entries.filter(({ type }) => type === 'sla.DeadlineNeared')).toHaveLength(2);
    expect(entries.filter(({ type }) => type === 'sla.TargetMissed')).toHaveLength(1);
    const { body } = await platform.as('lead').get('/api/sla/breaches?outstanding=true');
    expect((body as { items: { complaintId: string }[] }).items.map(({ complaintId }) => complaintId)).toContain(id);
  });

  it('follows the policy of its time: the next one follows the new version, the earlier one still names its own', async () => {
    const earlier = await received('정책이 바뀌기 전');
    await platform.settled();
    const { body } = await platform.as('lead').get('/api/sla/policy');
    const { promises, warnings } = body as { promises: { metric: string; minutes: number }[]; warnings: object[] };
    const shorter = promises.map((promise) => ({ ...promise, minutes: promise.minutes / 2 }));
    const { status } = await platform.as('lead').put('/api/sla/policy', { promises: shorter, warnings });
    expect(status).toBe(200);
    const later = await received('정책이 바뀐 뒤');
    const [before, after] = [await clocks(earlier), await clocks(later)];
    expect(after['first-response']?.policyVersion).toBe((before['first-response']?.policyVersion ?? 0) + 1);
    expect(Date.parse(after['first-response']?.dueAt ?? '') - Date.parse(before['first-response']?.dueAt ?? '')).toBe(
      -12 * 3_600_000,
    );
  });

  it('says who looked at it', async () => {
    const id = await received('누가 보았나요?');
    await platform.settled();
    await platform.as('agent').get(`/api/intake/complaints/${id}`);
    await platform.as('agent').get(`/api/intake/complaints/${id}`);
    await platform.as('legal').get(`/api/intake/complaints/${id}`);
    await platform.settled();
    const { body } = await platform.as('auditor').get(`/api/audit/complaints/${id}/reads`);
    expect((body as { items: object[] }).items).toHaveLength(2);
  });
});
