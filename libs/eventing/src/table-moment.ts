import type { Position } from './event.js';

/** How a table of read models stood in one transaction: enough to find what changed until a later one. */
export interface TableMoment {
  /** Changes where the table is made anew: then nothing that was known of its rows holds any more. */
  readonly made: string;
  /** By partition: events up to there are in the rows, later ones are not. */
  readonly reached: ReadonlyMap<number, Position>;
  /** Keys whose events were set aside: once they are replayed, rows change by events of long ago. */
  readonly parked: readonly string[];
}
