import { derivedId } from '@redress/eventing';
import { agentId, customerService, leadId, type House, openHouse } from './testing/triage-house.js';

describe('A complaint in a house that has just opened', () => {
  let platform: House['platform'];
  let caseOf: House['caseOf'];
  let received: House['received'];
  let loads: House['loads'];
  beforeEach(async () => {
    ({ platform, caseOf, received, loads } = await openHouse());
  });
  afterEach(() => platform.stop());

  it('is sorted with reasons, and finds an owner with the least load', async () => {
    const first = await received('환 불 이 왜 이렇게 늦나요? 전액환불 해주세요');
    expect(await caseOf(first)).toMatchObject({
      type: 'return',
      severity: 'normal',
      team: 'customer-service',
      language: 'ko',
      rulesVersion: 1,
      fired: [{ ruleId: 'return.refund', label: expect.stringContaining('환불'), words: [{ term: '환불' }] }],
      corrections: [],
      escalations: [],
      investigations: [],
      owner: { teamId: customerService, cause: 'chosen', confirmBy: '2026-03-02T09:30:00.000Z' },
    });
    const second = await received('I want my money back');
    expect((await caseOf(second)).owner.ownerId).not.toBe((await caseOf(first)).owner.ownerId);
    expect(await loads()).toEqual({ [agentId]: 1, [leadId]: 1 });
  });

  it('weighs more for what endangers people, for VIPs and for dear orders', async () => {
    const risky = await caseOf(await received('보조배터리가 부풀어 올랐어요'));
    expect(risky).toMatchObject({ severity: 'high-risk', urgency: 'at-once', team: 'quality', type: 'quality' });
    const vip = await caseOf(await received('환불해주세요', { customer: { id: 'C-1', tier: 'vip' } }));
    expect(vip).toMatchObject({ severity: 'important', type: 'return' });
    const dear = await received('환불해주세요', { order: { number: 'O-1', valueMinor: 500_000, currency: 'KRW' } });
    expect(await caseOf(dear)).toMatchObject({ severity: 'important' });
    const other = await received('환불해주세요', { order: { number: 'O-1', valueMinor: 500_000, currency: 'USD' } });
    expect(await caseOf(other)).toMatchObject({ severity: 'normal' });
    for (const number of [1, 2]) {
      const { severity } = await caseOf(await received(`Refund ${number}`, { customer: { id: 'C-9' } }));
      expect(severity).toBe('normal');
    }
    expect(await caseOf(await received('Refund 3', { customer: { id: 'C-9' } }))).toMatchObject({
      severity: 'important',
      fired: [{ ruleId: 'weight.repeats', words: [] }, { ruleId: 'return.refund' }],
    });
  });

  it('leaves nothing of its text in what triage records', async () => {
    const id = await received('Call Miss Zebulon at 010-1234-5678, zeb@example.com. Refund please, zyzzyva!');
    await platform.settled();
    const { store } = platform.application.runtime.adapters;
    const told = (await store.readLog('' as never, 5000)).filter(({ type }) => type.startsWith('triage.'));
    const described = told.find(({ type }) => type === 'triage.TextDescribed')!;
    expect(JSON.parse(described.data)).toMatchObject({
      complaintId: id,
      language: 'en',
      personalPatterns: true,
      terms: [{ term: 'refund' }],
    });
    for (const word of ['zebulon', 'zyzzyva', '1234', 'example.com'])
      expect(JSON.stringify(told.map(({ data }) => data)).toLowerCase()).not.toContain(word);
  });

  it('is looked into by another team, which has until tomorrow', async () => {
    const id = await received('컵이 깨졌어요');
    const agent = platform.as('agent');
    await agent.post(`/api/triage/complaints/${id}/take`, {});
    const asked = await agent.post(`/api/triage/complaints/${id}/investigations`, {
      team: 'legal',
      question: 'May we?',
    });
    expect(asked.status).toBe(201);
    await platform.settled();
    const path = `/api/triage/investigations/${asked.body.investigationId}`;
    const answer = { finding: 'confirmed', result: 'We must.' };
    expect(await platform.as('finance').post(`${path}/answer`, answer)).toMatchObject({
      status: 409,
      body: { reason: 'not-of-the-team' },
    });
    await platform.reaches('2026-03-03T09:00:00Z');
    const { items } = (await agent.get('/api/triage/investigations?team=legal&open=true')).body;
    expect(items).toMatchObject([{ complaintId: id, state: 'overdue', dueAt: '2026-03-03T09:00:00.000Z' }]);
    expect(items[0]).not.toHaveProperty('question');
    expect((await platform.as('legal').post(`${path}/answer`, answer)).status).toBe(200);
    expect(await caseOf(id)).toMatchObject({
      investigations: [{ state: 'answered', question: 'May we?', ...answer }],
    });
    expect((await agent.post(`${path}/withdraw`)).status).toBe(409);
    expect((await agent.get('/api/triage/investigations?open=true')).body.items).toEqual([]);
  });

  it('that is imported is sorted, and given to nobody until something new happens', async () => {
    const importer = platform.as('importer');
    const given = { channel: 'web', text: 'My parcel never arrived', receivedAt: '2017-05-01T09:00:00Z' };
    const { complaintId: id } = (await importer.post('/api/intake/complaints', given)).body;
    expect(await caseOf(id)).toMatchObject({ type: 'delivery', historical: true, escalations: [] });
    await platform.reaches('2026-03-12T09:00:00Z');
    expect(await caseOf(id)).not.toHaveProperty('owner');
    await platform.as('agent').post(`/api/intake/complaints/${id}/messages`, { channel: 'web', text: 'And now?' });
    expect(await caseOf(id)).toMatchObject({ owner: { teamId: derivedId('team', 'logistics') } });
  });
});

