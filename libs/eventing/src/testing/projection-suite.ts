import fc from 'fast-check';
import type { Recorded } from '../event.js';
import { type AnyProjection, foldRow, foldRows, keyTouched } from '../projection.js';
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

/** The same with every row read anew for every event. */
const rowsReadBack = (definition: AnyProjection, history: readonly Recorded[]): Readonly<Record<string, unknown>> => {
  const rows = new Map<string, object>();
  for (const event of history) {
    const touched = keyTouched(definition, event);
    if (!touched) continue;
    const place = JSON.stringify(Object.values(touched));
    const row = foldRow<object>(definition, readBack(rows.get(place)), event);
    if (row) rows.set(place, row);
    else rows.delete(place);
  }
  return Object.fromEntries(rows);
};

/** PostgreSQL keeps the names in a JSON object in an order of its own: shorter ones first. */
const readBack = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(readBack) as Value;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const named = Object.entries(value).map(([name, one]) => [name, readBack(one) as unknown] as const);
  return Object.fromEntries(named.toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))) as Value;
};

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

    it('are the same when an event finds them as the database answers them', () =>
      fc.assert(
        fc.property(histories, (history) => {
          expect(rowsReadBack(definition, history)).toEqual(rowsByKey(definition, history));
        }),
      ));

    it('each belong to the key of the events that write them', () =>
      fc.assert(
        fc.property(histories, (history) => {
          const elsewhere = history.filter((event) => {
            const touched = keyTouched(definition, event);
            return touched && !Object.values(touched).map(String).includes(event.key);
          });
          expect(elsewhere).toEqual([]);
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
