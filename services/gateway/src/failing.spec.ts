import { connect } from 'node:net';
import { echo, gateway, moment, upstream } from './testing/running-gateway.js';
import { nobodysUrl } from './testing/upstream.js';
import { readUpstreams } from './upstreams.settings.js';

describe('When a service is away', () => {
  const problemFrom = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return (await answer.json()) as { status: number; type: string; detail: string };
  };

  it('the caller hears 503, and that nothing was sent', async () => {
    const { url } = await gateway(`intake=${await nobodysUrl()}`);
    const answer = await fetch(`${url}/api/intake/complaints`, { method: 'POST', body: '{"text":"…"}' });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await problemFrom(answer)).toMatchObject({
      status: 503,
      type: '/problems/unavailable',
      detail: expect.stringContaining('Nothing was sent'),
    });
  });

  it('the caller hears 502 when the connection broke, and may send the command again under its key', async () => {
    const service = await upstream((request) => void request.socket.destroy());
    const { url } = await gateway(`intake=${service.url}`);
    const answer = await fetch(`${url}/api/intake/complaints`, { method: 'POST', body: '{}' });
    expect(await problemFrom(answer)).toMatchObject({
      status: 502,
      detail: expect.stringContaining('the same Idempotency-Key'),
    });
    expect(service.asked).toHaveLength(1);
  });

  it('the caller hears 504 when no answer came in time', async () => {
    const service = await upstream(() => undefined);
    const { url } = await gateway(`intake=${service.url}`, { forward: { answerMs: 20 } });
    expect(await problemFrom(await fetch(`${url}/api/intake/complaints`))).toMatchObject({ status: 504 });
  });

  it('what only reads is asked once more where a connection was closed just then', async () => {
    let isFirst = true;
    const service = await upstream((request, response) => {
      if (request.url === '/api/intake/warm' || !isFirst) return void response.end('here');
      isFirst = false;
      request.socket.destroy();
    });
    const { url } = await gateway(`intake=${service.url}`);
    await (await fetch(`${url}/api/intake/warm`)).text();
    expect(await (await fetch(`${url}/api/intake/complaints`)).text()).toBe('here');
    expect(service.asked.map((one) => one.url)).toEqual([
      '/api/intake/warm',
      '/api/intake/complaints',
      '/api/intake/complaints',
    ]);
  });

  it('the other services go on', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${await nobodysUrl()},sla=${service.url}`);
    expect((await fetch(`${url}/api/intake/a`)).status).toBe(503);
    expect((await fetch(`${url}/api/sla/a`)).status).toBe(200);
  });
});

describe('A limit', () => {
  it('is set on a body, whether its length was said or not', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`, { forward: { bodyBytes: 1_000 } });
    const send = (body: RequestInit['body']) =>
      fetch(`${url}/api/intake/files`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await send('x'.repeat(1_000))).status).toBe(200);
    expect((await send('x'.repeat(1_001))).status).toBe(413);
    expect((await send(new Blob(['x'.repeat(5_000)]).stream())).status).toBe(413);
  });

  it('is a smaller one for JSON, as it is in the services', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`, { forward: { jsonBytes: 100 } });
    const send = (type: string) =>
      fetch(`${url}/api/intake/a`, { method: 'POST', body: '"'.padEnd(101), headers: { 'content-type': type } });
    expect((await send('application/json; charset=utf-8')).status).toBe(413);
    expect((await send('image/png')).status).toBe(200);
  });

  it('is set on addresses, headers and those that are sent twice', async () => {
    const service = await upstream(echo);
    const { url, port } = await gateway(`intake=${service.url}`);
    expect((await fetch(`${url}/api/intake/a?${'x'.repeat(9_000)}`)).status).toBe(414);
    expect((await fetch(`${url}/api/intake/a`, { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET /api/intake/a HTTP/1.1\r\nhost: x\r\nauthorization: a\r\nauthorization: b\r\nconnection: close\r\n\r\n',
    );
    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 400/);
    expect(service.asked).toEqual([]);
  });

  it('of the service is passed on while the caller still sends', async () => {
    const service = await upstream((_request, response) => response.writeHead(413).end('no'));
    const { port } = await gateway(`intake=${service.url}`);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /api/intake/a HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nfirst');
    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 413[^]*connection: close[^]*no/i);
  });
});

describe('Stopping', () => {
  it('finishes what was begun and ends live streams, which would never end', async () => {
    const arrived = moment<() => void>();
    const service = await upstream((request, response) => {
      if (request.url === '/api/intake/live')
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      else arrived.pass(() => void response.end('done'));
    });
    const { url, stop } = await gateway(`intake=${service.url}`);
    const live = await fetch(`${url}/api/intake/live`);
    const slow = fetch(`${url}/api/intake/slow`);
    const finish = await arrived.passed;
    const stopped = stop();
    expect(await live.text()).toBe('data: 1\n\n');
    finish();
    expect(await (await slow).text()).toBe('done');
    await stopped;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });
});

describe('A connection that is never answered', () => {
  it('is given up', async () => {
    // An address of documentation (RFC 5737): of no machine.
    const { url } = await gateway('intake=http://192.0.2.1:3000', { forward: { connectMs: 50 } });
    expect((await fetch(`${url}/api/intake/a`)).status).toBe(503);
  });
});

describe('UPSTREAMS', () => {
  it.each([
    [undefined, 'is needed'],
    ['intake', 'looks like'],
    ['intake=intake:3000', 'more than http://host:port'],
    ['intake=http://a,intake=http://b', 'names intake twice'],
    ['operations=http://a', 'cannot name'],
    ['intake=http://a/path', 'more than http://host:port'],
    ['intake=https://a', 'more than http://host:port'],
  ])('%s is refused: it %s', (UPSTREAMS, why) => {
    expect(() => readUpstreams({ UPSTREAMS })).toThrow(why);
  });
});
