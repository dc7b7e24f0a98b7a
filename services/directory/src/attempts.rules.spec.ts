import fc from 'fast-check';
import { afterFailure, type Attempts, forgottenAfterMs, secondsLocked } from './attempts.rules.js';

const start = new Date('2026-03-02T09:00:00Z');
const later = (ms: number): Date => new Date(start.getTime() + ms);
const failures = (count: number): Attempts | undefined =>
  Array.from({ length: count }).reduce<Attempts | undefined>((before) => afterFailure(before, start), undefined);

describe('Wrong passwords', () => {
  it('may be mistyped four times without a pause', () => expect(secondsLocked(failures(4), start)).toBe(0));

  it.each([
    [5, 30],
    [6, 60],
    [9, 480],
    [10, 900],
    [11, 900],
    [5000, 900],
  ])('lead, %d in a row, to a pause of %d s', (count, seconds) =>
    expect(secondsLocked(failures(count), start)).toBe(seconds),
  );

  it('are looked at again when the pause is over, to the second', () => {
    expect(secondsLocked(failures(5), later(29_001))).toBe(1);
    expect(secondsLocked(failures(5), later(30_000))).toBe(0);
  });

  it('are forgotten after a day without any', () =>
    expect(afterFailure(failures(9), later(forgottenAfterMs))).toMatchObject({ failures: 1, lockedUntil: null }));

  it('allow at most some hundred guesses a day, however they are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * 60_000 }), { minLength: 50, maxLength: 300 }), (pauses) => {
        let at = start;
        let attempts: Attempts | undefined;
        let looked = 0;
        for (const pause of pauses) {
          at = new Date(at.getTime() + pause);
          if (at.getTime() - start.getTime() > 24 * 3_600_000) break;
          if (secondsLocked(attempts, at) > 0) continue;
          attempts = afterFailure(attempts, at);
          looked += 1;
        }
        expect(looked).toBeLessThanOrEqual(106);
      }),
    );
  });
});
