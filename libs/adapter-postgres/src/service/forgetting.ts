import type { Recorded } from '@redress/eventing';
import { originOf, type WithdrawnKey } from '@redress/privacy';
import type { DataSource, EntityManager } from 'typeorm';
import { quoted } from './tables.js';
import { textColumns, unnestTexts } from './unnest.js';

/** Which keys an event withdraws; none for nearly all. */
export type Withdraws = (event: Recorded) => readonly WithdrawnKey[];

/** Empties what was forgotten in all tables of a service, whichever projection or build they belong to. */
export interface Forgetting {
  /** Part of the transaction that passes these events. Repeating it is harmless. */
  hear(manager: EntityManager, events: readonly Recorded[]): Promise<void>;
  concerns(event: Recorded): boolean;
  /** Every key of whose withdrawal this service has heard. */
  withdrawn(): Promise<readonly WithdrawnKey[]>;
}

interface Table {
  readonly name: string;
  /** Of the personal columns, without the ones beside them that say under which key their values came. */
  readonly columns: readonly string[];
}

/**
 * What came under a key that is closed, or destroyed, goes: the columns beside personal ones name it. A fold that runs
 * meanwhile may have read the key just before; it is emptied by the event after the cache time. Outbox, timers and parked
 * events hold no personal data.
 */
export const forgettingOf = (dataSource: DataSource, service: string, withdraws: Withdraws): Forgetting => {
  const table = `${quoted(service)}.withdrawn_keys`;

  const note = (manager: EntityManager, keys: readonly WithdrawnKey[]): Promise<unknown> =>
    manager.query(
      `insert into ${table} as w (subject, purpose, generation, state)
       select c0, c1, c2::integer, max(c3) from ${unnestTexts(4)} group by c0, c1, c2
       on conflict (subject, purpose, generation) do update set state = greatest(w.state, excluded.state)`,
      textColumns(keys.map(({ subject, purpose, generation, state }) => [subject, purpose, String(generation), state])),
    );

  /** Of builds that nobody runs any more as well. */
  const tables = async (manager: EntityManager): Promise<readonly Table[]> =>
    manager.query(
      `select v.table_name as name, array_agg(v.column_name::text order by v.column_name) as columns
       from information_schema.columns v
       join information_schema.columns o on o.table_schema = v.table_schema and o.table_name = v.table_name
         and o.column_name = v.column_name || '_origin'
       join information_schema.tables t on t.table_schema = v.table_schema and t.table_name = v.table_name
         and t.table_type = 'BASE TABLE'
       where v.table_schema = $1 group by v.table_name order by v.table_name`,
      [service],
    );

  const empty = (manager: EntityManager, { name, columns }: Table, origins: readonly string[]): Promise<unknown> => {
    const hit = (column: string): string => `${quoted(`${column}_origin`)} = any($1)`;
    const sets = columns.flatMap((column) =>
      [column, `${column}_origin`].map(
        (one) => `${quoted(one)} = case when ${hit(column)} then null else ${quoted(one)} end`,
      ),
    );
    return manager.query(
      `update ${quoted(service)}.${quoted(name)} set ${sets.join(', ')} where ${columns.map(hit).join(' or ')}`,
      [origins],
    );
  };

  return {
    concerns: (event) => withdraws(event).length > 0,
    hear: async (manager, events) => {
      const keys = events.flatMap(withdraws);
      if (keys.length === 0) return;
      await note(manager, keys);
      const origins = [...new Set(keys.map(originOf))];
      for (const one of await tables(manager)) await empty(manager, one, origins);
    },
    withdrawn: () => dataSource.query(`select subject, purpose, generation, state from ${table}`),
  };
};
