import fc from 'fast-check';
import { budgetOf, currencyOf, dayAfter, dayOf, isBudget, isDay, startOf } from './calendar.rules.js';

const zones = ['Asia/Seoul', 'UTC', 'America/New_York', 'Europe/Berlin', 'America/Santiago', 'Pacific/Apia'];
const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

describe('The house’s calendar', () => {
  it('begins days and months in its own time zone', () => {
    expect(dayOf(new Date('2026-03-31T14:59:59.999Z'), 'Asia/Seoul')).toBe('2026-03-31');
    expect(dayOf(new Date('2026-03-31T15:00:00Z'), 'Asia/Seoul')).toBe('2026-04-01');
    expect(startOf('2026-04-01', 'Asia/Seoul').toISOString()).toBe('2026-03-31T15:00:00.000Z');
    expect(budgetOf(new Date('2026-03-31T15:00:00Z'), 'Asia/Seoul', 'KRW')).toBe('2026-04.KRW');
    expect(currencyOf(budgetOf(new Date(0), 'UTC', 'USD'))).toBe('USD');
  });

  it('knows the budget of every month and currency from what is none', () => {
    for (const zone of zones)
      fc.assert(fc.property(instants, (instant) => expect(isBudget(budgetOf(instant, zone, 'KRW'))).toBe(true)));
    for (const other of [
      '2026-13.KRW',
      '2026-00.KRW',
      '2026-03',
      '2026-03.won',
      '2026-3.KRW',
      '12026-03.KRW',
      'KRW',
      '',
    ])
      expect(isBudget(other)).toBe(false);
  });

  it('knows a day that has no midnight', () => {
    const start = startOf('2019-09-08', 'America/Santiago');
    expect(start.toISOString()).toBe('2019-09-08T04:00:00.000Z');
  });

  it('puts every moment between the beginning of its day and that of the next', () =>
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
        const day = dayOf(instant, zone);
        expect(startOf(day, zone) <= instant).toBe(true);
        expect(instant < startOf(dayAfter(day), zone)).toBe(true);
      }),
    ));

  it('knows which days exist', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
    expect(['2026-02-29', '2026-2-1', '2026-13-01', 'today', ''].some(isDay)).toBe(false);
  });
});
