import { beginning, type Position, type TableMoment } from '@redress/eventing';

/** Rows that may be other than they were: all of them, none, or those changed by later events and those of some complaints. */
export type Stale = 'all' | 'nothing' | { readonly after: Position; readonly complaints: readonly string[] };

/**
 * Which rows a table may have changed between two moments. Rows are changed by events that their partition has reached
 * since; or, where the complaint was set aside, by any. A table that was made anew, or set back to an earlier state, is
 * another table.
 */
export const staleSince = (before: TableMoment | undefined, now: TableMoment): Stale => {
  if (before?.made !== now.made) return 'all';
  const reached = [...now.reached.keys()].map((partition) => before.reached.get(partition) ?? beginning);
  const isSetBack = [...before.reached].some(
    ([partition, position]) => (now.reached.get(partition) ?? beginning) < position,
  );
  if (isSetBack || reached.length === 0) return 'all';
  const isWhereItWas = [...now.reached].every(([partition, position]) => before.reached.get(partition) === position);
  if (isWhereItWas && before.parked.length === 0) return 'nothing';
  const after = reached.reduce((earliest, position) => (position < earliest ? position : earliest));
  return { after, complaints: before.parked };
};
