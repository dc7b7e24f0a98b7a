import { Module } from '@nestjs/common';
import { AuditModule } from '@redress/audit';
import { IntakeModule } from '@redress/intake';
import { type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import { SlaModule } from '@redress/sla';

@Module({ imports: [IntakeModule, SlaModule, AuditModule] })
class CaseModule {}

interface Entry {
  readonly eventId: string;
  readonly type: string;
  readonly causationId: string;
  readonly causedBy?: string;
  readonly by: string;
  readonly policyVersion?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('The history of a complaint', () => {
  let platform: Platform;
  let complaintId: string;
  let caseNumber: string;
  let agent: Client;
  const entriesFor = async (client: Client, query = ''): Promise<readonly Entry[]> =>
    (await client.get(`/api/audit/complaints/${complaintId}/history${query}`)).body.entries;

  beforeAll(async () => {
    platform = await startPlatform(CaseModule, { at: '2026-03-02T09:00:00Z' });
    agent = platform.as('agent');
    const given = {
      channel: 'web',
      customer: { name: '김민지', email: 'minji@example.kr' },
      text: '주전자가 깨진 채로 왔습니다.',
    };
    ({ complaintId, caseNumber } = (await platform.anonymous.post('/api/intake/complaints', given)).body);
    await platform.reaches('2026-03-02T10:00:00Z');
    await agent.post(`/api/intake/complaints/${complaintId}/replies`, {
      text: '사진을 보내 주세요.',
      asksCustomer: true,
    });
    await platform.reaches('2026-03-02T11:00:00Z');
    await agent.post(`/api/intake/complaints/${complaintId}/messages`, { channel: 'web', text: '여기 있습니다.' });
    await platform.reaches('2026-03-02T12:00:00Z');
    await agent.post(`/api/intake/complaints/${complaintId}/resolve`, {
      remedy: 'exchange',
      text: '새것을 보냈습니다.',
    });
    await platform.settled();
  });
  afterAll(() => platform.stop());

  it('is one story over all services, each event with its cause', async () => {
    const entries = await entriesFor(platform.as('lead'));
    const told = entries.map(({ type, causedBy }) => (causedBy === undefined ? type : `${type} ← ${causedBy}`));
    // Two clocks hear of the reply side by side.
    expect([...told.slice(0, 4), ...told.slice(4, 6).sort(), ...told.slice(6)]).toEqual([
      'intake.ComplaintReceived',
      'sla.ClockStarted ← intake.ComplaintReceived',
      'sla.ClockStarted ← intake.ComplaintReceived',
      'intake.AgentReplied',
      'sla.ClockPaused ← intake.AgentReplied',
      'sla.TargetMet ← intake.AgentReplied',
      'intake.CustomerWrote',
      'sla.ClockResumed ← intake.CustomerWrote',
      'intake.ComplaintResolved',
      'sla.TargetMet ← intake.ComplaintResolved',
    ]);
    const [received, firstClock] = entries;
    expect(received).toMatchObject({ by: 'anonymous', historical: false });
    expect(firstClock).toMatchObject({ by: 'sla.start-clocks', policyVersion: 1, causationId: received?.eventId });
  });

  it('tells what was known at a moment', async () => {
    const known = await entriesFor(platform.as('lead'), '?at=2026-03-02T10:30:00Z');
    expect(known.map(({ type }) => type).sort()).toEqual([
      'intake.AgentReplied',
      'intake.ComplaintReceived',
      'sla.ClockPaused',
      'sla.ClockStarted',
      'sla.ClockStarted',
      'sla.TargetMet',
    ]);
    expect(await entriesFor(platform.as('lead'), '?at=2026-03-01T00:00:00Z')).toEqual([]);
  });

  it('shows what was said to those who may see it, and to nobody else', async () => {
    const [asAuditor] = await entriesFor(platform.as('auditor'));
    expect(asAuditor?.data).toMatchObject({ customerName: '김민지', text: '주전자가 깨진 채로 왔습니다.' });
    const [asLead] = await entriesFor(platform.as('lead'));
    expect(asLead?.data).toMatchObject({ channel: 'web', caseNumber });
    for (const field of ['customerName', 'customerEmail', 'text']) expect(asLead?.data).not.toHaveProperty(field);
    expect((await agent.get(`/api/audit/complaints/${complaintId}/history`)).status).toBe(403);
    expect((await platform.as('lead').get(`/api/audit/complaints/${complaintId}/history?at=soon`)).status).toBe(400);
  });

  it('is found by the case number', async () => {
    const found = await platform.as('auditor').get(`/api/audit/case-numbers/${caseNumber}`);
    expect([found.status, found.body]).toEqual([200, { complaintId, caseNumber }]);
    expect((await platform.as('auditor').get('/api/audit/case-numbers/99999999-9')).status).toBe(404);
    const unknown = complaintId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect((await platform.as('auditor').get(`/api/audit/complaints/${unknown}/history`)).status).toBe(404);
  });

  it('says who read the case, once an hour, and so does the list of reads', async () => {
    const since = '2026-03-02T13:00:00Z';
    await platform.reaches(since);
    await agent.get(`/api/intake/complaints/${complaintId}`);
    await agent.get(`/api/intake/complaints/${complaintId}`);
    await entriesFor(platform.as('lead'));
    await platform.settled();
    const auditor = platform.as('auditor');
    const read = (await entriesFor(auditor)).filter(
      ({ type, data }) => type === 'access.CaseRead' && data.readAt === since.replace('Z', '.000Z'),
    );
    expect(read.map(({ data }) => data.service)).toEqual(['intake', 'audit']);
    await platform.settled();
    const listed = await auditor.get(`/api/audit/complaints/${complaintId}/reads?from=${since}`);
    expect(listed.body.items).toHaveLength(3);
    const first = (await auditor.get('/api/audit/reads?limit=1')).body;
    expect(first.items).toHaveLength(1);
    const rest = (await auditor.get(`/api/audit/reads?cursor=${first.next}`)).body.items;
    expect(rest.length).toBeGreaterThanOrEqual(2);
    const reader = listed.body.items.find(({ service }: { service: string }) => service === 'intake').readerId;
    const byReader = (await auditor.get(`/api/audit/reads?readerId=${reader}&complaintId=${complaintId}`)).body.items;
    expect(byReader).toMatchObject([{ readerId: reader, service: 'intake', readAt: '2026-03-02T13:00:00.000Z' }]);
    expect((await auditor.get(`/api/audit/reads?before=2026-03-02T09:00:00Z`)).body.items).toEqual([]);
    expect((await platform.as('lead').get('/api/audit/reads')).status).toBe(403);
  });
});
