import { type Answer, type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const complaints = '/api/intake/complaints';
const mine = '/api/intake/my-complaint';
const agentsNote = 'He has complained four times.';
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, {
    at: '2026-03-02T09:00:00Z',
    environment: { PUBLIC_URL: 'https://care.example.com/' },
  });
});
afterAll(() => platform.stop());

interface Opened {
  readonly complaintId: string;
  readonly link: { readonly token: string; readonly url: string; readonly expiresAt: string };
  /** Whoever has the link. */
  readonly customer: Client;
  says(what: string, body?: object): Promise<Answer>;
  shown(): Promise<Answer>;
  agentSays(what: string, body?: object): Promise<Answer>;
}

const bearing = (token: string): Client => platform.with({ authorization: `Link ${token}` });

/** A complaint, and its customer with a link. */
const opened = async (given: object = {}): Promise<Opened> => {
  const { body } = await platform.anonymous.post(complaints, { channel: 'web', text: 'The kettle leaks.', ...given });
  const { complaintId } = body as { complaintId: string };
  const issued = await platform.as('agent').post(`${complaints}/${complaintId}/links`);
  expect(issued.status).toBe(201);
  const link = issued.body as Opened['link'];
  const customer = bearing(link.token);
  return {
    complaintId,
    link,
    customer,
    says: (what, words = {}) => customer.post(`${mine}/${what}`, words),
    shown: async () => {
      await platform.settled();
      return customer.get(mine);
    },
    agentSays: (what, words = {}) => platform.as('agent').post(`${complaints}/${complaintId}/${what}`, words),
  };
};
const datesIn = ({ body }: Answer): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    (body as { steps: { name: string; reachedAt?: string }[] }).steps.map(({ name, reachedAt }) => [name, reachedAt]),
  );

