import type { Platform } from '@redress/service-host/testing';
import { type Notice, type Row, shopOn, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

interface Rule extends Row {
  readonly ruleId: string;
  readonly severity?: string;
  readonly words: readonly object[];
}

/** What nobody has a rule for, as shipped. */
const text = '뽁뽁이가 하나도 없이 왔어요.';
const late = { order: { valueMinor: 80_000, currency: 'KRW', promisedAt: '2026-02-24T01:00:00Z' } };

describe('What is changed while complaints are under way', () => {
  let platform: Platform;
  let earlier: string;
  const shop = shopOn(() => platform);
  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    earlier = await shop.receives(text, late);
    await shop.does('agent', `triage/complaints/${earlier}/take`);
  });
  afterAll(() => platform.stop());

  const receipt = async (id: string): Promise<Notice | undefined> =>
    (await shop.notices(id)).find(({ kind }) => kind === 'receipt');

  it('is a keyword: the next complaint is sorted by it, the earlier one stays what it was', async () => {
    expect(await shop.triage(earlier)).toMatchObject({ type: 'other', severity: 'normal', rulesVersion: 1, fired: [] });
    const { rules } = await shop.get('lead', 'triage/rules');
    const packing = {
      ...(rules as readonly Rule[])[0],
      ruleId: 'delivery.packing',
      label: 'Packed badly / 포장 불량',
      words: [{ term: '뽁뽁이' }],
      unless: [],
      type: 'delivery',
      severity: 'important',
      scope: 'single',
      urgency: 'soon',
      team: 'logistics',
    };
    const tried = await shop.does('lead', 'triage/rules/try', { text, rules: [packing] });
    expect(tried).toMatchObject({ type: 'delivery', rulesVersion: 0, fired: [{ ruleId: 'delivery.packing' }] });
    const published = await shop.puts('lead', 'triage/rules', { rules: [packing, ...(rules as readonly Rule[])] });
    expect(published['version']).toBe(2);
    const id = await shop.receives(text);
    expect(await shop.triage(id)).toMatchObject({
      type: 'delivery',
      severity: 'important',
      team: 'logistics',
      rulesVersion: 2,
      fired: [{ ruleId: 'delivery.packing', label: 'Packed badly / 포장 불량', words: [{ term: '뽁뽁이' }] }],
    });
    expect(await shop.triage(earlier)).toMatchObject({ type: 'other', rulesVersion: 1, fired: [] });
    expect(await shop.clocks(id)).toMatchObject({ 'first-response': { dueAt: '2026-03-02T05:00:00.000Z' } });
  });

  it('is a promise: clocks that run keep theirs, also when they are derived again', async () => {
    const { promises, warnings } = await shop.get('lead', 'sla/policy');
    const halved = (promises as readonly { minutes: number }[]).map((one) => ({ ...one, minutes: one.minutes / 2 }));
    await shop.puts('lead', 'sla/policy', { promises: halved, warnings });
    const id = await shop.receives(text);
    expect(await shop.clocks(id)).toMatchObject({
      'first-response': { policyVersion: 2, dueAt: '2026-03-02T03:00:00.000Z' },
    });
    const known = { type: 'delivery', severity: 'important', scope: 'single', urgency: 'soon', team: 'logistics' };
    await shop.does('agent', `triage/complaints/${earlier}/correct`, known);
    expect(await shop.clocks(earlier)).toMatchObject({
      'first-response': { policyVersion: 1, severity: 'important', dueAt: '2026-03-02T05:00:00.000Z' },
    });
  });

  it('is the tariff and who may approve: what was offered stays offered and names its version until it is derived again', async () => {
    expect(await shop.claim(earlier)).toMatchObject({ tariffVersion: 1 });
    const { rules } = await shop.get('finance', 'compensation/tariff');
    const dearer = (rules as readonly Row[]).map((rule) =>
      rule['ruleId'] === 'delay-5-days' ? { ...rule, fixedMinor: 12_000 } : rule,
    );
    await shop.puts('finance', 'compensation/tariff', { rules: dearer });
    const next = await shop.receives(text, late);
    expect(await shop.claim(next)).toMatchObject({ tariffVersion: 2, options: [{ amount: won(12_000) }, {}, {}, {}] });
    expect(await shop.claim(earlier)).toMatchObject({
      tariffVersion: 1,
      options: [{ amount: won(10_000) }, {}, {}, {}],
    });
    await shop.proposes('agent', earlier, { ruleId: 'delay-5-days' });
    // What needed nobody before needs somebody now.
    await shop.proposes('agent', next, { ruleId: 'delay-5-days' });
    const [[before], [after]] = [(await shop.claim(earlier)).compensations, (await shop.claim(next)).compensations];
    expect(before).toMatchObject({ tariffVersion: 1, amount: won(10_000), isAutomatic: true, state: 'paid' });
    expect(after).toMatchObject({ tariffVersion: 2, amount: won(12_000), state: 'waiting-for-approval' });
    await shop.does('agent', `compensation/complaints/${earlier}/options`);
    expect(await shop.claim(earlier)).toMatchObject({
      tariffVersion: 2,
      options: [{ amount: won(12_000) }, {}, {}, {}],
    });
    expect((await shop.claim(earlier)).compensations).toMatchObject([{ tariffVersion: 1, amount: won(10_000) }]);
  });

  it('is the words: a message that has gone keeps its version, the next one has the new', async () => {
    const { texts } = await shop.get('lead', 'notification/templates/receipt');
    const other = (texts as readonly { locale: string; body: string }[]).map((one) =>
      one.locale === 'ko' ? { ...one, body: `${one.body}\n\n오늘도 좋은 하루 보내십시오.` } : one,
    );
    await shop.puts('lead', 'notification/templates/receipt', { texts: other });
    const id = await shop.receives(text);
    expect(await receipt(id)).toMatchObject({ templateVersion: 2, body: expect.stringContaining('오늘도 좋은 하루') });
    expect(await receipt(earlier)).toMatchObject({ templateVersion: 1 });
    expect((await receipt(earlier))?.body).not.toContain('오늘도 좋은 하루');
  });

  it('is how soon an owner confirms: who was asked before still has the time that they were given', async () => {
    const asked = await shop.receives(text);
    const { version: _, ...policy } = await shop.get('lead', 'triage/ownership-policy');
    await shop.puts('lead', 'triage/ownership-policy', { ...policy, confirmWithinMinutes: 10 });
    const next = await shop.receives(text);
    expect((await shop.triage(asked)).owner).toMatchObject({ confirmBy: '2026-03-02T01:30:00.000Z' });
    expect((await shop.triage(next)).owner).toMatchObject({ confirmBy: '2026-03-02T01:10:00.000Z' });
  });

  it('is told with who changed it and when, version by version, and an auditor sees which one was used', async () => {
    for (const policy of ['triage/rules', 'sla/policy', 'triage/ownership-policy', 'notification/templates/receipt'])
      expect(await shop.items('lead', `${policy}/versions`)).toMatchObject([
        { version: 2, publishedAt: '2026-03-02T01:00:00.000Z' },
        { version: 1 },
      ]);
    expect(await shop.items('finance', 'compensation/tariff/versions')).toMatchObject([{ version: 2 }, { version: 1 }]);
    const { entries } = await shop.get('auditor', `audit/complaints/${earlier}/history`);
    const data = (type: string): unknown =>
      (entries as readonly { type: string; data: unknown }[]).find((entry) => entry.type === type)?.data;
    expect(data('triage.ComplaintTriaged')).toMatchObject({ rulesVersion: 1 });
    expect(data('compensation.CompensationProposed')).toMatchObject({ tariffVersion: 1 });
    expect(data('notification.NoticeRequested')).toMatchObject({ templateVersion: 1 });
  });
});
