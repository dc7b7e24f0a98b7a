import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { echo, gateway, moment, upstream } from './testing/running-gateway.js';
import { nobodysUrl } from './testing/upstream.js';

describe('The gateway', () => {
  it('sends /api/<service>/… to that service, address and body as they were sent', async () => {
    const [intake, sla] = [await upstream(echo), await upstream(echo)];
    const { url } = await gateway(`intake=${intake.url},sla=${sla.url}`);
    const answer = await fetch(`${url}/api/sla/clocks/%41%2Fb?from=%20&to=1`, { method: 'PUT', body: '한국어' });
    expect(await answer.text()).toBe('한국어');
    expect(sla.asked).toMatchObject([{ method: 'PUT', url: '/api/sla/clocks/%41%2Fb?from=%20&to=1' }]);
    expect(intake.asked).toEqual([]);
  });

  it('passes any body on, byte for byte, whether its length was said or not', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200_000 }), fc.boolean(), async (bytes, isStream) => {
        const body = isStream ? new Blob([bytes]).stream() : bytes;
        const answer = await fetch(`${url}/api/intake/files`, { method: 'POST', body, duplex: 'half' } as RequestInit);
        expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), Buffer.from(bytes))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('reaches the operations of one service', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`);
    await fetch(`${url}/api/intake/operations/lag?all=1`);
    expect(service.asked[0]?.url).toBe('/api/operations/lag?all=1');
    expect((await fetch(`${url}/api/operations/lag`)).status).toBe(404);
    await fetch(`${url}/api/intake/operationsroom`);
    expect(service.asked[1]?.url).toBe('/api/intake/operationsroom');
  });

  it('knows no other service, and says so as a problem', async () => {
    const { url } = await gateway(`intake=${await nobodysUrl()}`);
    const answer = await fetch(`${url}/api/sla/clocks`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('answers by itself whether it is alive and ready, and how the API is described', async () => {
    const { url } = await gateway(`intake=${await nobodysUrl()}`);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${url}/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
    expect(await (await fetch(`${url}/docs`)).text()).toContain('swagger-ui');
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu');
  });
});

describe('Of a request the gateway', () => {
  it('says who asked, and believes no caller who says it', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`);
    const told = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', forwarded: 'for=203.0.113.9' };
    await fetch(`${url}/api/intake/complaints`, { headers: told });
    const { headers } = service.asked[0]!;
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(url).host,
      host: new URL(service.url).host,
    });
    expect(headers.forwarded).toBeUndefined();
  });

  it('believes a proxy that it was told to trust', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`, { trustProxy: 'loopback' });
    const told = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-forwarded-proto': 'https' };
    await fetch(`${url}/api/intake/complaints`, { headers: told });
    expect(service.asked[0]?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-forwarded-proto': 'https',
    });
  });

  it('names it by the same id to the service and to the caller, and passes credentials and keys on', async () => {
    const service = await upstream((request, response) =>
      response.setHeader('x-request-id', String(request.headers['x-request-id'])).end(),
    );
    const { url } = await gateway(`intake=${service.url}`);
    const id = 'b1b7e4a6-6df6-4c11-9d4d-1f3a4f5a8c01';
    const sent = { 'x-request-id': id, authorization: 'Bearer abc', 'idempotency-key': 'k-1', 'x-hop': '1' };
    const answer = await fetch(`${url}/api/intake/complaints`, { method: 'POST', headers: sent, body: '{}' });
    expect(service.asked[0]?.headers).toMatchObject(sent);
    expect(answer.headers.get('x-request-id')).toBe(id);
  });

  it('keeps to itself what is of one connection only', async () => {
    const service = await upstream((_request, response) =>
      response.writeHead(200, { connection: 'x-secret', 'x-secret': '1', 'x-kept': '2' }).end(),
    );
    const { port } = await gateway(`intake=${service.url}`);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET /api/intake/a HTTP/1.1\r\nhost: x\r\nconnection: close, x-mine\r\nx-mine: 1\r\nte: trailers\r\n\r\n',
    );
    const heard = (await socket.toArray()).join('');
    expect(heard).toMatch(/^HTTP\/1\.1 200/);
    expect(heard).toContain('x-kept: 2');
    expect(heard).not.toContain('x-secret');
    expect(service.asked[0]?.headers).not.toHaveProperty('x-mine');
    expect(service.asked[0]?.headers).not.toHaveProperty('te');
  });

  it('uses a connection to a service again', async () => {
    const service = await upstream(echo);
    const { url } = await gateway(`intake=${service.url}`);
    for (const body of ['1', '2', '3']) await (await fetch(`${url}/api/intake/a`, { method: 'POST', body })).text();
    expect(service.connections()).toBe(1);
  });
});

describe('What comes piece by piece', () => {
  it('reaches the caller piece by piece: server-sent events are not held back', async () => {
    const pieces: ((piece: string) => void)[] = [];
    const service = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      pieces.push((piece) => void response.write(piece));
    });
    const { url } = await gateway(`intake=${service.url}`);
    const answer = await fetch(`${url}/api/intake/live`);
    const reader = answer.body!.getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
    for (const piece of ['data: 1\n\n', 'data: 2\n\n']) {
      pieces[0]!(piece);
      expect(await next()).toBe(piece);
    }
    await reader.cancel();
  });

  it('reaches the service piece by piece, before the rest was sent', async () => {
    const heard: string[] = [];
    const service = await upstream((request, response) => {
      request.on('data', (chunk: Buffer) => {
        heard.push(chunk.toString());
        response.write(chunk);
      });
      request.on('end', () => response.end());
    });
    const { port } = await gateway(`intake=${service.url}`);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /api/intake/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 10\r\n\r\nfirst');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 200/);
    expect(heard).toEqual(['first']);
    socket.destroy();
  });

  it('is given up at the service too when the caller goes away', async () => {
    const left = moment();
    const arrived = moment();
    const service = await upstream((_request, response) => {
      response.on('close', () => left.pass());
      arrived.pass();
    });
    const { url } = await gateway(`intake=${service.url}`);
    const caller = new AbortController();
    const asked = fetch(`${url}/api/intake/slow`, { signal: caller.signal });
    await arrived.passed;
    caller.abort();
    await expect(asked).rejects.toThrow();
    await left.passed;
  });

  it('is never passed off as whole when the service breaks off', async () => {
    const service = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"complaints":[', () => response.destroy());
    });
    const { url } = await gateway(`intake=${service.url}`);
    const answer = await fetch(`${url}/api/intake/complaints`);
    await expect(answer.text()).rejects.toThrow();
  });
});
