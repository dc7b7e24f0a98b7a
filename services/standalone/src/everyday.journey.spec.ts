import type { Platform } from '@redress/service-host/testing';
import { kindsOf, personOf, shopOn, teamOf, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

const minsu = { id: 'C-1', name: '김민수', email: 'minsu@example.com' };
/** Six days late, and still not there. */
const late = {
  customer: minsu,
  order: { number: 'O-1', valueMinor: 80_000, currency: 'KRW', promisedAt: '2026-02-24T01:00:00Z' },
  productCode: 'P-1',
};

describe('A parcel that does not come', () => {
  let platform: Platform;
  let id: string;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    // Ten in the morning in Seoul.
    platform = await openShop('2026-03-02T01:00:00Z');
    id = await shop.receives('택배가 아직도 오지 않았어요.', late);
  });
  afterAll(() => platform.stop());

  it('is about the delivery, is promised an answer in a day, and has an owner in logistics', async () => {
    expect(await shop.triage(id)).toMatchObject({
      type: 'delivery',
      severity: 'normal',
      team: 'logistics',
      language: 'ko',
      rulesVersion: 1,
      owner: { teamId: teamOf('logistics'), cause: 'chosen', confirmBy: '2026-03-02T01:30:00.000Z' },
    });
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { state: 'running', dueAt: '2026-03-03T01:00:00.000Z' },
      resolution: { state: 'running', dueAt: '2026-03-09T01:00:00.000Z' },
    });
  });

  it('is confirmed to the customer, with the case number, the promises and who looks after it', async () => {
    const { caseNumber } = await shop.complaint(id);
    const notices = await shop.notices(id);
    expect(kindsOf(notices, { state: 'sent' })).toEqual(['receipt', 'owner-named']);
    const [receipt, named] = notices;
    expect(receipt).toMatchObject({ carrier: 'outbox', locale: 'ko', address: minsu.email, templateVersion: 1 });
    expect(receipt?.subject).toContain(String(caseNumber));
    expect(receipt?.body).toContain('접수번호');
    const preview = await shop.does('agent', 'notification/templates/receipt/preview', {
      complaintId: id,
      locale: 'ko',
    });
    expect(preview['body']).toMatch(
      /^김민수 고객님[^]*첫 답변: 2026년 3월 3일 10:00[^]*해결 예정: 2026년 3월 9일 10:00/,
    );
    const { owner } = await shop.triage(id);
    const person = await shop.get('administrator', `directory/people/${owner?.ownerId}`);
    expect(named?.body).toContain(`${String(person['name'])} 담당자`);
  });

  it('is confirmed by its owner, and stays with them', async () => {
    const before = (await shop.triage(id)).owner;
    const owner = before?.ownerId === personOf('agent') ? 'agent' : 'lead';
    await shop.later(0.25);
    await shop.does(owner, `triage/complaints/${id}/confirm`);
    await shop.later(2);
    const after = await shop.triage(id);
    expect(after.owner).toMatchObject({ ownerId: before?.ownerId, confirmedAt: '2026-03-02T01:15:00.000Z' });
    expect(after.escalations).toEqual([]);
    expect(kindsOf(await shop.notices(id))).toEqual(['receipt', 'owner-named']);
  });

  it('has points coming by the tariff, approved without anybody and paid once', async () => {
    const { options, ...claim } = await shop.claim(id);
    expect(claim).toMatchObject({ tariffVersion: 1, orderValue: won(80_000), compensations: [] });
    expect(options.map(({ ruleId }) => ruleId)).toEqual(['delay-5-days', 'delay-redelivery', 'delivery-apology']);
    await shop.proposes('agent', id, { ruleId: 'delay-5-days' });
    const [given] = (await shop.claim(id)).compensations;
    expect(given).toMatchObject({
      state: 'paid',
      kind: 'points',
      amount: won(10_000),
      isAutomatic: true,
      approvals: [],
    });
    expect(given).toMatchObject({ tariffVersion: 1, authorityVersion: 1, budgetId: '2026-03.KRW' });
    expect(await shop.ledger(id)).toMatchObject([
      { reference: given?.['reference'], state: 'executed', kind: 'points', amount: won(10_000) },
    ]);
    const told = (await shop.notices(id)).filter(({ kind }) => kind === 'compensation-paid');
    expect(told).toHaveLength(1);
    expect(told[0]?.body).toContain('적립금 ₩10,000');
  });

  it('is proposed a solution, accepted, resolved and closed, all within what was promised', async () => {
    await shop.says('agent', id, 'solutions', { remedy: 'redelivery', text: '내일 오전에 다시 보내 드리겠습니다.' });
    expect(await shop.clocks(id)).toMatchObject({ 'first-response': { state: 'met' } });
    await shop.later(1);
    await shop.says('agent', id, 'solutions/accept');
    await shop.later(23);
    await shop.says('agent', id, 'resolve', { remedy: 'redelivery', text: '오늘 도착했습니다.' });
    await shop.says('agent', id, 'confirm');
    await shop.says('agent', id, 'close');
    expect(await shop.complaint(id)).toMatchObject({ phase: 'closed' });
    expect(await shop.clocks(id)).toMatchObject({ resolution: { state: 'met', verdictWithdrawn: false } });
    expect(await shop.triage(id)).not.toHaveProperty('owner');
    const load = await shop.get('lead', `triage/teams/${teamOf('logistics')}/load`);
    expect((load['owners'] as { openCases: number }[]).map(({ openCases }) => openCases)).toEqual([0, 0]);
  });

  it('is asked about three days later, in the daytime, and nothing else follows', async () => {
    const sent = ['receipt', 'owner-named', 'compensation-paid', 'solution-proposed', 'progress', 'closed'];
    expect(kindsOf(await shop.notices(id), { state: 'sent' })).toEqual(sent);
    await shop.later(71);
    expect(kindsOf(await shop.notices(id), { state: 'sent' })).toEqual(sent);
    await shop.later(1);
    const notices = await shop.notices(id);
    expect(kindsOf(notices, { state: 'sent' })).toEqual(expect.arrayContaining([...sent, 'follow-up']));
    expect(notices).toHaveLength(sent.length + 1);
    await shop.reaches('2026-05-01T01:00:00Z');
    expect(await shop.notices(id)).toEqual(notices);
    expect(await shop.ledger(id)).toHaveLength(1);
    expect(await shop.items('finance', 'compensation/reconciliations?day=2026-03-02')).toMatchObject([
      { agreed: 1, differences: [] },
    ]);
  });

  it('is one story for an auditor, with what followed from what', async () => {
    const types = await shop.history(id);
    for (const type of [
      'intake.ComplaintReceived',
      'sla.ClockStarted',
      'triage.ComplaintTriaged',
      'triage.OwnerAssigned',
      'triage.OwnershipConfirmed',
      'compensation.OptionsDerived',
      'compensation.CompensationApproved',
      'compensation.CompensationPaid',
      'notification.NoticeSent',
      'intake.ComplaintClosed',
      'triage.OwnershipEnded',
    ])
      expect(types).toContain(type);
    expect(types.filter((type) => type === 'compensation.CompensationPaid')).toHaveLength(1);
    expect(types.filter((type) => type === 'sla.TargetMissed')).toEqual([]);
  });
});

