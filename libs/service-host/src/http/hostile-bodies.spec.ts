import fc from 'fast-check';
import { depthOf } from './body-text.js';
import { type ExampleApp, exampleApp, parcel } from './testing/example-app.js';

let example: ExampleApp;
beforeAll(async () => {
  example = await exampleApp({
    limits: { anonymousWrites: 1_000_000, anonymousReads: 1_000_000, perCaller: 1_000_000 },
  });
});
afterAll(() => example.close());

const url = '/api/shipping/parcels/anonymous';
const json = { 'content-type': 'application/json' };
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  example.inject({ method: 'POST', url, headers, payload });
const send = (body: unknown) => post(JSON.stringify(body));
const wellFormed = (text: string) => text.replaceAll(/\p{Surrogate}/gu, '?');
const deep = (levels: number) => `{"note":${'['.repeat(levels)}${']'.repeat(levels)}}`;

describe('A body that no honest client sends', () => {
  it.each([
    ['is not JSON', '{"customer":', 400],
    ['is empty', '', 400],
    ['is not an object', '[]', 400],
    ['is null', 'null', 400],
    ['is a number', '1e999', 400],
    ['is a text', '"customer"', 400],
    ['is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['is UTF-16', Buffer.from('{"note":"x"}', 'utf16le'), 400],
    ['has NUL in a text', '{"note":"a\\u0000b"}', 400],
    ['has NUL in a name', '{"a\\u0000b":1}', 400],
    ['has half a character', '{"note":"\\ud83d"}', 400],
    ['has a __proto__', '{"__proto__":{"admin":true}}', 400],
    ['has a __proto__ inside', '{"customer":{"__proto__":{"admin":true}}}', 400],
    ['has a constructor', '{"constructor":{"prototype":{"admin":true}}}', 400],
    ['has a toString', JSON.stringify({ ...parcel, toString: 1 }), 400],
    ['is nested a little too deep', deep(33), 400],
    ['is nested a hundred thousand deep', deep(100_000), 400],
    ['has brackets without end', '['.repeat(400_000), 400],
    ['has 10 MB', `{"note":"${'x'.repeat(10_000_000)}"}`, 413],
    [
      'has ten thousand unknown fields',
      JSON.stringify(Object.fromEntries([...Array(10_000).keys()].map((n) => [`f${n}`, n]))),
      400,
    ],
    ['has a list of ten thousand', JSON.stringify({ ...parcel, lines: Array(10_000).fill({}) }), 400],
  ])('that %s is a clear 4xx', async (_name, payload, status) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.length).toBeLessThan(20_000);
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('of another type is a 415 that says which one is taken', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/xml',
    ])
      expect((await post('a=b', { 'content-type': type })).json()).toMatchObject({ status: 415 });
    expect((await post('{}', { 'content-type': 'application/json; charset=utf-16' })).statusCode).toBe(415);
    expect((await post('{}', {})).statusCode).toBe(415);
    expect((await post('{}', { 'content-type': 'not a type at all' })).statusCode).toBe(415);
  });

  it('may begin with a byte order mark, and says UTF-8 in any spelling', async () => {
    const answer = await post(`\ufeff${JSON.stringify(parcel)}`, {
      'content-type': 'application/JSON; charset="UTF-8"',
    });
    expect(answer.statusCode).toBe(201);
  });

  it('has its depth found without being read', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (value) => {
        const depth = (node: unknown): number =>
          typeof node === 'object' && node !== null ? 1 + Math.max(0, ...Object.values(node).map(depth)) : 0;
        expect(depthOf(Buffer.from(JSON.stringify(value)))).toBe(depth(value));
      }),
    );
  });
});

describe('Fields that do not fit', () => {
  it('are named one by one, without what they hold', async () => {
    const secret = 'Robert"); DROP TABLE events;--<script>alert(1)</script>';
    const answer = await send({
      customer: { name: '', email: secret, phone: secret },
      lines: [{ product: 'kettle', quantity: 1 }, { product: secret.repeat(9), quantity: '1' }, 7],
      speed: secret,
      orderedAt: '2026-02-30T00:00:00Z',
      gift: 'yes',
      [secret]: secret,
    });
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json() as { errors: { field: string; message: string }[] };
    expect(errors.map(({ field }) => field).toSorted()).toEqual(
      ['?', 'customer.email', 'customer.name', 'customer.phone', 'gift', 'lines', 'orderedAt', 'speed'].toSorted(),
    );
    expect(errors).toContainEqual({ field: 'speed', message: 'speed must be one of express, ordinary' });
    expect(errors).toContainEqual({ field: 'customer.phone', message: 'is not a field' });
    expect(answer.body).not.toContain('Robert');
  });

  it('in a list are named by their place', async () => {
    const answer = await send({
      ...parcel,
      lines: [
        { product: 'kettle', quantity: 1 },
        { product: 'pot', quantity: 0 },
      ],
    });
    expect(answer.json()).toMatchObject({
      errors: [{ field: 'lines.1.quantity', message: 'quantity must be an integer from 1 to 99' }],
    });
  });

  it.each([
    ['another type of JSON', { ...parcel, customer: 'Kim' }, 'customer'],
    ['a list for an object', { ...parcel, customer: [] }, 'customer'],
    ['an object for a list', { ...parcel, lines: { 0: {} } }, 'lines'],
    ['null', { ...parcel, speed: null }, 'speed'],
    ['a number for a text', { ...parcel, speed: 7 }, 'speed'],
    ['a text for a number', { ...parcel, lines: [{ product: 'pot', quantity: '7' }] }, 'lines.0.quantity'],
    ['a name that promises have', { ...parcel, then: 1 }, 'then'],
  ])('of %s are faults, not failures', async (_name, body, field) => {
    const answer = await send(body);
    expect(answer.statusCode).toBe(400);
    expect((answer.json() as { errors: { field: string }[] }).errors.map((one) => one.field)).toContain(field);
  });

  it.each([
    '👩‍👩‍👧‍👦 가족',
    'مرحبا بالعالم',
    '‮evil',
    "'; DROP TABLE x; --",
    '<img src=x onerror=alert(1)>',
    '${7*7}{{7*7}}',
    '%00%0a',
    'é',
  ])('are not those that hold unusual text: %s', async (note) => {
    const answer = await send({ ...parcel, note });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ note });
  });
});

