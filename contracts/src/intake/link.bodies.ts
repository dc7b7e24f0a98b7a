import { Code, Count, Instant, Line, Optional } from '../kit/index.js';

/** A link that opens one complaint to whoever has it. It is shown once and kept nowhere. */
export class LinkShown {
  /** For the header `Authorization: Link <token>`. */
  @Code({ maxBytes: 2048 }) token!: string;
  /** Of the customer's page; the token stands behind the number sign, which no browser sends. */
  @Line({ maxBytes: 4096 }) url!: string;
  @Instant() expiresAt!: Date;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class LinksRevokedShown {
  /** Of the links that are made from now on. */
  @Count({ min: 2, max: 1_000_000 }) generation!: number;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class LinkPolicyGiven {
  /** For so long a link is good. */
  @Count({ min: 1, max: 365 }) validDays!: number;
}

export class LinkPolicyShown extends LinkPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class LinkPolicyAccepted extends LinkPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class LinkPolicyVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class LinkPolicyVersionShown extends LinkPolicyShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}
