import type { Client, Platform } from '@redress/service-host/testing';
import { personOf, type Shop, won } from './shop.js';

/** What somebody who looks on afterwards asks about. */
export interface FirstDays {
  /** Its compensation was paid, once. */
  readonly paid: string;
  readonly customer: Client;
}
export interface LastDay {
  /** Nobody has done anything about it. */
  readonly unanswered: string;
  /** Within what was promised, and closed. */
  readonly resolved: string;
}

const minsu = { id: 'C-1', name: '김민수', email: 'minsu@example.com' };
const seoyun = { id: 'V-1', name: '한서윤', email: 'seoyun@example.com', phone: '+82 10-1234-5678', tier: 'vip' };
const jane = { id: 'C-9', name: 'Jane Doe', email: 'jane@example.com', locale: 'en' };
const sold = { sellerId: 'S-1', region: '서울', brand: 'Lumen', currency: 'KRW' };

/** From ten in the morning in Seoul to the same hour two days later: something of everything that happens in a shop. */
export const firstDays = async (shop: Shop, platform: () => Platform): Promise<FirstDays> => {
  await rulesOfTheHouse(shop);
  const paid = await lateAndPaid(shop);
  await defects(shop);
  const customer = await byLink(shop, platform);
  await elsewhere(shop, platform);
  await past(shop);
  const breached = await shop.receives('배송이 너무 늦어요.', { channel: 'mail', customer: { ...minsu, id: 'C-2' } });
  const burnt = { channel: 'call-centre', customer: seoyun, productCode: 'TV-55' };
  const dangerous = await shop.receives('제품에 화상을 입었습니다.', burnt);
  await shop.does('agent', `triage/complaints/${breached}/escalate`, { note: '고객이 기다립니다.' });
  await shop.later(26);
  await shop.says('agent', dangerous, 'replies', { text: '괜찮으신가요?', asksCustomer: true });
  await shop.does('lead', `sla/clocks/${breached}/resolution/pause`, { reason: '창고 확인' });
  await shop.later(20);
  return { paid, customer };
};

/** What is still to be done when it ends has promises that run, and answers half written. */
export const lastDay = async (shop: Shop): Promise<LastDay> => {
  const unanswered = await shop.receives('택배가 아직 오지 않았어요.', { customer: minsu, productCode: 'TV-55' });
  const resolved = await shop.receives('환불해 주세요.', { channel: 'chat', customer: jane, order: { number: 'O-8' } });
  await shop.says('agent', resolved, 'replies', { text: '확인 중입니다.' });
  await shop.says('agent', resolved, 'resolve', { remedy: 'refund', text: '환불했습니다.' });
  await shop.says('agent', resolved, 'close');
  for (const role of ['agent', 'lead'] as const)
    await shop.puts(role, `desk/cases/${unanswered}/draft`, { text: `${role}: 안내드리겠습니다.` });
  return { unanswered, resolved };
};

/** Somebody has published another version of what ships with the product. */
const rulesOfTheHouse = async (shop: Shop): Promise<void> => {
  const { version: _, ...ownership } = await shop.get('lead', 'triage/ownership-policy');
  await shop.puts('lead', 'triage/ownership-policy', { ...ownership, confirmWithinMinutes: 120 });
  const { version: __, ...contact } = await shop.get('lead', 'notification/contact-policy');
  await shop.puts('lead', 'notification/contact-policy', { ...contact, followUpAfterDays: 2 });
  await shop.puts('lead', 'intake/link-policy', { validDays: 60 });
  const { texts } = await shop.get('lead', 'notification/templates/receipt');
  const shorter = (texts as readonly object[]).map((text) => ({ ...text, subject: '[{{caseNumber}}]' }));
  await shop.puts('lead', 'notification/templates/receipt', { texts: shorter });
  const absence = { from: '2026-03-03T00:00:00Z', until: '2026-03-03T03:00:00Z', substituteId: personOf('lead') };
  await shop.does('administrator', `directory/people/${personOf('finance')}/absences`, absence);
  await shop.does('administrator', 'directory/channel-keys', { channel: 'api', label: '마켓', requestsPerMinute: 60 });
};

/** Six days late: owned, paid without anybody, closed, and reopened by its customer. */
const lateAndPaid = async (shop: Shop): Promise<string> => {
  const order = { ...sold, number: 'O-1', valueMinor: 80_000, promisedAt: '2026-02-24T01:00:00Z' };
  const id = await shop.receives('택배가 아직도 오지 않았어요.', { customer: minsu, order, productCode: 'TV-55' });
  await shop.does('agent', `triage/complaints/${id}/take`);
  await shop.proposes('agent', id, { ruleId: 'delay-5-days' });
  await shop.says('agent', id, 'notes', { text: '택배사에 전화함' });
  await shop.says('agent', id, 'solutions', { remedy: 'redelivery', text: '내일 다시 보내 드리겠습니다.' });
  await shop.later(1);
  await shop.says('agent', id, 'solutions/accept');
  await shop.says('agent', id, 'resolve', { remedy: 'redelivery', text: '도착했습니다.' });
  await shop.says('agent', id, 'close');
  await shop.says('agent', id, 'messages', { channel: 'mail', text: '아직 안 왔습니다.' });
  return id;
};

