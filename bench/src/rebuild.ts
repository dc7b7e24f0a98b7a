import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer } from '@redress/adapter-postgres';
import { beginning, type Position } from '@redress/eventing';
import { type Api, asChannel, channelKey, signIn, startProduct } from '@redress/standalone/testing';
import { caughtUp } from './caught-up.js';
import { withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/** Every read model made anew from the log of a running product, beside reading the same log without folding it. */
const complaints = Number(process.argv[2] ?? 3_000);
const callers = 32;
const password = 'a password for benchmarks 1';
const services = ['directory', 'intake', 'triage', 'sla', 'compensation', 'notification', 'analytics', 'desk', 'audit'];

interface Work {
  readonly workId: string;
  readonly projection: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly detail?: string;
}

const expected = async (asked: ReturnType<Api['ask']>, status: number): Promise<unknown> => {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Complaints as a shop sends them, each answered once by the customer: clocks start, and rows have something to fold. */
const fill = async (shop: Api): Promise<void> => {
  let next = 0;
  const one = async (turn: number): Promise<void> => {
    const complaint = {
      channel: 'api',
      customer: { id: `C-${turn % 1000}`, name: '김민수', email: 'minsu@example.com', tier: 'gold', locale: 'ko' },
      order: { number: `O-${turn}`, valueMinor: 39_900, currency: 'KRW', region: 'Seoul' },
      productCode: 'P-77',
      text: '주문한 지 일주일이 지났는데 택배가 아직 오지 않았습니다. 언제 받을 수 있는지 알려 주세요.',
    };
    const key = { 'idempotency-key': randomUUID() };
    const body = await expected(shop.ask('POST', '/api/intake/complaints', complaint, key), 201);
    const path = `/api/intake/complaints/${(body as { complaintId: string }).complaintId}/messages`;
    await expected(
      shop.ask('POST', path, { channel: 'api', text: '아직도 안 왔어요.' }, { 'idempotency-key': randomUUID() }),
      201,
    );
  };
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < complaints) await one((next += 1));
    }),
  );
};

/** Seconds from the first look at a work that runs until it is done. */
const rebuilt = async (operator: Api, { workId }: Work): Promise<number> => {
  const began = performance.now();
  for (;;) {
    const work = (await expected(operator.ask('GET', `/api/operations/work/${workId}`), 200)) as Work;
    if (work.state === 'failed') throw new Error(`${work.projection}: ${work.detail}`);
    if (work.state === 'done') return (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
try {
  const lines: Line[] = [];
  const seconds = new Map<string, number>();
  let all = 0;
  const product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });
  try {
    const shop = asChannel(product.url, await channelKey(product.url, password, 'api'));
    await fill(shop);
    shop.close();
    const operator = await signIn(product.url, 'administrator', password);
    await caughtUp(operator);
    const projections: [service: string, projection: string][] = [];
    const together = performance.now();
    const works = await Promise.all(
      services.map(async (service) => {
        const asked = (await expected(
          operator.ask('POST', '/api/operations/rebuilds', { service }),
          202,
        )) as readonly Work[];
        projections.push(...asked.map(({ projection }): [string, string] => [service, projection]));
        return asked;
      }),
    );
    for (const work of works.flat()) await rebuilt(operator, work);
    all = (performance.now() - together) / 1000;
    for (const [service, projection] of projections) {
      const asked = operator.ask('POST', '/api/operations/rebuilds', { service, projection });
      for (const work of (await expected(asked, 202)) as readonly Work[])
        seconds.set(projection, await rebuilt(operator, work));
    }
    operator.close();
  } finally {
    await product.stop();
  }

  const server = await startEmbeddedServer({ dataDirectory, log: () => undefined });
  const { events, read } = await withStore(server.url, async (store) => {
    const began = performance.now();
    let at: Position = beginning;
    for (let events = 0; ;) {
      const page = await store.readLog(at, 500);
      events += page.length;
      at = page.at(-1)?.position ?? at;
      if (page.length < 500) return { events, read: (performance.now() - began) / 1000 };
    }
  });
  await server.stop();

  const line = (what: string, took: number): Line => ({
    what,
    figures: { events, seconds: took, 'events/s': events / took, ratio: read / took },
  });
  lines.push(line('reading the log', read));
  for (const [projection, took] of seconds) lines.push(line(projection, took));
  lines.push(line('all together', all));
  report('rebuild', lines);
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}
