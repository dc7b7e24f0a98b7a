import { projection, type AnyProjection } from './projection.js';
import type { NewEvent, Recorded } from './event.js';
import { type Attempt, bothWays, chance, historyOf, interleaved, teller } from './testing/index.js';

class Row {
  color!: string;
  things!: number;
  last!: string;
}

/** Counts things by what they are not keyed by: the mistake that the suite is for. */
const byColor = projection({
  name: 'example.by-color',
  table: Row,
  key: ['color'],
  on: {
    Happened: (row: Row | undefined, { color, thing }: { color: string; thing: string }) => ({
      color,
      things: (row?.things ?? 0) + 1,
      last: thing,
    }),
  },
} as never) as AnyProjection;

const keyOf = ({ data }: NewEvent): string => (data as unknown as { thing: string }).thing;
const happened = (thing: string, color: string): Attempt => ({
  decider: teller('example.thing'),
  id: thing,
  command: 'Tell',
  data: { type: 'Happened', data: { thing, color } },
  afterMinutes: 1,
});
const history: readonly Recorded[] = historyOf(
  [happened('a', 'red'), happened('b', 'red'), happened('c', 'red'), happened('b', 'red')],
  keyOf,
);

describe('Interleaving', () => {
  it('keeps every item, and the order of each key', () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ key: String(index % 7), index }));
    const shuffled = interleaved(items, ({ key }) => key, chance(5));
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a.index - b.index)).toEqual(items);
    for (const key of new Set(items.map((item) => item.key))) {
      const own = shuffled.filter((item) => item.key === key).map(({ index }) => index);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });

  it('follows from its seed', () => {
    const orderOf = (seed: number) => interleaved(history, ({ key }) => key, chance(seed)).map(({ id }) => id);
    expect(orderOf(3)).toEqual(orderOf(3));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => orderOf(seed).join())).size).toBeGreaterThan(1);
  });

  it('gives a projection away whose rows are written from several keys', () => {
    const differs = Array.from({ length: 20 }, (_, seed) => bothWays(byColor, history, seed)).some(
      ({ inOrder, interleaved: shuffled }) => JSON.stringify(inOrder) !== JSON.stringify(shuffled),
    );
    expect(differs).toBe(true);
  });
});
