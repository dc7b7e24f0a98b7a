import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pastStories, presentStories } from './demo/stories.js';
import { type Played, playDemonstration } from './demo/play.js';
import { evidenceOf } from './testing/evidence.js';
import { type RunningProduct, startProduct } from './testing/running-product.js';

const password = 'a password for a demonstration 7';
const small = { username: 'administrator', seed: 7, speed: 40, complaints: 14, past: 15 };

interface Listed {
  readonly complaintId: string;
  readonly externalRef: string;
  readonly phase: string;
  readonly historical: boolean;
}
interface Case extends Listed {
  readonly messages: readonly { readonly kind: string; readonly text?: string }[];
}
interface Sorted {
  readonly type: string;
  readonly severity: string;
}
interface Given {
  readonly complaintId: string;
  readonly kind: string;
  readonly state: string;
  readonly amount?: { readonly amountMinor: number };
}

/** What a demonstration leaves, in words that do not hang on the moment and on who was there. */
const leftBy = async ({ house }: Played): Promise<readonly unknown[]> => {
  const [lead, finance] = [house.as('demo.lead.han'), house.as('demo.finance.seo')];
  const complaints = await lead.list<Listed>('/api/intake/complaints');
  const given = await finance.list<Given>('/api/compensation/compensations?historical=true');
  const left = [];
  for (const { complaintId, externalRef } of complaints) {
    const { phase, messages } = await lead.read<Case>(`/api/intake/complaints/${complaintId}`);
    const { type, severity } = await lead.read<Sorted>(`/api/triage/complaints/${complaintId}`);
    const compensations = given
      .filter((one) => one.complaintId === complaintId)
      .map(({ kind, state, amount }) => `${kind} ${state} ${amount?.amountMinor ?? ''}`);
    const said = messages.map(({ kind, text = '' }) => `${kind}: ${text}`);
    left.push({ externalRef, phase, type, severity, said, compensations: compensations.toSorted() });
  }
  return left.toSorted((one, other) => (one.externalRef < other.externalRef ? -1 : 1));
};

/** How many events of each type people caused: looking at cases and the passing of time are none of it. */
const eventsIn = async ({ dataDirectory }: RunningProduct): Promise<Readonly<Record<string, number>>> => {
  const evidence = evidenceOf(dataDirectory);
  await evidence.settled();
  const counts: Record<string, number> = {};
  for (const { type } of await evidence.log())
    if (/^(?:directory|intake|triage|compensation)\./.test(type)) counts[type] = (counts[type] ?? 0) + 1;
  await evidence.close();
  return counts;
};

describe('A demonstration', () => {
  const products: RunningProduct[] = [];
  const folders: string[] = [];
  const started = async (): Promise<RunningProduct> => {
    const folder = mkdtempSync(join(tmpdir(), 'redress-demo-'));
    folders.push(folder);
    const product = await startProduct(folder, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });
    products.push(product);
    return product;
  };
  const played = (product: RunningProduct): Promise<Played> =>
    playDemonstration(small, { url: product.url, password, alike: ['agent', 'lead'], say: () => undefined });
  afterAll(async () => {
    for (const product of products) await product.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('of the same seed leaves the same, and run again it doubles nothing', async () => {
    const first = await started();
    const once = await played(first);
    expect(once.refused).toEqual([]);
    const left = await leftBy(once);
    expect(left).toHaveLength(small.complaints + small.past);
    const events = await eventsIn(first);
    expect(events['intake.ComplaintReceived']).toBe(small.complaints + small.past);
    for (const type of ['intake.ComplaintClosed', 'intake.ComplaintResolved', 'compensation.CompensationPaid'])
      expect(events[type]).toBeGreaterThan(0);

    const again = await played(first);
    expect(again.refused).toEqual([]);
    expect(await leftBy(again)).toEqual(left);
    expect(await eventsIn(first)).toEqual(events);
    await first.stop();

    const other = await started();
    const elsewhere = await played(other);
    expect(elsewhere.refused).toEqual([]);
    expect(await leftBy(elsewhere)).toEqual(left);
  });

  it('plans the same for the same seed and another for another, and leaves no place in a text open', () => {
    const plan = { seed: 1, past: 300, complaints: 300, beganAt: new Date('2026-03-02T03:00:00Z') };
    const told = [...pastStories(plan), ...presentStories(plan)];
    expect([...pastStories(plan), ...presentStories(plan)]).toEqual(told);
    expect(presentStories({ ...plan, seed: 2 })).not.toEqual(presentStories(plan));
    expect(JSON.stringify(told)).not.toMatch(/\{[a-z]+(?::[^{}"]+)?\}/);
    const midnight = '2026-03-01T15:00:00.000Z';
    expect(pastStories(plan).filter(({ given }) => !(String(given.receivedAt) < midnight))).toEqual([]);
    const texts = new Set(told.map(({ given }) => given.text));
    expect(texts.size).toBeGreaterThan(told.length * 0.8);
  });
});
