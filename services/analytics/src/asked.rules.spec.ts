import { grains } from '@redress/contracts';
import fc from 'fast-check';
import { stretchAsked, stretchesOf, unanswerable } from './asked.rules.js';

const at = (instant: string): Date => new Date(instant);
const day = { from: at('2026-03-01T00:00:00Z'), to: at('2026-03-03T00:00:00Z'), grain: 'day', zone: 'UTC' } as const;

describe('A question', () => {
  it.each(['Asia/Seoul', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia/Kathmandu', 'Etc/GMT+9'])(
    'may name the zone %s',
    (zone) => expect(unanswerable({ ...day, zone })).toBeUndefined(),
  );

  it.each(['+09:00', '09:00', 'Asia/Atlantis', 'Asia/Seoul;', `x' or '1'='1`, 'Asia//Seoul'])(
    'may not name the zone %s',
    (zone) => expect(unanswerable({ ...day, zone })).toMatchObject({ field: 'zone' }),
  );

  it('has time to ask about', () => {
    expect(unanswerable({ ...day, to: day.from })).toMatchObject({ field: 'to' });
  });

  it('of a thousand buckets is not refused, whatever days are set shorter or longer', () =>
    fc.assert(
      fc.property(fc.constantFrom(...grains), (grain) => {
        const longestHours = { hour: 1, day: 24, week: 168, month: 731, quarter: 2_192, year: 8_766 };
        const to = new Date(day.from.getTime() + 900 * longestHours[grain] * 3_600_000);
        expect(unanswerable({ ...day, grain, to })).toBeUndefined();
      }),
    ));

  it('of far too many is refused before they are made', () => {
    expect(unanswerable({ ...day, grain: 'hour', to: at('9999-01-01T00:00:00Z') })).toMatchObject({ field: 'grain' });
  });
});

describe('The stretch of time that is asked for', () => {
  const bounds = [day.from, at('2026-03-02T00:00:00Z'), day.to];

  it('is all of it, or a bucket', () => {
    expect(stretchAsked({ from: day.from, to: day.to }, [])).toEqual({ from: day.from, until: day.to });
    expect(stretchAsked({ from: day.from, to: day.to, bucket: at('2026-03-02T00:00:00Z') }, bounds)).toEqual(
      stretchesOf(bounds)[1],
    );
    expect(stretchAsked({ from: day.from, to: day.to, bucket: day.to }, bounds)).toMatchObject({ field: 'bucket' });
  });
});
