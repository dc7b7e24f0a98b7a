import { jest } from '@jest/globals';
import { systemClock } from './wall-clock.js';

const start = new Date('2026-03-02T09:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const hourMs = 3_600_000;

describe('The clock of the system', () => {
  let woken: Date[];
  const note = (): void => void woken.push(new Date());
  beforeEach(() => {
    woken = [];
    jest.useFakeTimers({ now: start });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('wakes at the instant, however far away', () => {
    systemClock.wakeAt(after(60 * 24 * hourMs), note);
    jest.advanceTimersByTime(60 * 24 * hourMs - 1);
    expect(woken).toEqual([]);
    jest.advanceTimersByTime(2);
    expect(woken).toHaveLength(1);
  });

  it('wakes soon after it was set forward past the instant', () => {
    systemClock.wakeAt(after(hourMs), note);
    jest.setSystemTime(after(2 * hourMs));
    jest.advanceTimersByTime(31_000);
    expect(woken).toHaveLength(1);
  });

  it('wakes not before the instant when it was set back', () => {
    systemClock.wakeAt(after(hourMs), note);
    jest.setSystemTime(after(-hourMs));
    jest.advanceTimersByTime(2 * hourMs - 1);
    expect(woken).toEqual([]);
    jest.advanceTimersByTime(2);
    expect(woken).toHaveLength(1);
    expect(woken[0]?.getTime()).toBeGreaterThanOrEqual(after(hourMs).getTime());
  });

  it('wakes at once for what has passed, and not at all for what was called off', () => {
    systemClock.wakeAt(after(-1), note);
    systemClock.wakeAt(after(1000), note)();
    jest.advanceTimersByTime(5000);
    expect(woken).toHaveLength(1);
  });
});
