import fc from 'fast-check';
import { deadline, instantOfWarning, type Measured } from './clock.rules.js';

const minuteMs = 60_000;
const start = Date.UTC(2026, 2, 2, 9);
const terms = (promiseMinutes: number): Measured['terms'] => ({
  policyVersion: 1,
  severity: 'normal',
  promiseMinutes,
  warnings: [],
});
const measured = (promiseMinutes: number, pauses: readonly (readonly [number, number])[]): Measured => ({
  terms: terms(promiseMinutes),
  startedAt: new Date(start),
  pauses: pauses.map(([from, until]) => ({ from: new Date(start + from), until: new Date(start + until) })),
});

const promise = fc.integer({ min: 1, max: 5_256_000 });
const day = 24 * 60 * minuteMs;
/** Gaps and lengths in turns: pauses one after the other, to the millisecond. */
const turns = fc.array(fc.tuple(fc.integer({ min: 0, max: day }), fc.integer({ min: 0, max: day })), { maxLength: 20 });
const anyPauses = fc.array(
  fc.tuple(fc.integer({ min: -day, max: 20 * day }), fc.integer({ min: -day, max: 20 * day })),
  { maxLength: 12 },
);

/** Counts milliseconds as a stopwatch would: one stretch after the other, standing still in every pause. */
const byStopwatch = ({ terms, startedAt, pauses }: Measured): number => {
  const edges = [...new Set(pauses.flatMap(({ from, until }) => [from.getTime(), until.getTime()]))];
  const later = edges.filter((edge) => edge > startedAt.getTime()).sort((a, b) => a - b);
  let left = terms.promiseMinutes * minuteMs;
  let now = startedAt.getTime();
  for (const edge of later) {
    const stands = pauses.some(({ from, until }) => from.getTime() <= now && now < until.getTime());
    if (!stands) {
      if (left <= edge - now) return now + left;
      left -= edge - now;
    }
    now = edge;
  }
  return now + left;
};

describe('A deadline', () => {
  it('is the start, the promise and all the time that the clock stood still before it', () =>
    fc.assert(
      fc.property(promise, turns, (minutes, gaps) => {
        let now = 0;
        const pauses = gaps.map(([gap, length]) => [(now += gap), (now += length)] as const);
        const due = deadline(measured(minutes, pauses)).getTime() - start;
        const counted = pauses.filter(([from]) => from < due).reduce((sum, [from, until]) => sum + until - from, 0);
        expect(due).toBe(minutes * minuteMs + counted);
      }),
    ));

  it('is what a stopwatch says, however pauses overlap and in whatever order they became known', () =>
    fc.assert(
      fc.property(promise, anyPauses, (minutes, pauses) => {
        const one = measured(minutes, pauses);
        expect(deadline(one).getTime()).toBe(byStopwatch(one));
        expect(deadline({ ...one, pauses: one.pauses.toReversed() })).toEqual(deadline(one));
      }),
    ));

  it('never comes before the promised time is over, and a pause never brings it nearer', () =>
    fc.assert(
      fc.property(
        promise,
        anyPauses,
        fc.tuple(fc.integer({ max: day }), fc.integer({ max: day })),
        (minutes, pauses, more) => {
          const before = deadline(measured(minutes, pauses)).getTime();
          expect(before).toBeGreaterThanOrEqual(start + minutes * minuteMs);
          expect(deadline(measured(minutes, [...pauses, more])).getTime()).toBeGreaterThanOrEqual(before);
        },
      ),
    ));
});

describe('A warning', () => {
  it('comes when its share of the promise is used, to the millisecond', () => {
    const dueAt = new Date('2026-03-02T13:00:00Z');
    expect(instantOfWarning(terms(240), dueAt, 75)).toEqual(new Date('2026-03-02T12:00:00Z'));
    expect(instantOfWarning(terms(1), dueAt, 99)).toEqual(new Date('2026-03-02T12:59:59.400Z'));
  });

  it('lies between the start and the deadline, the larger share later', () =>
    fc.assert(
      fc.property(promise, fc.integer({ min: 1, max: 98 }), (minutes, percent) => {
        const dueAt = deadline(measured(minutes, []));
        const instant = instantOfWarning(terms(minutes), dueAt, percent).getTime();
        expect(Number.isInteger(instant)).toBe(true);
        expect(instant).toBeGreaterThan(start);
        expect(instant).toBeLessThan(instantOfWarning(terms(minutes), dueAt, percent + 1).getTime());
        expect(instant).toBeLessThan(dueAt.getTime());
      }),
    ));
});
