import fc from 'fast-check';
import { shippedContactPolicy } from './contact-policy.decider.js';
import { afterQuiet, digestTime, isQuiet, onTheWall } from './quiet.rules.js';

const seoul = 'Asia/Seoul';
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** With clocks that are moved by an hour, by half an hour, at midnight, and never; with odd offsets. */
const zones = [
  'Asia/Seoul',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
];
const minute = fc.integer({ min: 0, max: 1439 });
const quiet = fc.record({ quietFromMinute: minute, quietUntilMinute: minute });
const instant = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

describe('Quiet hours', () => {
  const at = (text: string) => new Date(text);

  it('are from nine in the evening until eight in Seoul, as shipped', () => {
    const next = (text: string) => afterQuiet(shippedContactPolicy, seoul, at(text)).toISOString();
    expect(next('2026-03-02T11:59:59Z')).toBe('2026-03-02T11:59:59.000Z');
    expect(next('2026-03-02T12:00:00Z')).toBe('2026-03-02T23:00:00.000Z');
    expect(next('2026-03-02T22:59:59Z')).toBe('2026-03-02T23:00:00.000Z');
    expect(next('2026-03-02T23:00:00Z')).toBe('2026-03-02T23:00:00.000Z');
  });

  it('follow clocks that are moved in the night', () => {
    const next = (text: string) => afterQuiet(shippedContactPolicy, 'America/New_York', at(text)).toISOString();
    expect(next('2026-03-08T03:00:00Z')).toBe('2026-03-08T12:00:00.000Z');
    expect(next('2026-11-01T03:00:00Z')).toBe('2026-11-01T13:00:00.000Z');
    // Half past two does not exist that night.
    const until = { quietFromMinute: 0, quietUntilMinute: 150 };
    expect(afterQuiet(until, 'America/New_York', at('2026-03-08T06:00:00Z')).toISOString()).toBe(
      '2026-03-08T07:00:00.000Z',
    );
  });

  it('are over at the first instant that is not quiet, in every zone and whatever the clocks do', () =>
    fc.assert(
      fc.property(quiet, fc.constantFrom(...zones), instant, (hours, zone, begin) => {
        const end = afterQuiet(hours, zone, begin);
        expect(isQuiet(hours, zone, end)).toBe(false);
        expect(end.getTime()).toBeGreaterThanOrEqual(begin.getTime());
        if (end.getTime() === begin.getTime()) return;
        expect(isQuiet(hours, zone, new Date(end.getTime() - 1))).toBe(true);
        const steps = Math.ceil((end.getTime() - begin.getTime()) / (7 * minuteMs));
        for (let step = 0; step < steps; step += 1)
          expect(isQuiet(hours, zone, new Date(begin.getTime() + step * 7 * minuteMs))).toBe(true);
      }),
      { numRuns: 60 },
    ));

  it('are none where they begin and end at the same minute', () =>
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), instant, (both, zone, begin) => {
        expect(afterQuiet({ quietFromMinute: both, quietUntilMinute: both }, zone, begin)).toEqual(begin);
      }),
    ));

  it('leave the digest of the day to come half an hour before them, or else after them', () => {
    const digest = (text: string) => digestTime(shippedContactPolicy, seoul, at(text)).toISOString();
    expect(digest('2026-03-02T03:00:00Z')).toBe('2026-03-02T11:30:00.000Z');
    expect(digest('2026-03-02T11:29:59Z')).toBe('2026-03-02T11:30:00.000Z');
    expect(digest('2026-03-02T11:30:00Z')).toBe('2026-03-02T23:00:00.000Z');
  });

  it('are kept by digests too, which come within two days', () =>
    fc.assert(
      fc.property(quiet, fc.constantFrom(...zones), instant, (hours, zone, begin) => {
        const digest = digestTime(hours, zone, begin);
        expect(isQuiet(hours, zone, digest)).toBe(false);
        expect(digest.getTime()).toBeGreaterThan(begin.getTime() - minuteMs);
        expect(digest.getTime() - begin.getTime()).toBeLessThan(2 * dayMs + 3 * 60 * minuteMs);
      }),
    ));

  it('follow the clock on the wall of their zone', () => {
    expect(onTheWall(seoul, at('2026-03-02T15:05:00Z'))).toEqual({ day: '2026-03-03', minute: 5 });
  });
});
