import type { Platform } from '@redress/service-host/testing';
import { shippedContactPolicy } from './contact-policy.decider.js';
import { complaintOn, startNotification } from './testing/happenings.js';

const base = '/api/notification';
const ko = { locale: 'ko', subject: '[{{caseNumber}}] 접수', body: '{{customerName}} 고객님, 접수했습니다.' };
const en = { locale: 'en', subject: '[{{caseNumber}}] Received', body: 'Dear {{customerName}}, we have it.' };

describe('The words and rules of messages, as leads publish them', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startNotification('2026-03-02T03:00:00Z');
  });
  afterEach(() => platform.stop());

  it('hold from the next message on, and each message names its version', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    const path = `${base}/templates/receipt`;
    expect((await platform.as('agent').put(path, { texts: [ko, en] })).status).toBe(403);
    const unknown = await platform.as('lead').put(path, { texts: [ko, { ...en, body: '{{parcel}}' }] });
    expect([unknown.status, unknown.body.reason]).toEqual([409, 'variable-unknown']);
    const published = await platform.as('lead').put(path, { texts: [ko, en] });
    expect([published.status, published.body.version]).toEqual([200, 2]);
    await platform.settled();
    const later = complaintOn(platform);
    await later.isReceived();
    expect(await complaint.notices()).toMatchObject([{ templateVersion: 1 }]);
    expect(await later.notices()).toMatchObject([{ templateVersion: 2, body: '소중한 고객님, 접수했습니다.' }]);
    const versions = (await platform.as('agent').get(`${path}/versions`)).body.items;
    expect(versions).toMatchObject([{ version: 2, texts: [en, ko] }, { version: 1 }]);
    const all = (await platform.as('agent').get(`${base}/templates`)).body as { kind: string; variables: object[] }[];
    expect(all).toHaveLength(14);
    expect(all[0]?.variables).toContainEqual({ name: 'caseNumber' });
  });

  it('are looked at on a real case before they are published, and that the case was read is noted', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isPromised('resolution', '2026-03-09T03:00:00Z');
    const { complaintId } = complaint;
    const preview = (kind: string, body: object) => platform.as('lead').post(`${base}/templates/${kind}/preview`, body);
    const shipped = await preview('receipt', { complaintId, locale: 'en-GB' });
    expect(shipped.status).toBe(200);
    expect(shipped.body).toMatchObject({ locale: 'en', subject: '[10000017-3] We have received your message' });
    expect(shipped.body.body).toContain('Solution: by March 9, 2026 at 12:00');
    const draft = { subject: 'Hello {{customerName}}', body: '{{caseNumber}}' };
    expect((await preview('receipt', { complaintId, locale: 'en', draft })).body).toEqual({
      locale: 'en',
      subject: 'Hello 김하늘',
      body: '10000017-3',
    });
    const wrong = { subject: '{{nothing}}', body: '…' };
    expect((await preview('receipt', { complaintId, locale: 'en', draft: wrong })).body.reason).toBe(
      'variable-unknown',
    );
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await preview('receipt', { complaintId: nobody, locale: 'en' })).status).toBe(404);
    const events = await platform.application.runtime.adapters.store.read(`notification.reads-${complaintId}`, 0n);
    expect(events).toHaveLength(1);
    expect(await complaint.notices()).toHaveLength(1);
  });

  it('say how often and when: by the policy that is in force when a message is asked for', async () => {
    const path = `${base}/contact-policy`;
    const { version: _, ...terms } = shippedContactPolicy;
    expect((await platform.as('agent').get(path)).body).toEqual(shippedContactPolicy);
    expect((await platform.as('agent').put(path, terms)).status).toBe(403);
    expect((await platform.as('lead').put(path, { ...terms, timeZone: 'Nowhere' })).body.reason).toBe('zone-unknown');
    const published = await platform.as('lead').put(path, { ...terms, mostPerDay: 1, quietUntilMinute: 780 });
    expect([published.status, published.body.version]).toEqual([200, 2]);
    await platform.settled();
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isAnswered('…');
    await complaint.isAnswered('…');
    const due = { state: 'requested', sendAt: '2026-03-02T04:00:00.000Z' };
    expect(await complaint.notices()).toMatchObject([due, due, due]);
    await platform.reaches('2026-03-02T04:00:00Z');
    // They fall due together, in no particular order: whether or not the receipt is first, one answer is too many.
    const [receipt, ...answers] = await complaint.notices();
    expect(receipt).toMatchObject({ kind: 'receipt', state: 'sent' });
    expect(answers.map(({ state }) => state)).toContain('held');
    expect((await platform.as('agent').get(`${path}/versions`)).body.items).toMatchObject([
      { version: 2, mostPerDay: 1 },
      shippedContactPolicy,
    ]);
  });

  it('are for those who may see them', async () => {
    for (const path of ['outbox', 'failures', 'templates']) {
      expect((await platform.as('analyst').get(`${base}/${path}`)).status).toBe(403);
      expect((await platform.anonymous.get(`${base}/${path}`)).status).toBe(401);
    }
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await complaint.isAnswered('…');
    const first = (await platform.as('agent').get(`${base}/outbox?limit=1`)).body;
    const second = (await platform.as('agent').get(`${base}/outbox?limit=1&cursor=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, undefined]);
    expect((await platform.as('agent').get(`${base}/outbox?kind=receipt`)).body.items).toHaveLength(1);
  });
});