describe('A customer who does not answer', () => {
  let platform: Platform;
  let id: string;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    id = await shop.receives('택배가 아직도 오지 않았어요.', late);
    await shop.does('agent', `triage/complaints/${id}/take`);
  });
  afterAll(() => platform.stop());

  it('is not counted against the house as long as they were asked something', async () => {
    await shop.later(1);
    await shop.says('agent', id, 'replies', { text: '송장 번호를 알려 주시겠어요?', asksCustomer: true });
    expect(kindsOf(await shop.notices(id), { state: 'sent' })).toEqual(['receipt', 'owner-named', 'question']);
    await shop.later(30 * 24);
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { state: 'met' },
      resolution: { state: 'paused' },
    });
    expect(await shop.history(id)).not.toContain('sla.TargetMissed');
    expect(await shop.complaint(id)).toMatchObject({ phase: 'in-progress', waitingForCustomer: true });
  });

  it('is resolved for all the same, which was in time', async () => {
    await shop.says('agent', id, 'resolve', { remedy: 'explanation', text: '답변이 없으셔서 우선 마무리합니다.' });
    await shop.says('agent', id, 'close');
    expect(await shop.clocks(id)).toMatchObject({ resolution: { state: 'met' } });
  });

  it('opens it again by writing within the window, and is heard by who had it', async () => {
    await shop.later(24);
    await shop.says('agent', id, 'messages', { channel: 'mail', text: '이제야 봤어요. 아직 안 왔습니다.' });
    expect(await shop.complaint(id)).toMatchObject({ phase: 'in-progress' });
    expect(await shop.triage(id)).toMatchObject({ owner: { ownerId: personOf('agent'), cause: 'returned' } });
    const { resolution } = await shop.clocks(id);
    expect(resolution).toMatchObject({ state: 'running' });
    // Six days and 23 hours were left.
    expect(resolution?.dueAt).toBe('2026-04-09T01:00:00.000Z');
    const notices = await shop.notices(id);
    expect(kindsOf(notices, { state: 'withdrawn' })).toEqual(['follow-up']);
  });

  it('does not open it again a month after closing, but nothing that they say is lost', async () => {
    await shop.does('agent', `triage/complaints/${id}/confirm`);
    await shop.says('agent', id, 'resolve', { remedy: 'refund', text: '환불해 드렸습니다.' });
    await shop.says('agent', id, 'close');
    await shop.later(30 * 24 + 1);
    await shop.says('agent', id, 'messages', { channel: 'mail', text: '한 가지 더 있습니다.' });
    const { phase, messages } = await shop.complaint(id);
    expect(phase).toBe('closed');
    expect((messages as { text: string }[]).at(-1)?.text).toBe('한 가지 더 있습니다.');
    expect(await shop.triage(id)).not.toHaveProperty('owner');
    expect(await shop.tries('agent', `intake/complaints/${id}/reopen`, { reason: '다시' })).toBe('reopen-window-over');
    const another = await shop.receives('그 택배가 또 늦어요.', late);
    expect(another).not.toBe(id);
    expect(await shop.triage(another)).toMatchObject({ owner: { teamId: teamOf('logistics') } });
  });
});