describe('A customer with a link', () => {
  it('goes the whole way of a complaint without an account', async () => {
    const { says, shown, agentSays, complaintId } = await opened({
      subject: 'Kettle',
      customer: { name: '김민수', email: 'minsu@example.com' },
    });
    const start = await shown();
    expect(start.body).toEqual({
      complaintId,
      caseNumber: expect.stringMatching(/^\d{8}-\d$/) as string,
      phase: 'received',
      waitingForCustomer: false,
      subject: 'Kettle',
      steps: [
        { name: 'received', reachedAt: '2026-03-02T09:00:00.000Z' },
        { name: 'in-progress' },
        { name: 'solution-proposed' },
        { name: 'resolved' },
        { name: 'closed' },
      ],
      missing: ['customer-id', 'order-number', 'product-code'],
      messages: [
        {
          messageId: expect.any(String) as string,
          kind: 'complaint',
          from: 'customer',
          at: '2026-03-02T09:00:00.000Z',
          text: 'The kettle leaks.',
          asksCustomer: false,
        },
      ],
    });

    await platform.reaches('2026-03-02T10:00:00Z');
    await agentSays('replies', { text: 'Which order?', asksCustomer: true });
    await agentSays('notes', { text: agentsNote });
    expect((await shown()).body).toMatchObject({ phase: 'in-progress', waitingForCustomer: true });
    expect((await says('messages', { text: 'O-1, the red one.' })).status).toBe(201);
    expect((await says('facts', { orderNumber: 'O-1' })).status).toBe(200);
    const answered = (await shown()).body;
    expect(answered).toMatchObject({
      waitingForCustomer: false,
      orderNumber: 'O-1',
      missing: ['customer-id', 'product-code'],
    });

    await platform.reaches('2026-03-02T11:00:00Z');
    await agentSays('solutions', { remedy: 'repair', text: 'We repair it.' });
    const proposed = await shown();
    expect(proposed.body.solution).toMatchObject({ remedy: 'repair', text: 'We repair it.' });
    expect(datesIn(proposed)['solution-proposed']).toBe('2026-03-02T11:00:00.000Z');
    expect((await says('solutions/decline', { reason: 'A new one, please.' })).status).toBe(200);
    const declined = await shown();
    expect(declined.body.solution).toBeUndefined();
    expect(datesIn(declined)['solution-proposed']).toBeUndefined();
    await agentSays('solutions', { remedy: 'exchange', text: 'A new one.' });
    expect((await says('solutions/accept')).status).toBe(200);
    expect((await shown()).body.solution).toMatchObject({ remedy: 'exchange', acceptedAt: '2026-03-02T11:00:00.000Z' });

    await platform.reaches('2026-03-02T12:00:00Z');
    await agentSays('resolve', { remedy: 'exchange', text: 'It is on its way.' });
    expect((await says('reopen', { reason: 'It never came.' })).status).toBe(200);
    const reopened = await shown();
    expect(reopened.body.phase).toBe('in-progress');
    expect(datesIn(reopened)).toMatchObject({ 'in-progress': '2026-03-02T10:00:00.000Z', resolved: undefined });
    await agentSays('resolve', { remedy: 'exchange', text: 'Another one is on its way.' });
    expect((await says('confirm')).status).toBe(200);
    await agentSays('close');
    const end = await shown();
    expect(end.body.phase).toBe('closed');
    expect(datesIn(end)).toMatchObject({ resolved: '2026-03-02T12:00:00.000Z', closed: '2026-03-02T12:00:00.000Z' });
    expect(end.body.messages.map(({ from, kind, text }: Record<string, string>) => [from, kind, text])).toEqual([
      ['customer', 'complaint', 'The kettle leaks.'],
      ['house', 'reply', 'Which order?'],
      ['customer', 'customer', 'O-1, the red one.'],
      ['house', 'solution', 'We repair it.'],
      ['customer', 'decline', 'A new one, please.'],
      ['house', 'solution', 'A new one.'],
      ['house', 'resolution', 'It is on its way.'],
      ['customer', 'reopening', 'It never came.'],
      ['house', 'resolution', 'Another one is on its way.'],
    ]);
  });

  it('sees no note, no colleague, and nothing about themselves that another reader of the link should not', async () => {
    const { shown, agentSays } = await opened({
      customer: { id: 'C-7', name: '김민수', email: 'minsu@example.com', phone: '+82 10 1234 5678' },
    });
    await agentSays('notes', { text: agentsNote });
    await agentSays('replies', { text: 'Sorry.' });
    const { text } = await shown();
    for (const hidden of [agentsNote, '"by"', '김민수', 'minsu@example.com', '1234', 'C-7', 'customerKey', 'tier'])
      expect(text).not.toContain(hidden);
  });

  it('speaks as the customer of that complaint, on the web', async () => {
    const { says, complaintId } = await opened();
    await says('messages', { text: 'Hello?' });
    const log = await platform.store.read(`intake.complaint-${complaintId}`);
    const wrote = log.find(({ type }) => type === 'intake.CustomerWrote');
    expect(JSON.parse(wrote?.data ?? '')).toMatchObject({ channel: 'web' });
    expect(wrote?.metadata.by).toEqual({ id: `customer:${complaintId}`, roles: ['customer'] });
  });

  it('is answered alike when a request comes twice, and told why when it does not fit', async () => {
    const { customer, says, shown } = await opened();
    const key = { 'idempotency-key': 'once' };
    const [first, second] = [
      await customer.post(`${mine}/messages`, { text: 'Hello?' }, key),
      await customer.post(`${mine}/messages`, { text: 'Hello?' }, key),
    ];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect((await customer.post(`${mine}/messages`, { text: 'Bye.' }, key)).status).toBe(422);
    const other = await opened();
    const elsewhere = await other.customer.post(`${mine}/messages`, { text: 'Bye.' }, key);
    expect(elsewhere.status).toBe(201);
    expect((await shown()).body.messages).toHaveLength(2);
    const reasons = [
      await says('solutions/accept'),
      await says('confirm'),
      await says('reopen', { reason: 'Why not?' }),
    ];
    expect(reasons.map(({ status, body }) => [status, body.reason])).toEqual([
      [409, 'no-solution-proposed'],
      [409, 'not-resolved'],
      [409, 'complaint-open'],
    ]);
    await says('facts', { orderNumber: 'O-1' });
    expect((await says('facts', { orderNumber: 'O-2' })).body.reason).toBe('fact-known');
  });

  it('may do nothing that is for others, and nothing to another complaint', async () => {
    const { customer, complaintId } = await opened();
    const other = await opened();
    const attempts = [
      customer.get(`${complaints}/${complaintId}`),
      customer.get(`${complaints}/${other.complaintId}`),
      customer.get(complaints),
      customer.post(`${complaints}/${complaintId}/messages`, { channel: 'web', text: 'Hello?' }),
      customer.post(`${complaints}/${other.complaintId}/messages`, { channel: 'web', text: 'Hello?' }),
      customer.post(`${complaints}/${complaintId}/replies`, { text: 'Hello?' }),
      customer.post(`${complaints}/${complaintId}/close`),
      customer.post(`${complaints}/${complaintId}/facts`, { orderNumber: 'O-1' }),
      customer.post(`${complaints}/${complaintId}/links`),
      customer.post(`${complaints}/${complaintId}/links/revoke`),
      customer.get('/api/intake/handling-policy'),
      customer.put('/api/intake/link-policy', { validDays: 1 }),
      customer.get('/api/intake/link-policy'),
    ];
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual(attempts.map(() => 403));
    const staff = [
      platform.as('agent').get(mine),
      platform.as('administrator').post(`${mine}/confirm`),
      platform.anonymous.get(mine),
    ];
    expect((await Promise.all(staff)).map(({ status }) => status)).toEqual([403, 403, 401]);
  });

  it.each<readonly [string, object]>([
    ['messages', {}],
    ['messages', { text: '' }],
    ['messages', { text: ['Hello?'] }],
    ['messages', { text: 'Hello?', channel: 'call-centre' }],
    ['messages', { text: 'Hello?', occurredAt: '2020-01-01T00:00:00Z' }],
    ['messages', { text: 'Hello?', complaintId: '6f8e0000-0000-5000-8000-00000000dead' }],
    ['facts', { orderNumber: 'two words' }],
    ['facts', { orderNumber: { $ne: null } }],
    ['facts', { customerId: 'C-1' }],
    ['solutions/decline', { reason: '\u0000' }],
    ['reopen', {}],
  ])('is told what is wrong with %s %j', async (what, body) => {
    const { says } = await opened();
    expect((await says(what, body)).status).toBe(400);
  });

  it('is told when words are too many', async () =>
    expect((await (await opened()).says('messages', { text: 'x'.repeat(65_537) })).status).toBe(400));

  it('has odd words kept as they were sent', async () => {
    const { says, shown } = await opened();
    const odd = `<img src=x onerror=alert(1)> Robert'); DROP TABLE "messages"; -- 😡 \u202Eneeuq\u202C {{caseLink}}`;
    expect((await says('messages', { text: odd })).status).toBe(201);
    expect((await shown()).body.messages.at(-1).text).toBe(odd);
  });
});

