import {
  type CaseBehind,
  type Figure,
  figures,
  type Grain,
  grains,
  groupings,
  type KpiShown,
} from '@redress/contracts';
import fc from 'fast-check';
import { countedByHand, wallName } from './testing/counted-by-hand.js';
import { type Happened, lives } from './testing/lives.js';
import { type Replicas, startReplicas } from './testing/replicas.js';

type Shown = Omit<KpiShown, 'from' | 'until'> & { readonly from: string; readonly until: string };

const zones = ['Asia/Seoul', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'UTC'];

/** Questions with at most a few hundred buckets. */
const question = fc
  .record({
    grain: fc.constantFrom(...grains),
    zone: fc.constantFrom(...zones),
    by: fc.constantFrom(...groupings),
    fromMinutes: fc.integer({ min: 0, max: 60 * 24 * 100 }),
    length: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
  })
  .map(({ fromMinutes, length, ...asked }) => {
    const from = new Date(Date.UTC(2026, 1, 25) + fromMinutes * 60_000);
    const hours: Record<Grain, number> = { hour: 1, day: 24, week: 168, month: 720, quarter: 2_160, year: 8_760 };
    return { ...asked, from, to: new Date(from.getTime() + (length + 0.3) * hours[asked.grain] * 3_600_000) };
  });
type Question = typeof question extends fc.Arbitrary<infer One> ? One : never;

describe('Every figure is, to the last one, what a count over the log says', () => {
  let replicas: Replicas;
  let sellers = 0;
  const everything: Happened[] = [];
  beforeAll(async () => {
    replicas = await startReplicas();
  }, 60_000);
  afterAll(() => replicas.stop());

  const ask = async <Answer>(path: string, asked: Question, more: object): Promise<Answer> => {
    const { from, to, grain, zone, by } = asked;
    const query = new URLSearchParams({ grain, zone, by, ...more });
    query.set('from', from.toISOString());
    query.set('to', to.toISOString());
    const answer = await replicas.platform.as('analyst').get(`/api/analytics/${path}?${query.toString()}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Answer;
  };

  const allCases = async (asked: Question, more: object): Promise<readonly CaseBehind[]> => {
    const cases: CaseBehind[] = [];
    for (let cursor: string | undefined; ;) {
      const wanted = { ...more, limit: '7', ...(cursor !== undefined && { cursor }) };
      const page = await ask<{ items: CaseBehind[]; next?: string }>('cases', asked, wanted);
      cases.push(...page.items);
      cursor = page.next;
      if (cursor === undefined) return cases;
    }
  };

  const figureOf = (shown: Shown, figure: Figure): number => {
    switch (figure) {
      case 'received':
      case 'open':
      case 'repeats':
      case 'reopened':
        return shown[figure] ?? 0;
      case 'first-response':
        return shown.firstResponse?.count ?? 0;
      case 'resolution':
        return shown.resolution?.count ?? 0;
      case 'promises':
        return (shown.promises ?? []).reduce((sum, { kept, missed }) => sum + kept + missed, 0);
      case 'costs':
        return (shown.costs ?? []).reduce((sum, { bookings }) => sum + bookings, 0);
      case 'phases':
        return (shown.phases ?? []).reduce((sum, { stays }) => sum + stays.count, 0);
    }
  };

  it('in any zone and grain, by whatever it is grouped, however the log was read; the cases behind it are as many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat().chain(() => lives(`S-${(sellers += 1)}`)),
        fc.nat(),
        fc.array(question, { minLength: 8, maxLength: 8 }),
        async (history, seed, questions) => {
          const sellerId = (history[0]?.event.data as { order: { sellerId: string } }).order.sellerId;
          await replicas.tell(history, seed);
          everything.push(...history);
          const counted = countedByHand(history);
          for (const asked of questions) {
            const shown = await ask<readonly Shown[]>('kpis', asked, { seller: sellerId });
            expectBucketsOf(asked, shown);
            const groups = new Set(shown.map(({ group }) => group));
            expectCounted(counted, asked, shown);
            for (const { at, group } of counted.happenings(asked.by))
              if (at >= asked.from && at < asked.to) expect(groups).toContain(group);
            const one = shown[seed % shown.length];
            const figure = figures[seed % figures.length] as Figure;
            if (!one) continue;
            const within =
              one.group === undefined ? (asked.by === 'none' ? {} : { ungrouped: 'true' }) : { group: one.group };
            const cases = await allCases(asked, { seller: sellerId, figure, bucket: one.from, ...within });
            expect(cases).toHaveLength(figureOf(one, figure));
            expect(cases.map(({ at }) => at)).toEqual(cases.map(({ at }) => at).sort());
          }
          const ofAll: Question = { ...(questions[0] as Question), by: 'none' };
          expectCounted(countedByHand(everything), ofAll, await ask<readonly Shown[]>('kpis', ofAll, {}));
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 240_000);

  const expectCounted = (counted: ReturnType<typeof countedByHand>, asked: Question, shown: readonly Shown[]): void => {
    for (const one of shown) {
      const at = { from: new Date(one.from), until: new Date(one.until) };
      const expected = counted.expected(asked, { ...at, ...(one.group !== undefined && { group: one.group }) });
      const phases = [...(one.phases ?? [])].sort((a, b) => (a.phase < b.phase ? -1 : 1));
      expect({ ...one, ...at, phases }).toEqual(expected);
    }
  };

  const expectBucketsOf = ({ from, to, grain, zone }: Question, shown: readonly Shown[]): void => {
    const begins = [...new Set(shown.map((one) => one.from))];
    if (begins.length === 0) return;
    expect(begins[0]).toBe(from.toISOString());
    expect(shown.at(-1)?.until).toBe(to.toISOString());
    const names = begins.map((begin) => wallName(new Date(begin), grain, zone));
    expect(new Set(names).size).toBe(names.length);
    for (const { from: begin, until } of shown) {
      const last = new Date(new Date(until).getTime() - 1);
      expect(wallName(last, grain, zone)).toBe(wallName(new Date(begin), grain, zone));
    }
    expect(new Set(shown.map(({ until }) => until))).toEqual(new Set([...begins.slice(1), to.toISOString()]));
  };
});
