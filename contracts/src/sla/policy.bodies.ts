import { Code, Count, Instant, Line, ListOf, Optional } from '../kit/index.js';
import { Warning } from './clock.events.js';
import { Promised } from './policy.events.js';

/** Every severity and metric is promised once. */
export class SlaPolicyGiven {
  @ListOf(() => Promised, { max: 6 }) promises!: readonly Promised[];
  @ListOf(() => Warning, { max: 5 }) warnings!: readonly Warning[];
}

export class SlaPolicyShown extends SlaPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class SlaPolicyAccepted extends SlaPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class SlaPolicyVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class SlaPolicyVersionShown extends SlaPolicyShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}
