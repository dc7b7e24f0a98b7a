import fc from 'fast-check';
import { compared, type OurPayout, type TheirPayout } from './reconciliation.rules.js';

const won = (amountMinor: number) => ({ amountMinor, currency: 'KRW' });
const ours = (reference: string, state: OurPayout['state'], amountMinor = 100): OurPayout => ({
  reference,
  state,
  amount: won(amountMinor),
});
const theirs = (reference: string, state: TheirPayout['state'], amountMinor = 100): TheirPayout => ({
  reference,
  state,
  amount: won(amountMinor),
});

describe('A day’s reconciliation', () => {
  it('agrees where both sides say the same', () => {
    const here = [ours('a', 'paid'), ours('b', 'failed'), ours('c', 'reversed')];
    const there = [theirs('c', 'reversed'), theirs('b', 'refused'), theirs('a', 'executed')];
    expect(compared(here, there)).toEqual({ agreed: 3, differences: [], moreDifferences: 0 });
    expect(compared([], [])).toEqual({ agreed: 0, differences: [], moreDifferences: 0 });
  });

  it('names every difference, by its reference', () => {
    const here = [ours('a', 'paid'), ours('b', 'paid', 200), ours('c', 'ordered'), ours('d', 'paid')];
    const there = [
      theirs('b', 'executed', 201),
      theirs('c', 'executed'),
      theirs('d', 'reversed'),
      theirs('e', 'executed'),
    ];
    expect(compared(here, there).differences).toEqual([
      { reference: 'a', kind: 'only-here', ours: won(100) },
      { reference: 'b', kind: 'other-amount', ours: won(200), theirs: won(201) },
      { reference: 'c', kind: 'other-state', ours: won(100), theirs: won(100) },
      { reference: 'd', kind: 'other-state', ours: won(100), theirs: won(100) },
      { reference: 'e', kind: 'only-there', theirs: won(100) },
    ]);
  });

  it('counts what it does not name', () => {
    const there = Array.from({ length: 1_500 }, (_, index) => theirs(`r${index}`, 'executed'));
    const { agreed, differences, moreDifferences } = compared([], there);
    expect([agreed, differences.length, moreDifferences]).toEqual([0, 1_000, 500]);
  });

  it('accounts for every reference of either side, in whatever order they come', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat({ max: 30 }), fc.constantFrom('ordered', 'paid', 'failed', 'reversed')), {
          selector: ([name]) => name,
        }),
        fc.uniqueArray(fc.tuple(fc.nat({ max: 30 }), fc.constantFrom('executed', 'refused', 'reversed')), {
          selector: ([name]) => name,
        }),
        (left, right) => {
          const here = left.map(([name, state]) => ours(String(name), state as OurPayout['state']));
          const there = right.map(([name, state]) => theirs(String(name), state as TheirPayout['state']));
          const result = compared(here, there);
          const references = new Set([...here, ...there].map(({ reference }) => reference));
          expect(result.agreed + result.differences.length).toBe(references.size);
          expect(compared(here.toReversed(), there.toReversed())).toEqual(result);
        },
      ),
    ));
});
