import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';

interface Line {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly position?: string;
  readonly data: Readonly<Record<string, string>>;
}

const password = 'a password for journeys 1';
const text = '주전자가 깨진 채로 왔습니다.';

const startHere = async (): Promise<{ readonly platform: Platform; readonly address: AddressInfo }> => {
  const platform = await startPlatform(StandaloneModule, {
    at: '2026-03-02T09:00:00Z',
    environment: { INITIAL_PASSWORD: password },
  });
  const { app } = platform.application;
  await app.listen(0, '127.0.0.1');
  await platform.settled();
  return { platform, address: app.getHttpServer().address() as AddressInfo };
};

describe('The feed of all events', () => {
  let platform: Platform;
  let address: AddressInfo;
  let token: string;
  beforeAll(async () => {
    ({ platform, address } = await startHere());
    await receive();
    const { body } = await platform.anonymous.post('/api/directory/sign-in', { username: 'analyst', password });
    ({ token } = body as { token: string });
  });
  afterAll(() => platform.stop());

  const receive = async (): Promise<string> => {
    const customer = { name: '김민지', email: 'minji@example.kr' };
    const { body } = await platform.anonymous.post('/api/intake/complaints', { channel: 'web', customer, text });
    await platform.settled();
    return (body as { complaintId: string }).complaintId;
  };
  const read = async (query = '', role: 'analyst' | 'auditor' = 'analyst'): Promise<readonly Line[]> => {
    const answer = await platform.as(role).get(`/api/audit/events${query}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return linesIn(answer.text);
  };
  const linesIn = (ndjson: string): readonly Line[] =>
    ndjson
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  const received = (lines: readonly Line[]) => lines.find(({ type }) => type === 'intake.ComplaintReceived');
  const nextOf = (lines: readonly Line[]): string => lines.at(-1)?.data['next'] ?? '';

  it('is a line per event in the order of the log, and a last one with the cursor to go on with', async () => {
    const answer = await platform.as('analyst').get('/api/audit/events');
    expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const lines = linesIn(answer.text);
    const { store } = platform.application.runtime.adapters;
    const log = await store.readLog('' as never, 10_000);
    expect(lines.slice(0, -1).map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    expect(lines.at(-1)).toMatchObject({
      type: 'redress.progress',
      data: { position: log.at(-1)?.position, endedBy: 'head' },
    });
    expect(await read(`?from=${nextOf(lines)}`)).toHaveLength(1);
    await receive();
    expect((await read(`?from=${nextOf(lines)}`))[0]?.type).toBe('intake.ComplaintReceived');
  });

  it('comes in parts as large as is wanted, and of the categories that are wanted', async () => {
    const [whole, parts]: [readonly Line[], Line[]] = [await read('?category=sla.clock,intake.complaint'), []];
    for (let from = ''; ;) {
      const part = await read(`?category=intake.complaint,sla.clock&limit=2${from && `&from=${from}`}`);
      parts.push(...part.slice(0, -1));
      from = nextOf(part);
      if (part.at(-1)?.data['endedBy'] === 'head') break;
      expect(part).toHaveLength(3);
    }
    expect(parts).toEqual(whole.slice(0, -1));
    expect(new Set(whole.slice(0, -1).map(({ subject }) => subject?.replace(/-.*/, '')))).toEqual(
      new Set(['intake.complaint', 'sla.clock']),
    );
  });

  it('shows personal data as they are published, unless an auditor wants them in clear, which is recorded', async () => {
    for (const role of ['analyst', 'auditor'] as const)
      expect(received(await read('', role))?.data['text']).toMatch(/^1\.[\w-]+$/);
    await platform.settled();
    expect((await platform.as('auditor').get('/api/audit/feed-reads')).body.items).toEqual([]);
    expect((await platform.as('analyst').get('/api/audit/events?personal=opened')).status).toBe(403);

    const opened = received(await read('?personal=opened', 'auditor'));
    expect(opened?.data).toMatchObject({ text, customerName: '김민지', customerEmail: 'minji@example.kr' });
    await read('?personal=opened&limit=1', 'auditor');
    await read('?personal=opened&category=sla.clock', 'auditor');
    await platform.settled();
    const { items } = (await platform.as('administrator').get('/api/audit/feed-reads')).body;
    expect(items).toMatchObject([{ selection: 'sla.clock', service: 'audit' }, { selection: 'all' }]);
    const { readerId } = items[0];
    expect((await platform.as('auditor').get(`/api/audit/feed-reads?readerId=${readerId}`)).body.items).toEqual(items);
    expect((await read('?category=audit.feed-reads')).map(({ type }) => type)).toEqual([
      'access.FeedRead',
      'access.FeedRead',
      'redress.progress',
    ]);
  });

  it('is for those who may read everything', async () => {
    for (const role of ['agent', 'lead', 'importer'] as const)
      expect((await platform.as(role).get('/api/audit/events')).status).toBe(403);
    expect((await platform.anonymous.get('/api/audit/events')).status).toBe(401);
  });

  it('refuses a cursor that it never answered, and says what to do with one of another log', async () => {
    const ask = async (query: string) => (await platform.as('analyst').get(`/api/audit/events?${query}`)).body;
    expect(await ask('from=abc')).toMatchObject({ status: 400, errors: [{ field: 'from' }] });
    expect(await ask('category=clock')).toMatchObject({ status: 400, errors: [{ field: 'category' }] });
    const other = Buffer.from(JSON.stringify(['another log', '1', 'x'])).toString('base64url');
    expect(await ask(`from=${other}`)).toMatchObject({
      status: 410,
      type: '/problems/other-log',
      detail: expect.stringContaining('without a cursor') as string,
    });
  });

  /** A client of server-sent events that reads as far as it is told to. */
  const follow = async (headers: Record<string, string>, query = '') => {
    const asked: ClientRequest = request({
      host: '127.0.0.1',
      port: address.port,
      path: `/api/audit/events${query}`,
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
        connection: 'close',
        ...headers,
      },
    }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const pieces = answer.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
    let heard = '';
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      heard: () => heard,
      until: async (isEnough: (heard: string) => boolean): Promise<void> => {
        while (!isEnough(heard)) {
          const { done, value } = await pieces.next();
          if (done) return;
          heard += value;
        }
      },
      leave: () => asked.destroy(),
    };
  };
  /** The server hears of those who left a moment later than they leave. */
  const once200 = async () => {
    for (;;) {
      const feed = await follow({});
      if (feed.status !== 429) return feed;
      feed.leave();
    }
  };
  const idsIn = (sse: string): readonly string[] => [...sse.matchAll(/^id: (.+)\ndata: /gm)].map(([, id = '']) => id);
  const eventsIn = (sse: string): readonly Line[] =>
    [...sse.matchAll(/^data: (.+)\n/gm)].map(([, json = '']) => JSON.parse(json) as Line);

  it('goes on live as server-sent events, and from the last one that was heard', async () => {
    const log = (await read()).slice(0, -1);
    const first = await follow({});
    expect([first.status, first.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await first.until((heard) => eventsIn(heard).length >= log.length);
    expect(eventsIn(first.heard())).toEqual(log);
    const complaintId = await receive();
    await first.until((heard) => heard.includes(complaintId));
    const ids = idsIn(first.heard());
    first.leave();

    const again = await follow({ 'last-event-id': ids[2] ?? '' }, `?from=${ids[0]}&category=intake.complaint`);
    const wanted = (await read(`?from=${ids[2]}&category=intake.complaint`)).slice(0, -1);
    await again.until((heard) => eventsIn(heard).length >= wanted.length);
    expect(eventsIn(again.heard())).toEqual(wanted);
    again.leave();
  });

  it('is read by one caller four times at once, and again when one of them has gone', async () => {
    const feeds = await Promise.all([1, 2, 3, 4].map(() => follow({})));
    const refused = await follow({});
    expect(refused.status).toBe(429);
    refused.leave();
    feeds[0]?.leave();
    const next = await once200();
    expect(next.status).toBe(200);
    for (const { leave } of [...feeds, next]) leave();
  });

  it('answers a question for its headers without reading the log', async () => {
    const { app } = platform.application;
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const ask = () => app.inject({ method: 'HEAD', url: '/api/audit/events', headers });
    let answer = await ask();
    // Nothing but connections tells that those before have left.
    while (answer.statusCode === 429) {
      await new Promise((resolve) => setImmediate(resolve));
      answer = await ask();
    }
    expect([answer.statusCode, answer.payload]).toEqual([200, '']);
  });

  it('ends at a stop, so that its readers go on elsewhere', async () => {
    const live = await once200();
    await live.until((heard) => eventsIn(heard).length > 0);
    const stopped = platform.halt();
    await live.until(() => false);
    expect(live.heard()).toMatch(/: stopping\nid: [\w-]+\n\n$/);
    await stopped;
  });
});
