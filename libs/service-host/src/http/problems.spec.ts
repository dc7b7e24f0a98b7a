import { Conflict, LimitExceeded, noStream, OutcomeUnknown, refuse } from '@redress/eventing';
import { QueryFailedError } from 'typeorm';
import { KeyReusedError, NotThereError, RefusedError, UnavailableError } from './refused.js';
import { type ExampleApp, exampleApp, parcel, parcelId } from './testing/example-app.js';
import { fails } from './testing/example.controllers.js';

let example: ExampleApp;
beforeAll(async () => void (example = await exampleApp()));
afterAll(() => example.close());

const failWith = async (error: unknown) => {
  fails.error = error;
  const answer = await example.inject({ url: '/api/shipping/parcels/failing' });
  return { answer, problem: answer.json() as Record<string, unknown> };
};
const pgError = (code: string) =>
  new QueryFailedError(
    'select $1',
    ['Kim'],
    Object.assign(new Error('duplicate "Kim"'), { code, detail: 'Key (x)=(Kim)' }),
  );
const coded = (code: string) => Object.assign(new Error('connect'), { code });

describe('What went wrong is told as a problem (RFC 9457)', () => {
  it('names a refusal by its reason', async () => {
    const answer = await example.inject({
      method: 'POST',
      url: `/api/shipping/parcels/${parcelId}/recall`,
      headers: await example.as('lead'),
    });
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual({
      type: '/problems/parcel-delivered',
      title: 'Parcel delivered',
      status: 409,
      detail: 'This parcel was delivered.',
      reason: 'parcel-delivered',
      instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/) as string,
    });
  });

  it.each([
    ['a refusal', new RefusedError(refuse('shut', 'It is shut.')), 409, '/problems/shut'],
    ['a key used for another body', new KeyReusedError(), 422, '/problems/idempotency-key-reused'],
    ['a thing that is not there', new NotThereError('complaint'), 404, 'about:blank'],
    ['more than a store takes', new LimitExceeded('Too much.'), 413, 'about:blank'],
    ['an unknown outcome', new OutcomeUnknown('a-1', new Error('x')), 503, '/problems/outcome-unknown'],
    ['a conflict that did not end', new Conflict('a-1', noStream, 3n), 503, '/problems/unavailable'],
    ['a part that is away', new UnavailableError('The event store', 7), 503, '/problems/unavailable'],
    ['a refused connection', coded('ECONNREFUSED'), 503, '/problems/unavailable'],
    ['several refused connections', new AggregateError([coded('ECONNREFUSED')], 'all'), 503, '/problems/unavailable'],
    ['a database that starts', pgError('57P03'), 503, '/problems/unavailable'],
    ['a lost race in the database', pgError('40001'), 503, '/problems/unavailable'],
    [
      'a lost connection',
      new Error('x', { cause: new Error('Connection terminated unexpectedly') }),
      503,
      '/problems/unavailable',
    ],
    ['a unique violation', pgError('23505'), 500, 'about:blank'],
    ['what is no error', 'not even an error', 500, 'about:blank'],
    ['nothing at all', undefined, 500, 'about:blank'],
  ])('answers %s', async (_name, error, status, type) => {
    const { answer, problem } = await failWith(error);
    expect(answer.statusCode).toBe(status);
    expect(problem).toMatchObject({ status, type });
    if (status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('tells of an unforeseen error nothing but its incident, and logs it without what it quotes', async () => {
    example.lines.length = 0;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    fails.error = pgError('23505');
    const answer = await example.inject({ url: '/api/shipping/parcels/failing', headers: { traceparent } });
    const { instance, ...problem } = answer.json() as { instance: string };
    const id = instance.slice('urn:uuid:'.length);
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: `Something went wrong on our side. It is noted as incident ${id}; nothing else is needed.`,
    });
    const [line] = example.logged().filter(({ level }) => level === 'error');
    expect(line).toMatchObject({
      requestId: id,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      error: { type: 'QueryFailedError', code: '23505', stack: expect.stringContaining('problems.spec') as string },
    });
    expect(example.lines.join()).not.toContain('Kim');
  });

  it('tells a wrong method from a wrong address, and says what there is', async () => {
    const method = await example.inject({ method: 'DELETE', url: '/api/shipping/parcels' });
    expect(method.statusCode).toBe(405);
    expect(method.headers.allow).toBe('GET, HEAD, POST');
    const query = await example.inject({ method: 'QUERY' as 'GET', url: '/api/shipping/parcels' });
    expect(query.statusCode).toBe(405);
    const address = await example.inject({ url: '/api/shipping/barrels/Kim%20Min' });
    expect(address.statusCode).toBe(404);
    expect(address.json()).toMatchObject({ status: 404, detail: expect.stringContaining('/openapi.json') as string });
    expect(address.body).not.toContain('Kim');
    const empty = await example.inject({ method: 'POST', url: '/api/shipping/parcels//recall?name=Kim' });
    expect(empty.json()).toMatchObject({ status: 404 });
    expect(empty.body).not.toContain('Kim');
  });

  it('answers an address that cannot be decoded, and one with too long a part', async () => {
    expect((await example.inject({ url: '/api/shipping/parcels/%zz' })).json()).toMatchObject({ status: 400 });
    const long = await example.inject({ url: `/api/shipping/parcels/${'x'.repeat(300)}` });
    expect(long.statusCode).toBe(414);
    expect(long.headers['content-type']).toContain('problem+json');
    const longer = await example.inject({ url: `/api/shipping/parcels?x=${'x'.repeat(9000)}` });
    expect(longer.json()).toMatchObject({ status: 414 });
  });

  it('takes over the caller’s id of a request when it is a UUID', async () => {
    const id = '7f0c1f0e-0b9a-4a55-8ab4-2d9b9f3f1a11';
    const answer = await example.inject({ url: '/api/nothing', headers: { 'x-request-id': id } });
    expect(answer.headers['x-request-id']).toBe(id);
    expect(answer.json()).toMatchObject({ instance: `urn:uuid:${id}` });
    const other = await example.inject({ url: '/api/nothing', headers: { 'x-request-id': 'Kim' } });
    expect(other.headers['x-request-id']).not.toBe('Kim');
  });

  it('accepts a good body', async () => {
    const answer = await example.inject({
      method: 'POST',
      url: '/api/shipping/parcels',
      headers: await example.as('agent'),
      payload: parcel,
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ orderedAt: true, by: { id: 'person-1', roles: ['agent'] } });
  });
});
