import { type Answer, type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const address = '/api/intake/complaints';
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
});
afterAll(() => platform.stop());

const raw = (payload: Buffer | string): Promise<{ readonly statusCode: number }> =>
  platform.application.app.inject({
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json' },
    payload,
  });
const give = (body: object): Promise<Answer> => platform.as('agent').post(address, body);
const shown = async ({ body }: Answer): Promise<Answer> => {
  await platform.settled();
  return platform.as('agent').get(`${address}/${body.complaintId}`);
};

const words = [
  `Robert'); DROP TABLE "messages"; --`,
  `<script>alert('x')</script><img src=x onerror="alert(1)">`,
  '😡👨‍👩‍👧‍👦 화나요! ٣٤٥ שלום עולם مرحبا \u202Eneeuq\u202C',
  '{"$where":"1==1"} ${7*7} {{7*7}} %s%n \\u0000 \\x00 C:\\temp',
  'ｚ̴̡͓a̵l̷g̸o̵ \uFEFF \u200B ends here',
];
const lines = words.filter((text) => !/[\u202E\u202C]/.test(text));

describe('Odd words', () => {
  it.each(words)('are kept as they were sent: %j', async (text) => {
    const answer = await give({ channel: 'web', text });
    expect(answer.status).toBe(201);
    const { body } = await shown(answer);
    expect(body.messages[0].text).toBe(text);
  });

  it.each(lines)('are kept, or refused by name, in every field: %j', async (text) => {
    const token = text.replaceAll(/[\s\u200B\uFEFF\u200D]/g, '');
    const customer = { id: token.slice(0, 60), name: text };
    const order = { number: token.slice(0, 60), region: text, sellerId: token.slice(0, 60), brand: text };
    const given = {
      channel: 'web',
      text,
      subject: text,
      productCode: token.slice(0, 60),
      externalRef: token,
      customer,
      order,
    };
    const answer = await give(given);
    expect([201, 400]).toContain(answer.status);
    if (answer.status === 400) return expect(answer.body.errors.length).toBeGreaterThan(0);
    const { body } = await shown(answer);
    expect({ ...body, customer: { ...body.customer, customerKey: undefined } }).toMatchObject({
      ...{ subject: text, productCode: given.productCode, externalRef: token, order },
      customer: { ...customer },
    });
    const query = new URLSearchParams({ customerId: customer.id, orderNumber: order.number }).toString();
    expect((await platform.as('agent').get(`${address}?${query}`)).body.items).toHaveLength(1);
  });
});

describe('What cannot be taken', () => {
  const long = (bytes: number): string => 'x'.repeat(bytes);
  it.each<readonly [string, Buffer | string, number]>([
    ['10 MB of text', JSON.stringify({ channel: 'web', text: long(10_000_000) }), 413],
    ['a byte more than 64 KiB', JSON.stringify({ channel: 'web', text: long(65_537) }), 400],
    ['NUL', '{"channel":"web","text":"a\\u0000b"}', 400],
    ['half a character', '{"channel":"web","text":"a\\ud800b"}', 400],
    ['broken UTF-8', Buffer.from([...Buffer.from('{"channel":"web","text":"'), 0xc3, 0x28, 0x22, 0x7d]), 400],
    ['no JSON', 'channel=web', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['an unknown field', '{"channel":"web","text":"x","admin":true}', 400],
    ['a prototype', '{"channel":"web","text":"x","__proto__":{"a":1}}', 400],
    ['a number for a text', '{"channel":"web","text":1}', 400],
    ['null for an absent field', '{"channel":"web","text":"x","customer":null}', 400],
    ['blank text', '{"channel":"web","text":" \\n "}', 400],
    [
      'a mail address with a header in it',
      '{"channel":"web","text":"x","customer":{"email":"a@b.de\\r\\nBcc: c@d.de"}}',
      400,
    ],
  ])('%s is refused', async (_, payload, status) => expect((await raw(payload)).statusCode).toBe(status));

  it.each([
    '?limit=0',
    '?limit=201',
    '?cursor=x',
    '?phase=lost',
    '?at=yesterday',
    "?orderNumber=' or 1=1",
    '?caseNumber=%00',
  ])('the query %s is refused', async (query) =>
    expect((await platform.as('agent').get(address + encodeURI(query))).status).toBe(400),
  );
});

describe('The largest complaint', () => {
  it('passes the whole way', async () => {
    const text = '화'.repeat(21_845);
    const line = (bytes: number): string => 'ㄱ'.repeat(Math.floor(bytes / 3));
    const customer = {
      id: line(128),
      name: line(256),
      email: `${'a'.repeat(300)}@example.com`,
      phone: '+82 10-1234-5678',
    };
    const order = {
      number: line(128),
      valueMinor: 1,
      currency: 'KRW',
      region: line(128),
      sellerId: line(128),
      brand: line(256),
    };
    const answer = await give({
      ...{ channel: 'call-centre', text, subject: line(1024), customer, order },
      ...{ productCode: line(128), externalRef: line(255), remedySought: 'refund' },
    });
    expect(answer.status).toBe(201);
    const { status, body } = await shown(answer);
    expect([status, body.messages[0].text, body.customer.email]).toEqual([200, text, customer.email]);
    const replies = `${address}/${answer.body.complaintId}/replies`;
    expect((await platform.as('agent').post(replies, { text })).status).toBe(201);
  });
});
