import { isTimeZone } from './time-zone.js';

describe('A time zone', () => {
  it.each([
    'UTC',
    'Asia/Seoul',
    'Asia/Calcutta',
    'America/Port-au-Prince',
    'America/Argentina/Ushuaia',
    'Etc/GMT+9',
    'EST5EDT',
  ])('has a name: %s', (name) => expect(isTimeZone(name)).toBe(true));

  it.each(['', '+09:00', '-05', 'Mars/Olympus', 'Asia/Seoul ', 'Asia/', '서울', 'constructor'])('is not “%s”', (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});