describe('Whatever is sent', () => {
  it('as bytes is never a 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await post(Buffer.from(bytes))).statusCode).toBe(400);
      }),
      { numRuns: 150 },
    );
  });

  it('as JSON is never a 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 8 }), async (text) => {
        expect([201, 400]).toContain((await post(text)).statusCode);
      }),
      { numRuns: 250 },
    );
  });

  it('in place of any field is never a 500', async () => {
    const names = fc.constantFrom(
      ...Object.keys(parcel),
      'note',
      'gift',
      'toJSON',
      'then',
      'length',
      'constructor',
      'valueOf',
    );
    const value = fc.anything({ withBigInt: false, withNullPrototype: false });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, value, { noNullPrototype: true }), fc.anything(), async (changes, name) => {
        const body = { ...parcel, ...changes, customer: { name, email: name } };
        const text = JSON.stringify(body, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
        expect([201, 400]).toContain((await post(text)).statusCode);
      }),
      { numRuns: 250 },
    );
  });

  it('as a query is never a 500', async () => {
    const headers = await example.as('agent');
    const part = fc.oneof(
      fc.constantFrom('limit', 'states', 'before', 'waitFor', '__proto__', 'limit[x]', 'toString'),
      fc.string(),
    );
    const query = fc.array(fc.tuple(part, fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', 'open'))), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(query, fc.boolean(), async (pairs, encoded) => {
        const encode = (text: string) =>
          encoded ? encodeURIComponent(wellFormed(text)) : text.replaceAll(/[^\x21-\x7e]|#/g, '%');
        const search = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
        const answer = await example.inject({ url: `/api/shipping/parcels?${search}`, headers });
        expect([200, 400]).toContain(answer.statusCode);
      }),
      { numRuns: 250 },
    );
  });

  it('as a path is never a 500', async () => {
    const headers = await example.as('agent');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const answer = await example.inject({
          url: `/api/shipping/parcels/${encodeURIComponent(wellFormed(text))}`,
          headers,
        });
        expect([200, 400, 404, 414]).toContain(answer.statusCode);
      }),
      { numRuns: 150 },
    );
  });
});

describe('A query', () => {
  const ask = async (search: string) =>
    example.inject({ url: `/api/shipping/parcels?${search}`, headers: await example.as('agent') });

  it('is read as its fields expect', async () => {
    const answer = await ask('states=open&states=closed&limit=7&before=2026-03-01T00:00:00Z');
    expect(answer.json()).toEqual({
      items: [{ states: ['open', 'closed'], limit: 7, before: '2026-03-01T00:00:00.000Z' }],
    });
  });

  it.each([
    ['limit=1&limit=2', 'limit'],
    ['limit[a]=1', '?'],
    ['limit=1e3', 'limit'],
    ['limit=', 'limit'],
    ['limit=201', 'limit'],
    ['states=shut', 'states'],
    ['before=yesterday', 'before'],
    ['color=red', 'color'],
  ])('%s is a 400 that names %s', async (search, field) => {
    const answer = await ask(search);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
  });

  it.each([
    '__proto__=1',
    'toString=1',
    'limit=%ff',
    'limit=%00',
    'limit=%',
    'a=%ed%a0%80',
    Array(100).fill('a=1').join('&'),
  ])('%s is refused before it is read', async (search) =>
    expect((await ask(search)).json()).toMatchObject({ status: 400, type: '/problems/malformed' }),
  );
});

describe('A file', () => {
  const upload = async (app: ExampleApp, payload: string | Buffer, type: string, key = 'k') =>
    app.inject({
      method: 'POST',
      url: '/api/shipping/parcels/label',
      headers: { ...(await app.as('agent')), 'content-type': type, 'idempotency-key': key },
      payload,
    });

  it('is taken only of the types and sizes that were asked for, and where a route expects one', async () => {
    expect((await upload(example, 'x', 'image/png')).statusCode).toBe(415);
    const app = await exampleApp({ uploads: { types: ['image/png'], bytes: 1_000_000 } });
    const bytes = Buffer.from([0, 255, 0, 254]);
    const answer = await upload(app, bytes, 'image/png');
    expect(answer.json()).toMatchObject({ bytes: 4, requestHash: expect.stringMatching(/^1\./) as string });
    expect((await upload(app, bytes, 'image/gif')).statusCode).toBe(415);
    expect((await upload(app, Buffer.alloc(1_000_001), 'image/png')).statusCode).toBe(413);
    expect((await upload(app, `{"note":"${'x'.repeat(600_000)}"}`, 'application/json')).statusCode).toBe(413);
    expect((await upload(app, '{}', 'application/json')).json()).toMatchObject({ status: 415 });
    const misplaced = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'image/png' },
      payload: bytes,
    });
    expect(misplaced.statusCode).toBe(400);
    await app.close();
  });
});
