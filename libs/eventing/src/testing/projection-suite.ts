import fc from 'fast-check';
import type { Recorded } from '../event.js';
import { type AnyProjection, foldRows, keyTouched } from '../projection.js';
import { chance } from './chance.js';
import { interleaved } from './interleaving.js';

/** Rows by their keys: in which order they appeared is not promised. */
const rowsByKey = (definition: AnyProjection, history: readonly Recorded[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    foldRows(definition, history).map((row: Record<string, unknown>) => [
      JSON.stringify((definition.key as readonly string[]).map((column) => row[column])),
      row,
    ]),
  );

/** What a history leaves behind in its own order, and in another one that keeps only the order of each key. */
export const bothWays = (
  definition: AnyProjection,
  history: readonly Recorded[],
  seed: number,
): { readonly inOrder: object; readonly interleaved: object } => ({
  inOrder: rowsByKey(definition, history),
  interleaved: rowsByKey(
    definition,
    interleaved(history, ({ key }) => key, chance(seed)),
  ),
});

/**
 * What every projection promises: partitions are read side by side, so that of the order of the log only that of each
 * key is kept; its rows must not depend on more. A failure names the history and the seed of the interleaving.
 */
export const projectionSuite = (definition: AnyProjection, histories: fc.Arbitrary<readonly Recorded[]>): void => {
  describe(`The rows of ${definition.name}`, () => {
    it('are the same in whatever order the events of different keys arrive', () => {
      let rows = 0;
      fc.assert(
        fc.property(histories, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (history, seeds) => {
          for (const seed of seeds) {
            const { inOrder, interleaved: shuffled } = bothWays(definition, history, seed);
            expect(shuffled).toEqual(inOrder);
            rows += Object.keys(inOrder).length;
          }
        }),
        { numRuns: 100 },
      );
      expect(rows).toBeGreaterThan(0);
    });

    it('each belong to the key of the events that write them', () =>
      fc.assert(
        fc.property(histories, (history) => {
          for (const event of history) {
            const touched = keyTouched(definition, event);
            if (touched) expect(Object.values(touched).map(String)).toContain(event.key);
          }
        }),
      ));

    it('follow from the events alone, and leave them as they were', () =>
      fc.assert(
        fc.property(histories, (history) => {
          const before = structuredClone(history);
          const first = structuredClone(foldRows(definition, history));
          expect(foldRows(definition, history)).toEqual(first);
          expect(history).toEqual(before);
        }),
      ));
  });
};
