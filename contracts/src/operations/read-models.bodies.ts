import { Code, Count, Id, Instant, Line, ListOf, OneOf, Optional, Shape } from '../kit/index.js';

const most = 9_007_199_254_740_991;

export class ReadModelGiven {
  @Code({ maxBytes: 64 }) service!: string;
  /** `<service>.<question>`; absent: all of the service. */
  @Optional() @Code({ maxBytes: 128 }) projection?: string;
}

/** A row that is not what the log says. No value is shown but that of its key. */
export class RowDifference {
  @Line({ maxBytes: 1024 }) key!: string;
  /** `missing`: the log says there is one. `surplus`: the log says there is none. */
  @OneOf('missing', 'surplus', 'changed') kind!: 'missing' | 'surplus' | 'changed';
  /** Names of the columns that differ, with commas between them. */
  @Optional() @Line({ maxBytes: 4096 }) columns?: string;
}

export class RowsCompared {
  @Count({ max: most }) rows!: number;
  /** MD5 over all rows in the order of their keys. */
  @Code({ maxBytes: 32 }) checksum!: string;
  /** How many rows differ; the first twenty are named. */
  @Count({ max: most }) different!: number;
  @ListOf(() => RowDifference, { max: 20 }) differences!: readonly RowDifference[];
}

/** A table that is being made anew, or compared with the log. Known to the process that does it, until it ends. */
export class ReadModelWork {
  @Id() workId!: string;
  @OneOf('rebuild', 'verification') kind!: 'rebuild' | 'verification';
  @Code({ maxBytes: 64 }) service!: string;
  @Code({ maxBytes: 128 }) projection!: string;
  @OneOf('waiting', 'running', 'done', 'failed') state!: 'waiting' | 'running' | 'done' | 'failed';
  /** Up to where the log was read. */
  @Optional() @Code({ maxBytes: 64 }) position?: string;
  /** Where the log ended when it began. */
  @Optional() @Code({ maxBytes: 64 }) head?: string;
  @Count({ max: most }) eventsRead!: number;
  @Instant() askedAt!: Date;
  /** What it failed with. */
  @Optional() @Line({ maxBytes: 4096 }) detail?: string;
  /** Of a rebuild that is done: keys with an event that cannot be folded. */
  @Optional() @Count({ max: most }) parkedKeys?: number;
  /** Of a verification that is done. */
  @Optional() @Shape(() => RowsCompared) compared?: RowsCompared;
}

export class ReadModelWorkPath {
  @Id() workId!: string;
}