describe('Facts that were missing', () => {
  it('are also given by an agent, once they know them', async () => {
    const { agentSays, complaintId, shown } = await opened();
    expect((await agentSays('facts', { orderNumber: 'O-1', productCode: 'K-2' })).status).toBe(200);
    expect((await agentSays('facts', { orderNumber: 'O-1' })).status).toBe(200);
    expect((await agentSays('facts', { orderNumber: 'O-2' })).body.reason).toBe('fact-known');
    expect((await shown()).body.missing).toEqual(['customer-id']);
    const found = await platform.as('agent').get(`${complaints}?orderNumber=O-1&productCode=K-2`);
    expect((found.body as { items: object[] }).items).toMatchObject([{ complaintId, missing: ['customer-id'] }]);
    expect((await platform.as('finance').post(`${complaints}/${complaintId}/facts`, {})).status).toBe(403);
  });
});

describe('What was forgotten', () => {
  it('is in no answer to a link', async () => {
    const { says, shown, agentSays, complaintId, link } = await opened({
      subject: 'My kettle in Mapo-gu',
      customer: { id: 'C-forgotten', name: '김민수' },
    });
    await says('messages', { text: 'My door code is 1234.' });
    await agentSays('solutions', { remedy: 'refund', text: 'Dear Mr Kim, your money back.' });
    await says('solutions/accept');
    await agentSays('resolve', { remedy: 'refund', text: 'Paid to Mr Kim.' });
    await agentSays('close');
    expect((await shown()).text).toContain('door code');
    const { body } = await platform.as('agent').get(`${complaints}/${complaintId}`);
    const { customerKey } = (body as { customer: { customerKey: string } }).customer;
    await platform.as('administrator').post(`/api/intake/customers/${customerKey}/forget`);
    await platform.settled();
    for (const moment of ['at once', 'after the keys were destroyed']) {
      if (moment !== 'at once') await platform.reaches(new Date(platform.now().getTime() + 200_000).toISOString());
      const { status, text, body } = await bearing(link.token).get(mine);
      expect([moment, status]).toEqual([moment, 200]);
      for (const personal of ['Mapo', 'kettle', 'door', 'Kim', '김민수']) expect(text).not.toContain(personal);
      expect(body).toMatchObject({ phase: 'closed', solution: { remedy: 'refund' }, messages: { length: 4 } });
    }
  });
});
