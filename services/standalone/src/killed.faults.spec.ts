import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, asChannel, channelKey, signIn } from './testing/api.js';
import { type RunningProduct, startProduct } from './testing/running-product.js';

/** REDRESS_SEED repeats a schedule, REDRESS_ROUNDS asks for more of it. */
const seed = Number(process.env.REDRESS_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.REDRESS_ROUNDS ?? 3);
const password = 'a password for faults 1';
const perSecond = 50;

/** Mulberry32: small, and the same everywhere. */
const chance = (from: number): (() => number) => {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Answered {
  readonly complaintId: string;
  readonly caseNumber: string;
}

const complaint = (key: string): object => ({
  channel: 'api',
  customer: { id: `customer-${key}`, email: 'kim@example.com' },
  order: { number: `O-${key}` },
  productCode: 'P-1',
  text: `택배가 아직 오지 않았어요. ${key}`,
});

const listed = async (agent: Api): Promise<Answered[]> => {
  const all: Answered[] = [];
  for (let cursor = ''; ;) {
    const { body } = await agent.ask(
      'GET',
      `/api/intake/complaints?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const page = body as { items: Answered[]; next?: string };
    all.push(...page.items);
    if (page.next === undefined) return all;
    cursor = page.next;
  }
};

describe(`Everything killed at random moments under load (seed ${seed})`, () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-faults-'));
  const random = chance(seed);
  const first = new Map<string, Answered>();
  const unanswered = new Set<string>();
  let product: RunningProduct;
  let shop: string;

  const start = async (): Promise<void> => {
    product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password });
  };
  const send = async (channel: Api, key: string): Promise<void> => {
    unanswered.add(key);
    const { status, body } = await channel.ask('POST', '/api/intake/complaints', complaint(key), {
      'idempotency-key': key,
    });
    if (status !== 201) return;
    const { complaintId, caseNumber } = body as Answered;
    const before = first.get(key);
    if (before) expect({ complaintId, caseNumber }).toEqual(before);
    first.set(key, { complaintId, caseNumber });
    unanswered.delete(key);
  };

  afterAll(async () => {
    await product.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('loses nothing, doubles nothing, and answers each key as it first did', async () => {
    await start();
    shop = await channelKey(product.url, password, 'api');
    for (let round = 0; round < rounds; round += 1) {
      const channel = asChannel(product.url, shop);
      const killAfterMs = 300 + random() * 3000;
      const began = performance.now();
      const sent: Promise<unknown>[] = [];
      for (let turn = 0; performance.now() - began < killAfterMs; turn += 1) {
        const due = began + (turn / perSecond) * 1000;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        // What breaks off with the process stays unanswered, and is sent again below.
        sent.push(send(channel, `${round}-${turn}`).catch(() => undefined));
      }
      await product.killAll();
      await Promise.all(sent);
      channel.close();
      await start();
      const again = asChannel(product.url, shop);
      for (const key of [...unanswered, ...[...first.keys()].slice(-5)]) await send(again, key);
      again.close();
    }
    expect(unanswered.size).toBe(0);

    const agent = await signIn(product.url, 'agent', password);
    const key = [...first.keys()].at(-1) as string;
    const last = await apiPosition(product.url, key);
    const { status } = await agent.ask('GET', `/api/intake/complaints?limit=1&waitFor=${last}`);
    expect(status).toBe(200);
    const complaints = await listed(agent);
    agent.close();
    expect(complaints).toHaveLength(first.size);
    expect(new Set(complaints.map(({ caseNumber }) => caseNumber)).size).toBe(first.size);
    expect(new Set(complaints.map(({ complaintId }) => complaintId))).toEqual(
      new Set([...first.values()].map(({ complaintId }) => complaintId)),
    );
  });

  const apiPosition = async (url: string, key: string): Promise<string> => {
    const channel = asChannel(url, shop);
    const { body } = await channel.ask('POST', '/api/intake/complaints', complaint(`${key}-last`), {
      'idempotency-key': `${key}-last`,
    });
    channel.close();
    const { position, complaintId, caseNumber } = body as Answered & { position: string };
    first.set(`${key}-last`, { complaintId, caseNumber });
    return position;
  };
});
