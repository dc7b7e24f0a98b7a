import { type AnyProjection, type EventName, foldRow, keyTouched, type Recorded } from '@redress/eventing';
import { originOf, personalColumnsOf } from '@redress/privacy';
import type { DataSource, EntityManager } from 'typeorm';
import { type Row, rowsOf } from './rows.js';
import type { ProjectionTable } from './tables.js';

/** The rows that a batch touches: loaded with one query, folded in memory, written back with one upsert and one delete. */
export interface TableFold {
  readonly table: ProjectionTable;
  /** Whether an event of this name could concern the table: what could not need not be decoded. */
  mayHear(name: EventName): boolean;
  /** Whether anything in the batch concerns this table. */
  hears(event: Recorded): boolean;
  begin(manager: EntityManager, events: readonly Recorded[]): Promise<Folding>;
}
export interface Folding {
  /** Folds one event; answers the row it touched, as it now is. */
  apply(event: Recorded): Row | undefined;
  /** Writes what changed. */
  end(): Promise<void>;
}

const nameOf = (projection: AnyProjection, row: Row): string =>
  JSON.stringify((projection.key as readonly string[]).map((column) => row[column]));

export const tableFold = (dataSource: DataSource, table: ProjectionTable): TableFold => {
  const { projection } = table;
  const rows = rowsOf(dataSource, table);
  const personal = personalColumnsOf(projection.table);

  /** Personal columns say where their value came from, so that forgetting finds them without knowing the projection. */
  const withOrigins = (before: Row | undefined, after: Row, { subject, generations }: Recorded): Row => {
    const origins = personal
      .filter(({ property }) => after[property] !== before?.[property])
      .map(({ property, origin, purpose }) => {
        const generation = generations[purpose];
        const known = after[property] !== null && subject !== undefined && generation !== undefined;
        return [origin, known ? originOf({ subject, purpose, generation }) : null];
      });
    return origins.length === 0 ? after : { ...after, ...Object.fromEntries(origins) };
  };

  return {
    table,
    mayHear: (name) => projection.onEvery !== undefined || name in projection.on,
    hears: (event) => keyTouched(projection, event) !== undefined,
    begin: async (manager, events) => {
      const keys = new Map<string, Row>();
      for (const event of events) {
        const key = keyTouched(projection, event);
        if (key) keys.set(nameOf(projection, key), key);
      }
      const loaded = await rows.load(manager, [...keys.values()]);
      const current = new Map(loaded.map((row) => [nameOf(projection, row), row]));
      const stored = new Set(current.keys());
      const touched = new Set<string>();

      return {
        apply: (event) => {
          const key = keyTouched(projection, event);
          if (!key) return undefined;
          const name = nameOf(projection, key);
          const before = current.get(name);
          const after = foldRow<Row>(projection, before, event);
          if (after) current.set(name, withOrigins(before, after, event));
          else current.delete(name);
          if (after !== before) touched.add(name);
          return current.get(name);
        },
        end: async () => {
          const changed = [...touched];
          await rows.save(
            manager,
            changed.map((name) => current.get(name)).filter((row) => row !== undefined),
          );
          await rows.remove(
            manager,
            changed
              .filter((name) => !current.has(name) && stored.has(name))
              .map((name) => keys.get(name))
              .filter((key) => key !== undefined),
          );
        },
      };
    },
  };
};
