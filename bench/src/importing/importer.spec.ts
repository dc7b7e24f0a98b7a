import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Importer } from './importer.js';

type Reply = (response: ServerResponse, request: IncomingMessage) => void;

const tokenOf = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const replies =
  (status: number, body: object, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

let server: Server;
let url: string;
let signIns: number;
let script: Reply[];
let asked: IncomingMessage['headers'][];
let claims: { readonly roles: readonly string[]; readonly iat: number; readonly exp: number };

beforeEach(async () => {
  [signIns, script, asked, claims] = [0, [], [], { roles: ['importer'], iat: 0, exp: 900 }];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/api/directory/sign-in') {
        signIns += 1;
        return replies(200, { token: tokenOf({ ...claims, signIns }) })(response, request);
      }
      asked.push(request.headers);
      const reply = script.shift() ?? replies(201, {});
      return reply(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const importer = (stopping = new AbortController()): Importer =>
  new Importer(url, { username: 'importer', password: 'secret' }, stopping.signal);

describe('An importer', () => {
  it('signs in once for however many lines', async () => {
    const one = importer();
    await one.begin();
    await Promise.all(Array.from({ length: 20 }, () => one.send({}, undefined)));
    expect([signIns, asked.length]).toEqual([1, 20]);
  });

  it('says so when it may not record history', async () => {
    claims = { ...claims, roles: ['agent'] };
    await expect(importer().begin()).rejects.toThrow('does not have the role importer');
    await expect(new Importer(url, { token: tokenOf({}) }, new AbortController().signal).begin()).rejects.toThrow(
      'role',
    );
  });

  it('sends the same again, under the same key, when it is told to wait or is not answered', async () => {
    script = [
      replies(429, {}, { 'retry-after': '0' }),
      replies(503, {}, { 'retry-after': '0' }),
      (response) => void response.destroy(),
      replies(200, {}),
    ];
    expect(await importer().send({ text: 'It leaks.' }, 'k')).toMatchObject({ status: 200 });
    expect(asked.map((headers) => headers['idempotency-key'])).toEqual(['k', 'k', 'k', 'k']);
  });

  it('signs in again when its token is not taken any more', async () => {
    script = [replies(401, {}), replies(201, {})];
    expect(await importer().send({}, 'k')).toMatchObject({ status: 201 });
    expect(signIns).toBe(2);
    expect(new Set(asked.map(({ authorization }) => authorization)).size).toBe(2);
  });

  it('does not sign in for ever where no token is taken', async () => {
    script = [replies(401, {}), replies(401, {}), replies(401, { detail: 'Not you.' })];
    expect(await importer().send({}, 'k')).toEqual({ status: 401, says: '401 Not you.' });
    expect(signIns).toBe(3);
  });

  it('tells what the server says of a refused line, field by field', async () => {
    const errors = [
      { field: 'customer.email', message: 'email must be an e-mail address' },
      { field: 'receivedAt', message: 'must not lie in the future' },
    ];
    script = [replies(400, { detail: 'The body has fields that do not fit.', errors })];
    expect(await importer().send({}, 'k')).toEqual({
      status: 400,
      says: '400 The body has fields that do not fit. customer.email: email must be an e-mail address; receivedAt: must not lie in the future',
    });
  });

  it('stops waiting when it is told to stop', async () => {
    const stopping = new AbortController();
    script = [replies(429, {}, { 'retry-after': '100' })];
    const sent = importer(stopping).send({}, 'k');
    setImmediate(() => stopping.abort());
    await expect(sent).rejects.toThrow('aborted');
  });
});