describe('A complaint of somebody whom nobody knows', () => {
  let platform: Platform;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
  });
  afterAll(() => platform.stop());

  it('names what is missing, and goes the whole way', async () => {
    const text = '어제 산 컵이 깨져서 왔어요.';
    const { status, body } = await platform.anonymous.post('/api/intake/complaints', { channel: 'web', text });
    expect(status).toBe(201);
    expect(body).toMatchObject({ missing: ['customer-id', 'order-number', 'product-code'] });
    const { complaintId: id } = body as { complaintId: string };
    expect(await shop.triage(id)).toMatchObject({ type: 'quality', owner: { cause: 'chosen' } });
    expect(await shop.clocks(id)).toMatchObject({ resolution: { state: 'running' } });
    const { options, orderValue } = await shop.claim(id);
    expect(orderValue).toBeUndefined();
    // Nothing that would be a share of an unknown price.
    expect(options.map(({ ruleId }) => ruleId)).toEqual(['defect-exchange']);
    await shop.proposes('agent', id, { ruleId: 'defect-exchange' });
    expect((await shop.claim(id)).compensations).toMatchObject([
      { state: 'paid', kind: 'exchange', isAutomatic: true },
    ]);
    const refund = { kind: 'partial-refund', amount: won(5_000), reason: '컵 값' };
    expect(await shop.tries('agent', `compensation/complaints/${id}/compensations`, refund)).toBe(
      'order-value-unknown',
    );
    await shop.says('agent', id, 'resolve', { remedy: 'exchange', text: '새 컵을 보내 드렸습니다.' });
    await shop.says('agent', id, 'close');
    await shop.later(73);
    const notices = await shop.notices(id);
    const kinds = ['closed', 'compensation-paid', 'follow-up', 'owner-named', 'progress', 'receipt'];
    expect(kindsOf(notices).toSorted()).toEqual(kinds);
    expect(notices.every(({ state }) => state === 'sent')).toBe(true);
    expect(notices[0]?.body).toMatch(/^소중한 고객님, 안녕하십니까/);
    expect(notices.some((notice) => 'address' in notice)).toBe(false);
    expect(notices.map(({ body: words }) => words).join()).not.toContain('{{');
    expect((await shop.complaint(id))['messages']).toMatchObject([{ kind: 'complaint', text }, { kind: 'resolution' }]);
  });
});
