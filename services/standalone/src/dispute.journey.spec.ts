import type { Platform } from '@redress/service-host/testing';
import { personOf, type Row, shopOn, type Tables, tablesOf, won } from './testing/index.js';
import { openShop } from './testing/open-shop.js';

/** Texts that stand nowhere else, one for every place where a customer may be spoken of. */
const words = {
  name: '마커 marker-name',
  email: 'marker-mail@example.com',
  phone: '+82 10-9999-4321',
  subject: 'marker-subject 제목',
  text: 'marker-text 전기포트가 불량이에요',
  reply: 'marker-reply 답변',
  correction: 'marker-correction 사유',
  handover: 'marker-handover 인계',
  reassignment: 'marker-reassignment 변경',
  escalation: 'marker-escalation 보고',
  question: 'marker-question 질문',
  result: 'marker-result 결과',
  exception: 'marker-exception 예외',
  decline: 'marker-decline 거절',
  reversal: 'marker-reversal 취소',
  pause: 'marker-pause 멈춤',
  resolution: 'marker-resolution 해결',
};
const all = Object.values(words);
const dispute = { reference: 'M-2026-4', reason: 'litigation' };

describe('A customer in a dispute who wants to be forgotten', () => {
  let platform: Platform;
  let tables: Tables;
  let id: string;
  let customer: string;
  const shop = shopOn(() => platform);
  const { says, does, proposes } = shop;

  beforeAll(async () => {
    platform = await openShop('2026-03-02T01:00:00Z');
    tables = tablesOf(platform.databaseUrl);
    const { name, email, phone, subject } = words;
    const order = { number: 'O-1', valueMinor: 60_000, currency: 'KRW' };
    id = await shop.receives(words.text, { customer: { id: 'dispute-1', name, email, phone }, subject, order });
    const path = `triage/complaints/${id}`;
    await does('agent', `${path}/take`);
    // Before others have filled what one customer is sent in a day.
    await says('agent', id, 'replies', { text: words.reply });
    const known = { type: 'quality', severity: 'important', scope: 'single', urgency: 'soon', team: 'quality' };
    await does('agent', `${path}/correct`, { ...known, reason: words.correction });
    await does('lead', `${path}/reassign`, { ownerId: personOf('lead'), reason: words.reassignment });
    await does('lead', `${path}/hand-over`, { ownerId: personOf('agent'), reason: words.handover });
    await does('agent', `${path}/escalate`, { note: words.escalation });
    const asked = await does('agent', `${path}/investigations`, { team: 'legal', question: words.question });
    const answer = { finding: 'confirmed', result: words.result };
    await does('legal', `triage/investigations/${String(asked['investigationId'])}/answer`, answer);
    await does('lead', `sla/clocks/${id}/resolution/pause`, { reason: words.pause });
    await does('agent', `${path}/confirm`);
    const declined = await proposes('lead', id, { kind: 'coupon', amount: won(20_000), reason: words.exception });
    await does('finance', `${declined}/decline`, { reason: words.decline });
    const reversed = await proposes('agent', id, { ruleId: 'defect-refund' });
    await does('lead', `${reversed}/approve`);
    await does('finance', `${reversed}/reverse`, { reason: words.reversal });
    const kept = await proposes('lead', id, { kind: 'points', amount: won(25_000), reason: words.exception });
    await does('finance', `${kept}/approve`);
    const [listed] = await shop.items('agent', 'intake/complaints?customerId=dispute-1');
    customer = (listed?.['customer'] as { customerKey: string }).customerKey;
  });
  afterAll(async () => {
    await tables.end();
    await platform.stop();
  });

  /** What is counted, paid and judged. */
  const figures = async (): Promise<unknown> => {
    const { compensations } = await shop.claim(id);
    const { type, severity, team, escalations } = await shop.triage(id);
    return {
      ledger: await shop.ledger(id),
      budget: await shop.get('finance', 'compensation/budgets/2026-03.KRW'),
      compensations: compensations.map(({ state, kind, amount, reference }) => [state, kind, amount, reference]),
      sorted: [type, severity, team],
      escalations: escalations.map(({ level, reason, toPersonId }) => [level, reason, toPersonId]),
      history: (await shop.history(id)).filter((told) => !told.startsWith('access.')).slice(0, 40),
    };
  };
  const reasonsIn = async (): Promise<readonly unknown[]> => {
    const { corrections, escalations, investigations } = (await shop.triage(id)) as Row & Record<string, Row[]>;
    const { compensations } = await shop.claim(id);
    const notices = await shop.notices(id);
    return [
      ...(corrections ?? []).map(({ reason }) => reason),
      ...(escalations ?? []).map(({ note }) => note),
      ...(investigations ?? []).flatMap(({ question, result }) => [question, result]),
      ...compensations.flatMap(({ reason, declineReason, reversalReason }) => [reason, declineReason, reversalReason]),
      ...notices.flatMap(({ personId, address, subject, body }) => (personId ? [] : [address, subject, body])),
    ].filter((said) => said !== undefined);
  };

  it('is spoken of in many places', async () => {
    const inLogAlone: readonly string[] = [words.handover, words.reassignment, words.pause];
    const notYet = words.resolution;
    expect((await tables.standing(all)).toSorted()).toEqual(
      all.filter((word) => !inLogAlone.includes(word) && word !== notYet).toSorted(),
    );
    const said = JSON.stringify(await reasonsIn());
    for (const word of [words.correction, words.escalation, words.question, words.result, words.exception])
      expect(said).toContain(word);
    for (const word of [words.decline, words.reversal, words.reply, words.email]) expect(said).toContain(word);
  });

  it('is not forgotten as long as a lawyer holds it', async () => {
    await does('legal', `intake/customers/${customer}/legal-holds`, dispute);
    expect(await shop.tries('administrator', `intake/customers/${customer}/forget`)).toBe('on-legal-hold');
    await shop.later(1);
    expect(await tables.standing([words.exception, words.question])).toEqual([words.exception, words.question]);
  });

  it('keeps what an open complaint needs once the hold is lifted, and is forgotten when that is closed', async () => {
    await does('legal', `intake/customers/${customer}/legal-holds/lift`, { reference: dispute.reference });
    await does('administrator', `intake/customers/${customer}/forget`);
    await shop.later(1);
    expect(await shop.get('legal', `intake/customers/${customer}`)).toMatchObject({ open: [{ complaintId: id }] });
    expect(await tables.standing([words.name, words.exception])).toEqual([words.name, words.exception]);
    await says('agent', id, 'resolve', { remedy: 'compensation', text: words.resolution });
    const before = await figures();
    await says('agent', id, 'close');
    await shop.later(1);
    expect(await shop.get('legal', `intake/customers/${customer}`)).toMatchObject({
      step: 'done',
      open: [],
      holds: [],
    });
    expect(await tables.standing(all)).toEqual([]);
    expect(await reasonsIn()).toEqual([]);
    expect(await figures()).toEqual(before);
  });

  it('is not written to any more: what was planned says why it does not go', async () => {
    await shop.later(73);
    const notices = await shop.notices(id);
    const failed = notices.filter(({ state }) => state === 'failed');
    expect(failed.map(({ kind, failure }) => [kind, failure]).toSorted()).toEqual([
      ['digest', 'forgotten'],
      ['follow-up', 'forgotten'],
    ]);
    expect(await tables.standing(all)).toEqual([]);
  });

  it('stays forgotten when everything but log, vault and users is made again', async () => {
    const before = await figures();
    await platform.halt();
    for (const service of ['intake', 'triage', 'sla', 'compensation', 'notification', 'audit', 'desk', 'analytics'])
      await tables.dropReadModels(service);
    platform = await platform.restart();
    expect(await figures()).toEqual(before);
    expect(await reasonsIn()).toEqual([]);
    expect(await tables.standing(all)).toEqual([]);
  });

  it('is remembered by law for lawyers and auditors alone, word for word', async () => {
    const { entries } = await shop.get('auditor', `audit/complaints/${id}/history`);
    const kept = JSON.stringify(entries);
    const byLaw: readonly string[] = all.filter((word) => ![words.name, words.email, words.phone].includes(word));
    expect(byLaw.filter((word) => !kept.includes(word))).toEqual([]);
    expect([words.name, words.email, words.phone].filter((word) => kept.includes(word))).toEqual([]);
    const asLead = JSON.stringify(await shop.get('lead', `audit/complaints/${id}/history`));
    expect(all.filter((word) => asLead.includes(word))).toEqual([]);
  });
});