/** A question to another team and what came of it; payouts that were approved, refused, taken back, and one that waits. */
const defects = async (shop: Shop): Promise<void> => {
  const order = { ...sold, number: 'O-2', valueMinor: 50_000 };
  const broken = await shop.receives('컵이 깨져서 왔어요.', { channel: 'store', customer: jane, order });
  const path = `triage/complaints/${broken}`;
  await shop.does('lead', `${path}/take`);
  const asked = await shop.does('lead', `${path}/investigations`, { team: 'quality', question: '같은 일이 또?' });
  await shop.does('agent', `triage/investigations/${String(asked['investigationId'])}/answer`, {
    finding: 'confirmed',
    result: '유약이 고르지 않습니다.',
  });
  await shop.does('lead', `${path}/investigations`, { team: 'logistics', question: '포장은?' });
  const sorted = { type: 'quality', severity: 'important', scope: 'single', urgency: 'normal', team: 'quality' };
  await shop.does('agent', `${path}/correct`, { ...sorted, reason: '두 번째입니다.' });
  const points = await shop.proposes('agent', broken, { kind: 'points', amount: won(25_000), reason: '두 번째' });
  await shop.does('lead', `${points}/approve`);
  await shop.does('finance', `${points}/reverse`, { reason: '두 번 입력됨' });
  await shop.proposes('agent', broken, { kind: 'coupon', amount: won(15_000), reason: '덤' });
  const other = await shop.receives('상품이 설명과 다릅니다.', { order: { ...order, number: 'O-3' } });
  await shop.does('administrator', 'compensation/ledger/faults', { refuseNext: 1 });
  const refund = await shop.proposes('agent', other, {
    kind: 'partial-refund',
    amount: won(20_000),
    reason: '색이 다름',
  });
  await shop.does('lead', `${refund}/approve`);
  const declined = await shop.proposes('agent', other, { kind: 'coupon', amount: won(90_000), reason: '항의' });
  await shop.does('lead', `${declined}/decline`, { reason: '과합니다.' });
};

/** A customer who follows a link, and wishes to be written to in another language. */
const byLink = async (shop: Shop, platform: () => Platform): Promise<Client> => {
  const id = await shop.receives('The kettle leaks.', { customer: { ...jane, id: 'C-10' }, productCode: 'KE-1' });
  const { token } = await shop.does('agent', `intake/complaints/${id}/links`);
  const headers = { authorization: `Link ${String(token)}` };
  const customer: Client = {
    get: (path) => platform().with(headers).get(path),
    post: (path, body) => platform().with(headers).post(path, body),
    put: (path, body) => platform().with(headers).put(path, body),
    delete: (path) => platform().with(headers).delete(path),
  };
  await shop.says('agent', id, 'replies', { text: 'Which one?', asksCustomer: true });
  await shop.later(0.5);
  await shop.does(customer, 'intake/my-complaint/messages', { text: 'The red one.' });
  const { customer: known } = await shop.complaint(id);
  const { customerKey } = known as { readonly customerKey: string };
  await shop.puts('agent', `notification/customers/${customerKey}/preference`, { carrier: 'webhook', locale: 'en' });
  return customer;
};

/** Nobody knows who wrote; and somebody who was forgotten once their complaint was closed. */
const elsewhere = async (shop: Shop, platform: () => Platform): Promise<void> => {
  await platform().anonymous.post('/api/intake/complaints', { channel: 'web', text: '어제 산 컵이 깨져서 왔어요.' });
  const gone = { id: 'C-7', name: '박지훈', email: 'jihun@example.com', phone: '+82 10-9876-5432' };
  const id = await shop.receives('직원 응대가 무례했습니다.', {
    channel: 'social',
    customer: gone,
    order: { ...sold, number: 'O-7', valueMinor: 10_000 },
  });
  await shop.proposes('agent', id, { ruleId: 'service-points' });
  await shop.says('agent', id, 'resolve', { remedy: 'apology', text: '사과드립니다, 박지훈 고객님.' });
  await shop.says('agent', id, 'close');
  const { customer } = await shop.complaint(id);
  const { customerKey } = customer as { readonly customerKey: string };
  await shop.does('administrator', `intake/customers/${customerKey}/forget`);
  await shop.later(1);
};

/** Imported from the system before. */
const past = async (shop: Shop): Promise<void> => {
  const about = { customer: seoyun, externalRef: 'old-1', receivedAt: '2021-05-03T01:00:00Z' };
  const id = await shop.receives('제품에 화상을 입었습니다.', about, 'importer');
  const then = { kind: 'points', amount: won(9_000), reference: 'OLD-77', occurredAt: '2021-05-06T01:00:00Z' };
  await shop.does('importer', `compensation/complaints/${id}/compensations`, then);
  const occurredAt = '2021-05-07T01:00:00Z';
  await shop.says('importer', id, 'resolve', { remedy: 'refund', text: '환불했습니다.', occurredAt });
};