describe('The rules of triage', () => {
  let platform: House['platform'];
  beforeEach(async () => {
    ({ platform } = await openHouse());
  });
  afterEach(() => platform.stop());

  it('are read by those who work with them, tried as a draft, and published by a lead as the next version', async () => {
    const path = '/api/triage/rules';
    const [agent, lead] = [platform.as('agent'), platform.as('lead')];
    const inForce = (await agent.get(path)).body;
    expect(inForce).toMatchObject({ version: 1 });
    expect((await platform.as('importer').get(path)).status).toBe(403);

    const rule = {
      ...{ ruleId: 'toys', label: 'Toys', words: [{ term: '장난감' }], unless: [], tiers: [], channels: [] },
      ...{ products: [{ code: 'TOY-*' }], type: 'quality', team: 'product' },
    };
    const trial = { text: '이 장난감이 이상해요', productCode: 'TOY-1' };
    expect((await agent.post(`${path}/try`, trial)).body).toMatchObject({
      type: 'other',
      rulesVersion: 1,
      language: 'ko',
    });
    expect((await agent.post(`${path}/try`, { ...trial, rules: [rule] })).body).toMatchObject({
      type: 'quality',
      team: 'product',
      rulesVersion: 0,
      fired: [{ ruleId: 'toys', label: 'Toys', words: [{ term: '장난감' }] }],
    });
    const wrong = { ...trial, rules: [{ ...rule, words: [], products: [] }] };
    expect(await agent.post(`${path}/try`, wrong)).toMatchObject({
      status: 409,
      body: { reason: 'rule-without-condition' },
    });
    expect((await agent.post(`${path}/try`, { ...trial, orderValueMinor: 5 })).status).toBe(400);

    expect((await agent.put(path, { rules: [rule] })).status).toBe(403);
    const published = await lead.put(path, { rules: [rule, ...inForce.rules] });
    expect([published.status, published.body.version]).toEqual([200, 2]);
    await platform.settled();
    expect((await agent.get(`${path}/versions`)).body.items).toMatchObject([
      { version: 2, publishedBy: leadId },
      { version: 1, rules: inForce.rules },
    ]);
    const given = { channel: 'web', text: trial.text, productCode: 'TOY-1' };
    const { complaintId } = (await agent.post('/api/intake/complaints', given)).body;
    await platform.settled();
    expect((await agent.get(`/api/triage/complaints/${complaintId}`)).body).toMatchObject({
      type: 'quality',
      rulesVersion: 2,
      fired: [{ ruleId: 'toys', label: 'Toys' }],
    });

    const policy = { confirmWithinMinutes: 5, leadAfterHours: 24, investigateWithinHours: 4, mostOpenCases: 10 };
    expect((await agent.put('/api/triage/ownership-policy', policy)).status).toBe(403);
    expect((await lead.put('/api/triage/ownership-policy', policy)).body).toMatchObject({ version: 2, ...policy });
    await platform.settled();
    const { items } = (await agent.get('/api/triage/ownership-policy/versions')).body;
    expect(items).toMatchObject([{ version: 2, ...policy }, { version: 1 }]);
  });
});
