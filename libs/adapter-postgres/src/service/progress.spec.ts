import type { Position } from '@redress/eventing';
import { progress } from './progress.js';

const position = (number: number): Position => String(number).padStart(16, '0') as Position;

describe('Those who wait for the tables of a service', () => {
  it('have the database asked once for all of them', async () => {
    let looks = 0;
    let answer = (_: Position): void => undefined;
    const seen = progress(() => {
      looks += 1;
      return new Promise((resolve) => (answer = resolve));
    });
    const waits = [3, 4, 5].map((number) => seen.waitFor(0, position(number), 10_000));
    expect(looks).toBe(1);
    answer(position(4));
    expect(await waits[0]).toBe(true);
    expect(await waits[1]).toBe(true);
    seen.passed(0, position(5));
    expect(await waits[2]).toBe(true);
  });

  it('see what another process has done', async () => {
    const committed = [1, 2, 3].map(position);
    const seen = progress(() => Promise.resolve(committed.shift() ?? position(3)));
    expect(await seen.waitFor(0, position(3), 10_000)).toBe(true);
    expect(seen.at(0)).toBe(position(3));
  });

  it('are told when it took too long, and that the database is away', async () => {
    const seen = progress(() => Promise.resolve(position(1)));
    expect(await seen.waitFor(0, position(2), 1)).toBe(false);
    expect(await progress(() => new Promise(() => undefined)).waitFor(0, position(1), 1)).toBe(false);
    await expect(progress(() => Promise.reject(new Error('away'))).waitFor(0, position(1), 1)).rejects.toThrow('away');
  });
});
