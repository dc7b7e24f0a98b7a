import { Code, Count, Flag, Instant, Line, ListOf, OneOf, Optional } from '../kit/index.js';

const most = 9_007_199_254_740_991;

/** How far a consumer has come on one partition. */
export class ConsumerLag {
  /** `act`, or `read` and the table it fills. */
  @Line({ maxBytes: 128 }) consumer!: string;
  @Count({ max: 100_000 }) partition!: number;
  /** Absent: it has passed nothing yet. */
  @Optional() @Code({ maxBytes: 64 }) position?: string;
  /** Counted up to 10,000. */
  @Count({ max: 10_000 }) eventsBehind!: number;
  /** There are more than were counted. */
  @Flag() orMore!: boolean;
  /** The age of the first event it has not passed. */
  @Count({ max: most }) secondsBehind!: number;
}

export class ServiceLag {
  @Code({ maxBytes: 64 }) service!: string;
  @Flag() ready!: boolean;
  /** Why it is not ready. */
  @Optional() @Line({ maxBytes: 1024 }) detail?: string;
  @ListOf(() => ConsumerLag, { max: 10_000 }) consumers!: readonly ConsumerLag[];
  @Count({ max: most }) parkedKeys!: number;
  /** Due and not yet carried out, without those that a parked key holds. */
  @Count({ max: most }) timersDue!: number;
  @Count({ max: most }) timersLateSeconds!: number;
  @Count({ max: most }) timersHeld!: number;
  @Count({ max: most }) outboxWaiting!: number;
  /** Of these: tried before, without success. */
  @Count({ max: most }) outboxFailing!: number;
}

/** Of the services of the process that answers. */
export class LagShown {
  /** Of the last event of the log; absent while there is none. */
  @Optional() @Code({ maxBytes: 64 }) head?: string;
  @ListOf(() => ServiceLag, { max: 100 }) services!: readonly ServiceLag[];
}

export class ParkedKeyGiven {
  @Code({ maxBytes: 64 }) service!: string;
  /** As it is listed: `act`, or `read` and a table. */
  @Line({ maxBytes: 128 }) consumer!: string;
  @Line({ maxBytes: 512 }) key!: string;
}

export class DiscardGiven extends ParkedKeyGiven {
  /** Stands in the log of the process, with who did it: no personal data. */
  @Line({ maxBytes: 500 }) reason!: string;
}

/** A key that is set aside: its first event failed, the later ones wait behind it. */
export class ParkedKeyShown extends ParkedKeyGiven {
  @Count({ max: most }) events!: number;
  @Code({ maxBytes: 64 }) firstPosition!: string;
  @Instant() since!: Date;
  /** What the first event failed with, without what it may quote. */
  @Line({ maxBytes: 4096 }) error!: string;
}

export class ParkedKeyReleased {
  /** How many were heard, or discarded. */
  @Count({ max: most }) events!: number;
}

export class PruneGiven {
  /** `look` only lists what `drop` would remove. */
  @OneOf('look', 'drop') mode!: 'look' | 'drop';
  /** Absent: of all services. */
  @Optional() @Code({ maxBytes: 64 }) service?: string;
  /** What was used since is kept; absent: 7. With 0, be sure that no process of another build is starting. */
  @Optional() @Count({ max: 3650 }) olderThanDays?: number;
}

/** A table that this build does not use. */
export class LeftoverShown {
  @Code({ maxBytes: 64 }) service!: string;
  @Code({ maxBytes: 64 }) table!: string;
  @Count({ max: most }) bytes!: number;
  @Optional() @Instant() movedAt?: Date;
  /** Why it must stay; absent where it can go, or went. */
  @Optional() @Line({ maxBytes: 1024 }) kept?: string;
}
