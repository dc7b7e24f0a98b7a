import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { event } from '@redress/eventing';
import type { Platform } from '@redress/service-host/testing';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { complaintOn, startNotification } from './testing/happenings.js';
import { type PostOffice, postOffice } from './testing/post-office.js';

const page = 'http://127.0.0.1:3000/my-complaint';

describe('The link to the case', () => {
  let office: PostOffice;
  let platform: Platform;
  beforeEach(async () => {
    office = await postOffice();
    // Noon in Seoul.
    platform = await startNotification('2026-03-02T03:00:00Z', { SMTP_URL: office.url, SMTP_FROM: 'care@example.com' });
  });
  afterEach(async () => {
    await platform.stop();
    await office.close();
  });

  const tokensIn = (text: string | undefined): readonly string[] =>
    [...(text ?? '').matchAll(/\/my-complaint#(\S+)/g)].map(([, token = '']) => token);
  const linkIn = async (text: string | undefined): Promise<Record<string, unknown>> => {
    const [token = '', ...more] = tokensIn(text);
    expect(more).toEqual([]);
    const file = join(platform.dataDirectory, 'secrets', 'customer-link.public.json');
    const keys = createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);
    return (await jwtVerify(token, keys, { currentDate: platform.now() })).payload;
  };

  it('is made when a message goes, for as long as intake’s policy says, of the generation of then', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    expect(await linkIn(office.mails[0]?.text)).toEqual({
      iss: 'redress',
      complaintId: complaint.complaintId,
      generation: 1,
      scope: 'customer',
      exp: Date.parse('2026-05-31T03:00:00Z') / 1000,
    });
    await complaint.tell(event('LinkPolicyPublished', { policyId: 'current', version: 2, validDays: 7 }));
    const { complaintId } = complaint;
    await complaint.tell(event('LinksRevoked', { complaintId, generation: 2, revokedAt: platform.now() }));
    await complaint.isProposed('전액 환불해 드리겠습니다.');
    expect(office.mails[1]?.text).toContain('전액 환불해 드리겠습니다.');
    expect(await linkIn(office.mails[1]?.text)).toMatchObject({
      generation: 2,
      exp: Date.parse('2026-03-09T03:00:00Z') / 1000,
    });
  });

  it('is in a digest too, where a proposal had to wait for it', async () => {
    await platform.reaches('2026-03-02T12:30:00Z');
    const complaint = complaintOn(platform);
    await complaint.isReceived({ locale: 'en' });
    for (let n = 0; n < 6; n += 1) await complaint.isAnswered(`News ${n}.`);
    await complaint.isProposed('Your money back.');
    await platform.reaches('2026-03-03T12:00:00Z');
    const proposal = office.mails.find(({ text }) => text?.includes('Your money back.'));
    expect(await linkIn(proposal?.text)).toMatchObject({ complaintId: complaint.complaintId });
  });

  it('is kept nowhere: a row, an event and a line of the log have the page, which opens nothing', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    const [notice] = await complaint.notices();
    expect(String(notice?.['body'])).toContain(`${page}\n`);
    const kept = [
      JSON.stringify(await complaint.notices()),
      (await platform.as('lead').get('/api/notification/outbox')).text,
      platform.log(),
    ].join('\n');
    const [token = ''] = tokensIn(office.mails[0]?.text);
    for (const part of token.split('.')) expect(kept).not.toContain(part);
    // What is sealed in the event is what the row shows: it is folded from nothing else.
    expect(tokensIn(kept)).toEqual([]);
  });

  it('is not put where a text only looks like it, and never into a subject', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived({ customerName: '{{caseLink}}' });
    await complaint.isAnswered('See {{caseLink}}.');
    expect(tokensIn(office.mails[1]?.text)).toEqual([]);
    expect(office.mails[1]?.text).toContain('See {{caseLink}}.');
    const texts = ['ko', 'en'].map((locale) => ({ locale, subject: '{{caseLink}}', body: '{{text}}' }));
    const { status, body } = await platform.as('lead').put('/api/notification/templates/solution-proposed', { texts });
    expect([status, body.reason]).toEqual([409, 'link-in-subject']);
  });

  it('is not shown to who tries a text out', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived();
    const { body, status } = await platform
      .as('lead')
      .post('/api/notification/templates/receipt/preview', { complaintId: complaint.complaintId, locale: 'en' });
    expect(status).toBeLessThan(300);
    expect(body.body).toContain(page);
    expect(tokensIn(JSON.stringify(body))).toEqual([]);
  });
});
