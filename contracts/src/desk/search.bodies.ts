import type { ComplaintId } from '../ids.js';
import { Code, Count, Flag, Id, Instant, Line, ListOf, Optional } from '../kit/index.js';
import { CaseListed, CasesWanted } from './board.bodies.js';

/** Of all cases, closed and imported ones too, unless `standing` or `historical` says otherwise. */
export class SearchAsked extends CasesWanted {
  /** Words with spaces between them: all have to be found, each somewhere in the case, also inside of longer ones. */
  @Line({ maxBytes: 512 }) q!: string;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

/** Latest received first. */
export class CasesFound {
  @ListOf(() => CaseListed, { max: 200 }) items!: readonly CaseListed[];
  @Optional() @Line({ maxBytes: 2048 }) next?: string;
  /** How many there are, counted up to 1,000. Only with the first page. */
  @Optional() @Count({ min: 0, max: 1_000 }) count?: number;
  /** There are more than `count`. */
  @Flag() more!: boolean;
}

export class ChangesAsked {
  /** Only of this case. */
  @Optional() @Id() complaintId?: ComplaintId;
  /** The id of a server-sent event, which also `Last-Event-ID` may name. Absent: from now on. */
  @Optional() @Line({ maxBytes: 1024 }) from?: string;
}

/** Something about a case is another than before, and the desk shows it already. */
export class CaseChange {
  @Id() complaintId!: ComplaintId;
  /** The type of the event: `<service>.<Name>`. */
  @Code({ maxBytes: 128 }) what!: string;
  @Instant() recordedAt!: Date;
}
