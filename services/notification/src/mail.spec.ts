import { faultsIn, type Platform } from '@redress/service-host/testing';
import { complaintOn, newCustomer, startNotification } from './testing/happenings.js';
import { type PostOffice, postOffice } from './testing/post-office.js';

describe('Messages by mail', () => {
  let office: PostOffice;
  let platform: Platform;
  const failures = async () => (await platform.as('agent').get('/api/notification/failures')).body.items;

  beforeEach(async () => {
    office = await postOffice();
    const settings = { SMTP_URL: office.url, SMTP_FROM: '고객의 소리 <care@example.com>' };
    // Noon in Seoul.
    platform = await startNotification('2026-03-02T03:00:00Z', settings);
  });
  afterEach(async () => {
    await platform.stop();
    await office.close();
  });

  it('are delivered once, in plain Korean text, under an id and with the headers of their own', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await platform.reaches('2026-03-02T04:00:00Z');
    const [mail, ...more] = office.mails;
    expect(more).toEqual([]);
    const [{ noticeId, ...row } = {}] = await complaint.notices();
    expect(row).toMatchObject({ state: 'sent', carrier: 'mail', address: 'haneul@example.com' });
    expect(mail).toMatchObject({
      messageId: `<${String(noticeId)}@example.com>`,
      references: `<complaint-${complaint.complaintId}@example.com>`,
      subject: '[10000017-3] 말씀해 주신 내용을 접수했습니다',
      from: { name: '고객의 소리', address: 'care@example.com' },
      to: [{ name: '김하늘', address: 'haneul@example.com' }],
    });
    // Who it is for, and what opens the case, stands in the mail alone.
    expect(mail?.text?.trim().replace(/#\S+/, '').replace('김하늘', '소중한')).toBe(row['body']);
    expect(mail?.html).toBeUndefined();
    const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('content-language')).toBe('ko');
  });

  it('cannot be given other headers by a name or a text', async () => {
    const texts = ['ko', 'en'].map((locale) => ({ locale, subject: '{{text}}', body: '{{text}}' }));
    await platform.as('lead').put('/api/notification/templates/question', { texts });
    const complaint = complaintOn(platform);
    await complaint.isReceived({ customerName: 'Eve" <eve@example.org>, "Bcc: x' });
    await complaint.isAnswered('One\r\nBcc: mallory@example.org\r\n\r\nTwo', { asksCustomer: true });
    const [, question] = office.mails;
    expect(question?.subject).toBe('One Bcc: mallory@example.org Two');
    expect(question?.bcc ?? []).toEqual([]);
    expect(question?.to).toEqual([expect.objectContaining({ address: 'haneul@example.com' })]);
  });

  it('that are refused for now are tried again; those refused for good are a failure, and may be sent again by hand', async () => {
    office.says(451, 421, 'takes');
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    expect(office.mails).toHaveLength(0);
    await platform.reaches('2026-03-02T03:10:00Z');
    expect([office.offered(), office.mails.length]).toEqual([3, 1]);
    office.says(554);
    await complaint.isAnswered('…');
    await platform.reaches('2026-03-02T04:00:00Z');
    expect(await failures()).toMatchObject([{ kind: 'progress', failure: 'refused', carrier: 'mail' }]);
    const [{ noticeId }] = await failures();
    await platform.as('agent').post(`/api/notification/notices/${noticeId}/resend`);
    await platform.settled();
    expect(await failures()).toEqual([]);
    expect(office.mails.at(-1)?.messageId).toBe(`<${noticeId}.1@example.com>`);
  });

  it('wait while the server is away, and come in the morning rather than at night', async () => {
    await office.close();
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    await platform.reaches('2026-03-02T13:00:00Z');
    await office.reopen();
    await platform.reaches('2026-03-02T22:00:00Z');
    expect(office.mails).toHaveLength(0);
    await platform.reaches('2026-03-03T00:00:00Z');
    expect(office.mails).toHaveLength(1);
  });

  it('are given up after a day', async () => {
    await office.close();
    await complaintOn(platform).isReceived();
    await platform.reaches('2026-03-03T02:00:00Z');
    expect(await failures()).toEqual([]);
    await platform.reaches('2026-03-03T04:30:00Z');
    expect(await failures()).toMatchObject([{ kind: 'receipt', failure: 'gave-up', carrier: 'mail' }]);
    await office.reopen();
  });

  it('of which nobody knows whether they were noted are sent again, under the same id', async () => {
    const faults = await faultsIn(platform.databaseUrl);
    const lift = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.type = 'notification.NoticeSent'`,
      at: 'write',
      outcome: 'known',
    });
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    expect(await complaint.notices()).toMatchObject([{ state: 'requested' }]);
    await lift();
    await platform.reaches('2026-03-02T04:00:00Z');
    await faults.close();
    expect(office.mails).toHaveLength(2);
    expect(new Set(office.mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await complaint.notices()).toMatchObject([{ state: 'sent' }]);
  });

  it('that come back are a failure; an id that is not ours is none', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    const messageId = office.mails[0]?.messageId;
    const bounce = (body: object) => platform.as('administrator').post('/api/notification/bounces', body);
    expect((await platform.as('agent').post('/api/notification/bounces', { messageId })).status).toBe(403);
    expect((await bounce({ messageId: '<else@example.com>' })).status).toBe(400);
    expect((await bounce({ messageId })).status).toBe(200);
    expect((await bounce({ messageId })).status).toBe(200);
    await platform.settled();
    expect(await failures()).toMatchObject([{ kind: 'receipt', failure: 'bounced' }]);
  });

  it('need an address, and one that was not forgotten', async () => {
    const nobody = complaintOn(platform);
    await nobody.isReceived({ customerEmail: undefined as never, customerKey: newCustomer() });
    expect(await nobody.notices()).toMatchObject([{ state: 'failed', failure: 'no-address' }]);
    const [forgotten, customerKey] = [complaintOn(platform), newCustomer()];
    await forgotten.isReceived({ customerKey });
    await forgotten.isForgotten(customerKey);
    await forgotten.isAnswered('…');
    await platform.reaches('2026-03-02T04:00:00Z');
    const [receipt, answer] = await forgotten.notices();
    expect(receipt).toMatchObject({ state: 'sent' });
    expect(receipt).not.toHaveProperty('address');
    expect(receipt).not.toHaveProperty('body');
    expect(answer).toMatchObject({ state: 'failed', failure: 'forgotten' });
    expect(office.mails).toHaveLength(1);
    expect(platform.log()).not.toContain('haneul');
  });
});
