import { derivedId } from '@redress/eventing';
import fc from 'fast-check';
import { anonymous, type Sender } from './caller.js';
import { canonicalJson, RequestHashes, sameRequest } from './request-hash.js';
import { historically } from './sender.js';
import { type ExampleApp, exampleApp, newSecret, noon, oldSecret, parcel, parcelId } from './testing/example-app.js';

let example: ExampleApp;
beforeAll(async () => void (example = await exampleApp()));
afterAll(() => example.close());

const send = async (headers: Record<string, string> = {}, payload: object = parcel) => {
  const answer = await example.inject({
    method: 'POST',
    url: '/api/shipping/parcels',
    headers: { ...(await example.as('agent')), ...headers },
    payload,
  });
  return answer.json() as Sender & { status?: number };
};
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/) as string;

describe('A command', () => {
  it('without a key is a new one each time', async () => {
    const [first, second] = [await send(), await send()];
    expect(first).toEqual({
      by: { id: 'person-1', roles: ['agent'] },
      commandId: uuid,
      correlationId: first.commandId,
      causationId: first.commandId,
      at: noon.toISOString(),
      historical: false,
      orderedAt: true,
    });
    expect(second.commandId).not.toBe(first.commandId);
  });

  it('with a key is the same command when it comes again, whatever the order of its fields', async () => {
    const first = await send({ 'idempotency-key': 'k-1' });
    const again = await send({ 'idempotency-key': 'k-1' }, Object.fromEntries(Object.entries(parcel).toReversed()));
    expect(first.commandId).toBe(derivedId('http', 'person-1', 'POST', '/api/shipping/parcels', 'k-1'));
    expect(again.commandId).toBe(first.commandId);
    expect(again.requestHash).toBe(first.requestHash);
    expect(first.requestHash).toMatch(/^1\.[0-9a-f]{64}$/);
  });

  it('with another body under the same key is told apart by its hash', async () => {
    const first = await send({ 'idempotency-key': 'k-2' });
    const other = await send({ 'idempotency-key': 'k-2' }, { ...parcel, note: 'in a hurry' });
    expect(other.commandId).toBe(first.commandId);
    expect(sameRequest(other, first.requestHash)).toBe(false);
    expect(sameRequest(first, first.requestHash)).toBe(true);
  });

  it('is another one for another caller, method, path or key', async () => {
    const ids = new Set<string>();
    const headers = { ...(await example.as('agent')), 'idempotency-key': 'k-3' };
    const other = { authorization: `Bearer ${await example.key.sign({ sub: 'person-2', roles: ['agent'] })}` };
    const put = (id: string) => ({ method: 'PUT' as const, url: `/api/shipping/parcels/${id}`, payload: parcel });
    const post = { method: 'POST' as const, url: '/api/shipping/parcels', payload: parcel };
    const second = parcelId.replace('0b', '1b');
    for (const request of [
      { ...post, headers },
      { ...post, headers: { ...headers, ...other } },
      { ...post, headers: { ...headers, 'idempotency-key': 'k-4' } },
      { ...put(parcelId), headers },
      { ...put(second), headers },
    ])
      ids.add(((await example.inject(request)).json() as Sender).commandId);
    expect(ids.size).toBe(5);
    // Another spelling of the same address is the same command.
    const spelled = await example.inject({ ...put(second.replace('1', '%31')), headers });
    expect(ids).toContain((spelled.json() as Sender).commandId);
  });

  it.each([' ', '', 'a b', 'é', 'x'.repeat(256), 'a\tb', '키'])('with the key "%s" is a 400', async (key) => {
    const answer = await example.inject({
      method: 'POST',
      url: '/api/shipping/parcels',
      headers: { ...(await example.as('agent')), 'idempotency-key': key },
      payload: parcel,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
  });

  it('carries the correlation and the trace it was sent with, when they are valid', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const correlation = '7F0C1F0E-0B9A-4A55-8AB4-2D9B9F3F1A11';
    expect(await send({ traceparent, 'x-correlation-id': correlation })).toMatchObject({
      traceparent,
      correlationId: correlation.toLowerCase(),
    });
    const odd = await send({
      traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01',
      'x-correlation-id': 'Kim',
    });
    expect(odd).not.toHaveProperty('traceparent');
    expect(odd.correlationId).toBe(odd.commandId);
  });

  it('may be one of long ago for an importer only', async () => {
    const post = async (role: 'agent' | 'importer') =>
      example.inject({ method: 'POST', url: '/api/shipping/parcels/history', headers: await example.as(role) });
    expect((await post('importer')).json()).toMatchObject({ at: '2020-01-01T00:00:00.000Z', historical: true });
    expect((await post('agent')).statusCode).toBe(403);
  });

  it('of long ago has happened already: the field that says otherwise is named', () => {
    const by = { id: 'person-1', roles: ['importer'] };
    const ids = { commandId: 'c', correlationId: 'c', causationId: 'c' };
    const importer: Sender = { by, ...ids, at: new Date('2026-03-02T12:00:00Z'), historical: false };
    const errors = [{ field: 'receivedAt', message: 'must not lie in the future' }];
    expect(() => historically(importer, new Date('2026-03-02T12:00:00.001Z'), 'receivedAt')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ status: 400, errors }) as object }) as Error,
    );
  });
});

describe('The hash of a request', () => {
  const sender = (hashes: readonly string[]): Sender => ({
    by: anonymous,
    commandId: 'c',
    requestHashes: hashes,
    correlationId: 'c',
    causationId: 'c',
    at: noon,
    historical: false,
  });

  it('is recognised after its secret was exchanged, as long as the old one is known', () => {
    const before = new RequestHashes([oldSecret]).of('c', parcel)[0];
    const during = new RequestHashes([oldSecret, newSecret]).of('c', parcel);
    expect(during[0]).toMatch(/^2\./);
    expect(sameRequest(sender(during), before)).toBe(true);
    expect(sameRequest(sender(new RequestHashes([oldSecret, newSecret]).of('c', {})), before)).toBe(false);
    expect(sameRequest(sender(new RequestHashes([newSecret]).of('c', parcel)), before)).toBe(false);
  });

  it('of equal bodies differs from command to command, so that it tells nothing about them', () => {
    const hashes = new RequestHashes([oldSecret]);
    expect(hashes.of('c', parcel)).not.toEqual(hashes.of('d', parcel));
  });

  it('needs secrets that are secrets', () => {
    expect(() => new RequestHashes([])).toThrow('none was given');
    expect(() => new RequestHashes([{ version: 1, secret: 'short' }])).toThrow('less than 32 bytes');
    expect(() => new RequestHashes([oldSecret, oldSecret])).toThrow('a version of its own');
    expect(() => new RequestHashes([{ ...oldSecret, version: 0 }])).toThrow('positive integer');
  });

  it('is of JSON that is the same in whichever order its fields came, and differs where the value does', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, inner]) => [name, shuffled(inner)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const sent = JSON.parse(JSON.stringify(value)) as unknown;
        expect(canonicalJson(shuffled(sent))).toBe(canonicalJson(sent));
        expect(JSON.parse(canonicalJson(sent))).toEqual(sent);
        const same = fc.stringify(sent) === fc.stringify(JSON.parse(JSON.stringify(other)));
        if (canonicalJson(sent) === canonicalJson(other)) expect(JSON.parse(canonicalJson(other))).toEqual(sent);
        else expect(same).toBe(false);
      }),
    );
  });
});
