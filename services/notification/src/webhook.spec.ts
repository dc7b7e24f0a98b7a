import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '@redress/service-host/testing';
import { mailPlaceIn, webhookPlaceIn } from './carriers.module.js';
import { complaintOn, newCustomer, startNotification } from './testing/happenings.js';
import { type PostOffice, postOffice } from './testing/post-office.js';
import { type Receiver, receiver } from './testing/receiver.js';

const secret = 'a secret of twenty-four or more';

describe('Messages by webhook', () => {
  let target: Receiver;
  let office: PostOffice;
  let platform: Platform;
  beforeEach(async () => {
    target = await receiver();
    office = await postOffice();
    const mail = { SMTP_URL: office.url, SMTP_FROM: 'care@example.com' };
    const settings = { ...mail, WEBHOOK_URL: target.url, WEBHOOK_SECRET: secret };
    platform = await startNotification('2026-03-02T03:00:00Z', settings);
  });
  afterEach(async () => {
    await platform.stop();
    await target.close();
    await office.close();
  });

  const byPhone = { customerEmail: undefined as never, customerPhone: '+82 10-1234-5678' };

  it('go to whom no mail reaches, signed, under the id of the message', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived(byPhone);
    const [{ headers, body } = { headers: {}, body: '{}' }] = target.received;
    const [{ noticeId, ...row } = {}] = await complaint.notices();
    expect(row).toMatchObject({ state: 'sent', carrier: 'webhook', address: '+82 10-1234-5678' });
    const timestamp = String(headers['webhook-timestamp']);
    expect(timestamp).toBe(String(Date.parse('2026-03-02T03:00:00Z') / 1000));
    const signed = createHmac('sha256', secret)
      .update(`${String(noticeId)}.${timestamp}.${body}`)
      .digest('base64');
    expect(headers).toMatchObject({ 'webhook-id': noticeId, 'webhook-signature': `v1,${signed}` });
    expect(JSON.parse(body)).toMatchObject({
      ...{ noticeId, complaintId: complaint.complaintId, kind: 'receipt', caseNumber: '10000017-3' },
      to: { name: '김하늘', phone: '+82 10-1234-5678' },
    });
    expect(office.mails).toEqual([]);
  });

  it('go to who prefers them to mail', async () => {
    const customerKey = newCustomer();
    const path = `/api/notification/customers/${customerKey}/preference`;
    await platform.as('agent').put(path, { carrier: 'webhook' });
    await complaintOn(platform).isReceived({ customerKey });
    expect([target.received.length, office.mails.length]).toEqual([1, 0]);
    await complaintOn(platform).isReceived();
    expect([target.received.length, office.mails.length]).toEqual([1, 1]);
  });

  it('are tried again, with the same id, until the receiver can; its refusal is a failure', async () => {
    target.answers(503, 429, 200, 410);
    const complaint = complaintOn(platform);
    await complaint.isReceived(byPhone);
    await platform.reaches('2026-03-02T03:01:00Z');
    expect(new Set(target.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(target.received).toHaveLength(3);
    await complaint.isAnswered('…');
    expect((await complaint.notices()).map(({ state, failure }) => [state, failure])).toEqual([
      ['sent', undefined],
      ['failed', 'refused'],
    ]);
  });
});

describe('The settings of carriers', () => {
  it('are none, or such as can be meant', () => {
    expect([mailPlaceIn({}), webhookPlaceIn({})]).toEqual([undefined, undefined]);
    const SMTP_URL = 'smtps://user:password@mail.example.com:465';
    expect(mailPlaceIn({ SMTP_URL, SMTP_FROM: 'Care <care@example.com>' })).toBeDefined();
    expect(() => mailPlaceIn({ SMTP_URL: 'mail.example.com' })).toThrow('SMTP_URL looks like');
    expect(() => mailPlaceIn({ SMTP_URL })).toThrow('SMTP_FROM is needed with SMTP_URL');
    expect(() => mailPlaceIn({ SMTP_URL, SMTP_FROM: 'care' })).toThrow('SMTP_FROM');
    expect(() => webhookPlaceIn({ WEBHOOK_URL: 'example.com', WEBHOOK_SECRET: secret })).toThrow('WEBHOOK_URL');
    expect(() => webhookPlaceIn({ WEBHOOK_URL: 'https://example.com', WEBHOOK_SECRET: 'short' })).toThrow(
      'WEBHOOK_SECRET is needed with WEBHOOK_URL',
    );
  });

  it('may stand in files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'redress-carriers-'));
    const file = join(directory, 'webhook');
    writeFileSync(file, `${secret}\n`);
    const WEBHOOK_URL = 'https://example.com/messages';
    expect(webhookPlaceIn({ WEBHOOK_URL, WEBHOOK_SECRET_FILE: file })?.secret).toBe(secret);
    expect(() => webhookPlaceIn({ WEBHOOK_URL, WEBHOOK_SECRET: secret, WEBHOOK_SECRET_FILE: file })).toThrow('exclude');
    expect(() => webhookPlaceIn({ WEBHOOK_URL, WEBHOOK_SECRET_FILE: `${file}.not` })).toThrow('cannot be read: ENOENT');
    rmSync(directory, { recursive: true });
  });
});
