import { derivedId } from '@redress/eventing';
import { agentId, customerService, leadId, type House, openHouse } from './testing/triage-house.js';

describe('A complaint finds somebody who answers for it:', () => {
  let platform: House['platform'];
  let caseOf: House['caseOf'];
  let received: House['received'];
  let ownerOf: House['ownerOf'];
  let loads: House['loads'];
  beforeEach(async () => {
    ({ platform, caseOf, received, ownerOf, loads } = await openHouse());
  });
  afterEach(() => platform.stop());

  it('goes to somebody else, and to the lead, when its owner does not confirm', async () => {
    const id = await received('Where is my parcel?');
    const [logistics] = [derivedId('team', 'logistics')];
    const first = (await caseOf(id)).owner.ownerId as string;
    await platform.reaches('2026-03-02T09:29:59Z');
    expect((await caseOf(id)).escalations).toEqual([]);
    await platform.reaches('2026-03-02T09:30:00Z');
    const lost = await caseOf(id);
    expect(lost.escalations).toMatchObject([{ level: 1, reason: 'not-confirmed', toPersonId: leadId }]);
    expect(lost.owner.ownerId).not.toBe(first);
    expect(Object.values(await loads(logistics)).reduce((sum, load) => sum + load)).toBe(1);
    const role = await ownerOf(id);
    const owner = platform.as(role);
    expect(await owner.post(`/api/triage/complaints/${id}/confirm`)).toMatchObject({ status: 200 });
    await platform.reaches('2026-03-02T12:00:00Z');
    expect(await caseOf(id)).toMatchObject({
      owner: { ownerId: lost.owner.ownerId, confirmedAt: '2026-03-02T09:30:00.000Z' },
      escalations: [{}],
    });
    const mine = await owner.get('/api/triage/owners/me?confirmed=true');
    expect(mine.body.items).toMatchObject([{ complaintId: id, type: 'delivery', teamId: logistics }]);
    const stranger = platform.as(role === 'agent' ? 'lead' : 'agent');
    expect(await stranger.post(`/api/triage/complaints/${id}/confirm`)).toMatchObject({
      status: 409,
      body: { reason: 'not-the-owner' },
    });
  });

  it('is confirmed by an answer of its owner, freed when it is closed and comes back when it is reopened', async () => {
    const id = await received('환불해주세요');
    const { ownerId } = (await caseOf(id)).owner;
    const owner = platform.as(await ownerOf(id));
    expect((await owner.post(`/api/intake/complaints/${id}/replies`, { text: '확인하겠습니다.' })).status).toBe(201);
    expect((await caseOf(id)).owner).toMatchObject({ confirmedAt: '2026-03-02T09:00:00.000Z' });
    await owner.post(`/api/intake/complaints/${id}/resolve`, { remedy: 'refund', text: '환불되었습니다.' });
    await owner.post(`/api/intake/complaints/${id}/close`);
    expect(await caseOf(id)).not.toHaveProperty('owner');
    expect(Object.values(await loads())).toEqual([0, 0]);
    expect(await owner.post(`/api/triage/complaints/${id}/take`, {})).toMatchObject({
      status: 409,
      body: { reason: 'complaint-closed' },
    });
    await platform.reaches('2026-03-03T09:00:00Z');
    await owner.post(`/api/intake/complaints/${id}/reopen`, { reason: '아직 안 들어왔대요.' });
    expect((await caseOf(id)).owner).toMatchObject({
      ownerId,
      cause: 'returned',
      confirmBy: '2026-03-03T09:30:00.000Z',
    });
    expect((await loads())[ownerId as string]).toBe(1);
    await platform.as(await ownerOf(id)).post(`/api/triage/complaints/${id}/confirm`);
    await platform.reaches('2026-03-05T08:59:59Z');
    const reasons = async () =>
      (await caseOf(id)).escalations.map(({ reason }: { reason: string }) => reason) as string[];
    expect(await reasons()).toEqual([]);
    await platform.reaches('2026-03-05T09:00:00Z');
    expect(await reasons()).toEqual(['unresolved']);
  });

  it('is taken, reassigned and handed over, and the loads move with it', async () => {
    const id = await received('환불해주세요');
    const path = `/api/triage/complaints/${id}`;
    const [agent, lead] = [platform.as('agent'), platform.as('lead')];
    const owner = async () => (await caseOf(id)).owner;
    expect((await agent.post(`${path}/take`, {})).status).toBe(200);
    expect(await owner()).toMatchObject({ ownerId: agentId, confirmedAt: expect.any(String) });
    expect(await loads()).toEqual({ [agentId]: 1, [leadId]: 0 });
    expect((await agent.post(`${path}/reassign`, { ownerId: leadId })).status).toBe(403);
    expect(
      await agent.post(`${path}/hand-over`, { ownerId: derivedId('person', 'finance'), reason: 'x' }),
    ).toMatchObject({ status: 409, body: { reason: 'owner-unfit' } });
    expect((await agent.post(`${path}/hand-over`, { ownerId: leadId, reason: 'My shift ends.' })).status).toBe(200);
    expect(await owner()).toMatchObject({ ownerId: leadId, cause: 'handed-over' });
    expect(await loads()).toEqual({ [agentId]: 0, [leadId]: 1 });
    expect((await lead.post(`${path}/reassign`, { ownerId: agentId, reason: 'Yours.' })).status).toBe(200);
    expect(await owner()).toMatchObject({ ownerId: agentId, cause: 'reassigned' });
    expect((await lead.post(`${path}/search`)).status).toBe(200);
    expect(await owner()).toMatchObject({ ownerId: leadId, cause: 'chosen' });
    expect(await loads()).toEqual({ [agentId]: 0, [leadId]: 1 });
    expect((await agent.post(`/api/triage/complaints/${derivedId('nothing')}/take`, {})).status).toBe(404);
  });

  it('goes to another team when somebody knows better', async () => {
    const id = await received('어이가 없네요');
    expect(await caseOf(id)).toMatchObject({
      type: 'other',
      team: 'customer-service',
      owner: { teamId: customerService },
    });
    const corrected = { type: 'delivery', severity: 'normal', scope: 'single', urgency: 'soon', team: 'logistics' };
    const agent = platform.as('agent');
    expect(
      (await agent.post(`/api/triage/complaints/${id}/correct`, { ...corrected, reason: '택배 얘기.' })).status,
    ).toBe(200);
    expect(await caseOf(id)).toMatchObject({
      ...corrected,
      corrections: [{ ...corrected, reason: '택배 얘기.', correctedBy: agentId }],
      owner: { teamId: derivedId('team', 'logistics') },
    });
    expect(Object.values(await loads())).toEqual([0, 0]);
    expect(Object.values(await loads(derivedId('team', 'logistics'))).toSorted()).toEqual([0, 1]);
  });

  it('waits for the morning when nobody is there, tells the lead once, and is not given to who is away', async () => {
    const administrator = platform.as('administrator');
    const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, untilMinute: 1080 }));
    for (const id of [agentId, leadId])
      await administrator.put(`/api/directory/people/${id}/hours`, { timeZone: 'Asia/Seoul', shifts });
    await platform.reaches('2026-03-02T12:00:00Z');
    const id = await received('환불해주세요');
    expect(await caseOf(id)).toMatchObject({
      ownerMissing: 'nobody-at-work',
      escalations: [{ reason: 'no-owner', level: 1, toPersonId: leadId }],
    });
    const away = { from: '2026-03-02T23:00:00Z', until: '2026-03-10T00:00:00Z', substituteId: leadId };
    await administrator.post(`/api/directory/people/${agentId}/absences`, away);
    await platform.reaches('2026-03-03T00:00:00Z');
    const found = await caseOf(id);
    expect(found.owner).toMatchObject({ ownerId: leadId, assignedAt: '2026-03-03T00:00:00.000Z' });
    expect(found.escalations).toHaveLength(1);
    expect(found).not.toHaveProperty('ownerMissing');
  });

  it('goes to the lead after 48 hours, once, as long as nobody stands above the lead', async () => {
    const id = await received('환불해주세요');
    const owner = platform.as(await ownerOf(id));
    await owner.post(`/api/triage/complaints/${id}/confirm`);
    await platform.reaches('2026-03-04T08:59:59Z');
    expect((await caseOf(id)).escalations).toEqual([]);
    await platform.reaches('2026-03-10T09:00:00Z');
    expect((await caseOf(id)).escalations).toMatchObject([
      { level: 1, reason: 'unresolved', toPersonId: leadId, escalatedAt: '2026-03-04T09:00:00.000Z' },
    ]);
    expect(await owner.post(`/api/triage/complaints/${id}/escalate`, { note: 'Please look.' })).toMatchObject({
      status: 409,
      body: { reason: 'nobody-above' },
    });
  });
});

describe('A promise that is missed', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse('with promises');
  });
  afterEach(() => house.platform.stop());

  it('is told to the lead, once for each promise', async () => {
    const { platform, received } = house;
    const complaintId = await received('환불해주세요');
    await platform.as('lead').post(`/api/triage/complaints/${complaintId}/take`, {});
    await platform.reaches('2026-03-03T09:00:00Z');
    const { escalations } = (await platform.as('auditor').get(`/api/triage/complaints/${complaintId}`)).body;
    expect(escalations).toMatchObject([
      {
        level: 1,
        reason: 'breach',
        metrics: ['first-response'],
        toPersonId: leadId,
        escalatedAt: '2026-03-03T09:00:00.000Z',
      },
    ]);
  });
});
