import { type ComplaintId, type InvestigationId, type PersonId, type TeamId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { DeskModule } from './desk.module.js';
import { assigned, clockStarted, entryId, idOf, received, telling, terms, triaged } from './testing/telling.js';

const [kettle, lamp, sofa] = ['kettle', 'lamp', 'sofa'].map((name) => idOf<ComplaintId>(name)) as [
  ComplaintId,
  ComplaintId,
  ComplaintId,
];
const agent = derivedId('person', 'agent') as PersonId;
const team = idOf<TeamId>('team');

describe('The board', () => {
  let platform: Platform;
  let tell: ReturnType<typeof telling>;
  const board = async (query = ''): Promise<readonly Record<string, unknown>[]> => {
    await platform.settled();
    const { status, body, text } = await platform.as('agent').get(`/api/desk/board${query}`);
    if (status !== 200) throw new Error(text);
    return body.items;
  };
  const namesOn = async (query = ''): Promise<readonly string[]> => {
    const names = new Map<unknown, string>([
      [kettle, 'kettle'],
      [lamp, 'lamp'],
      [sofa, 'sofa'],
    ]);
    return (await board(query)).map(({ complaintId }) => names.get(complaintId) ?? '?');
  };
  const counts = async (query = '') => {
    await platform.settled();
    return (await platform.as('agent').get(`/api/desk/board/counts${query}`)).body;
  };

  beforeAll(async () => {
    platform = await startPlatform(DeskModule, { at: '2026-03-02T09:00:00Z' });
    tell = telling(platform);
    await tell(received(kettle, { customerName: '김민수', productCode: 'K-1', order: { number: 'O-77' } }));
    await tell(clockStarted(kettle, 'first-response', '2026-03-02T10:00:00Z'), { category: 'sla.clock' });
    await tell(clockStarted(kettle, 'resolution', '2026-03-04T09:00:00Z'), { category: 'sla.clock', id: 'other' });
    await tell(triaged(kettle, 'high-risk'), { category: 'triage.assessment' });
    await tell(assigned(kettle, agent, team), { category: 'triage.ownership' });
    await tell(received(lamp, { receivedAt: new Date('2026-03-02T09:01:00Z'), missing: ['order-number'] }));
    await tell(clockStarted(lamp, 'resolution', '2026-03-02T09:30:00Z'), { category: 'sla.clock' });
    await tell(received(sofa, { receivedAt: new Date('2026-03-02T08:00:00Z') }));
  });
  afterAll(() => platform.stop());

  it('shows a case as all services know it', async () => {
    expect((await board('?mine=true'))[0]).toEqual({
      complaintId: kettle,
      caseNumber: `C-${kettle.slice(0, 8)}`,
      channel: 'web',
      receivedAt: '2026-03-02T09:00:00.000Z',
      phase: 'received',
      waitingForCustomer: false,
      customerName: '김민수',
      productCode: 'K-1',
      orderNumber: 'O-77',
      missing: [],
      type: 'quality',
      severity: 'high-risk',
      scope: 'single',
      urgency: 'at-once',
      ownership: 'assigned',
      ownerId: agent,
      teamId: team,
      escalationLevel: 0,
      clocks: [
        { metric: 'first-response', state: 'running', dueAt: '2026-03-02T10:00:00.000Z' },
        { metric: 'resolution', state: 'running', dueAt: '2026-03-04T09:00:00.000Z' },
      ],
      dueAt: '2026-03-02T10:00:00.000Z',
      dueMetric: 'first-response',
      paused: false,
      breached: false,
      approvalsWaiting: 0,
      investigations: [],
      lastActivityAt: '2026-03-02T09:00:00.000Z',
      lastActivityBy: 'customer',
      flags: ['unconfirmed'],
      historical: false,
    });
  });

  it('is ordered by what is due next, what nobody waits for last, or by when it came', async () => {
    expect(await namesOn()).toEqual(['lamp', 'kettle', 'sofa']);
    expect(await namesOn('?sort=received')).toEqual(['lamp', 'kettle', 'sofa']);
    const { body } = await platform.as('agent').get('/api/desk/board?limit=2');
    expect((await namesOn(`?limit=2&cursor=${body.next}`)).join()).toBe('sofa');
  });

  it('finds what is asked for, and nothing else', async () => {
    expect(await namesOn('?unowned=true')).toEqual(['lamp', 'sofa']);
    expect(await namesOn(`?teamId=${team}`)).toEqual(['kettle']);
    expect(await namesOn('?severity=high-risk,important')).toEqual(['kettle']);
    expect(await namesOn('?flags=unowned,facts-missing')).toEqual(['lamp']);
    expect(await namesOn('?dueBefore=2026-03-02T10:00:00Z')).toEqual(['lamp']);
    expect(await namesOn('?productCode=K-1&channel=web')).toEqual(['kettle']);
    expect((await platform.as('agent').get('/api/desk/board?severity=worst')).status).toBe(400);
    expect((await platform.as('analyst').get('/api/desk/board')).status).toBe(403);
  });

  it('follows what happens, and counts the same cases exactly', async () => {
    await tell(event('ClockPaused', { complaintId: lamp, metric: 'resolution', terms: terms(), pausedAt: platform.now(), cause: 'by-hand' })); // prettier-ignore
    await tell(event('AgentReplied', { complaintId: lamp, messageId: entryId(), text: '언제?', repliedAt: platform.now(), asksCustomer: true }), { at: '2026-03-02T09:10:00Z' }); // prettier-ignore
    await tell(event('TargetMissed', { complaintId: kettle, metric: 'first-response', terms: terms(), dueAt: new Date('2026-03-02T10:00:00Z') })); // prettier-ignore
    await tell(event('CaseEscalated', { complaintId: kettle, level: 1, reason: 'breach', metric: 'first-response', escalatedAt: platform.now(), policyVersion: 1 })); // prettier-ignore
    const investigationId = idOf<InvestigationId>('investigation');
    await tell(event('InvestigationRequested', { complaintId: kettle, investigationId, team: 'quality', requestedAt: platform.now(), dueAt: platform.now(), question: 'Why?' })); // prettier-ignore
    await tell(event('ComplaintClosed', { complaintId: sofa, closedAt: platform.now() }));
    expect(await namesOn()).toEqual(['kettle', 'lamp']);
    expect(await namesOn('?standing=closed')).toEqual(['sofa']);
    expect(await namesOn('?escalated=true&breached=true')).toEqual(['kettle']);
    expect((await board('?waitingForCustomer=true'))[0]).toMatchObject({
      complaintId: lamp,
      paused: true,
      lastActivityBy: 'us',
      lastActivityAt: '2026-03-02T09:10:00.000Z',
      phase: 'in-progress',
    });
    expect((await board('?waitingForCustomer=true'))[0]).not.toHaveProperty('dueAt');
    expect((await board('?breached=true'))[0]).toMatchObject({
      dueMetric: 'resolution',
      investigations: [{ investigationId }],
    });
    expect(await counts()).toEqual({
      total: 2,
      phases: expect.arrayContaining([
        { phase: 'received', count: 1 },
        { phase: 'in-progress', count: 1 },
      ]),
      severities: expect.arrayContaining([{ severity: 'high-risk', count: 1 }, { count: 1 }]),
      teams: expect.arrayContaining([{ teamId: team, count: 1 }, { count: 1 }]),
      owners: expect.arrayContaining([{ ownerId: agent, count: 1 }, { count: 1 }]),
      flags: [
        { flag: 'waiting-for-customer', count: 1 },
        { flag: 'unowned', count: 1 },
        { flag: 'unconfirmed', count: 1 },
        { flag: 'escalated', count: 1 },
        { flag: 'breached', count: 1 },
        { flag: 'paused', count: 1 },
        { flag: 'under-investigation', count: 1 },
        { flag: 'facts-missing', count: 1 },
      ],
    });
    expect(await counts('?mine=true')).toMatchObject({ total: 1, owners: [{ ownerId: agent, count: 1 }] });
    expect(await counts('?productCode=none')).toEqual({
      total: 0,
      phases: [],
      severities: [],
      teams: [],
      owners: [],
      flags: [],
    });
  });

  it('leaves imported history out until something happens to it', async () => {
    const old = idOf<ComplaintId>('old');
    await tell(received(old), { at: '2020-01-01T00:00:00Z', historical: true });
    expect(await board('?historical=true')).toHaveLength(3);
    expect(await board()).toHaveLength(2);
    await tell(
      event('CustomerWrote', { complaintId: old, messageId: entryId(), channel: 'mail', writtenAt: platform.now(), text: 'Hello?' }), // prettier-ignore
    );
    expect(await board()).toHaveLength(3);
  });

  it('shows what was missing once it was given, and is found by it', async () => {
    await tell(
      event('FactsGiven', {
        complaintId: lamp,
        orderNumber: 'O-88',
        productCode: 'L-2',
        missing: [],
        givenAt: platform.now(),
      }),
    );
    expect(await namesOn('?flags=facts-missing')).toEqual([]);
    expect(await namesOn('?productCode=L-2')).toEqual(['lamp']);
    const { body } = await platform.as('agent').get('/api/desk/search?q=O-88');
    expect(body.items.map(({ complaintId }: { complaintId: string }) => complaintId)).toEqual([lamp]);
  });
});
