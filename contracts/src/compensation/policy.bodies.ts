import { Code, Count, Instant, Line, ListOf, Optional } from '../kit/index.js';
import { Authority, TariffRule } from './compensation.events.js';

export class TariffGiven {
  @ListOf(() => TariffRule, { max: 500 }) rules!: readonly TariffRule[];
}

export class TariffShown extends TariffGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class TariffAccepted extends TariffShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class TariffVersionShown extends TariffShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

export class AuthorityGiven {
  /** Of the IANA database: `Asia/Seoul`. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  @ListOf(() => Authority, { max: 20 }) authorities!: readonly Authority[];
}

export class AuthorityShown extends AuthorityGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class AuthorityAccepted extends AuthorityShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class AuthorityVersionShown extends AuthorityShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

export class CompensationPolicyVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}
