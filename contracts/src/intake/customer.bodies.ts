import type { Purpose } from '@redress/eventing';
import type { ComplaintId, CustomerKey } from '../ids.js';
import { Code, Count, Id, Instant, ListOf, OneOf, Optional } from '../kit/index.js';
import { type HoldReason, holdReasons, OpenComplaint } from './customer.events.js';

export class CustomerPath {
  /** The pseudonym that a complaint shows as `customer.customerKey`. */
  @Id() customerKey!: CustomerKey;
}

export class LegalHoldGiven {
  /** The matter, as lawyers file it: never a name. */
  @Code({ maxBytes: 128 }) reference!: string;
  @OneOf(...holdReasons) reason!: HoldReason;
}

export class LegalHoldNamed {
  @Code({ maxBytes: 128 }) reference!: string;
}

export const forgettingSteps = ['none', 'requested', 'waiting', 'done'] as const;
export type ForgettingStep = (typeof forgettingSteps)[number];

/** What is closed and not destroyed yet. */
export class KeptShown {
  @OneOf('contact', 'record') purpose!: Purpose;
  /** The complaint, of a record. */
  @Optional() @Id() recordOf?: ComplaintId;
  @Instant() keptUntil!: Date;
}

/** How far a customer was forgotten, and what is kept why. */
export class ForgettingShown {
  @Id() customerKey!: CustomerKey;
  /** `waiting`: the keys are closed, and what may go goes within two minutes unless there is a hold. */
  @OneOf(...forgettingSteps) step!: ForgettingStep;
  @Optional() @Instant() forgottenAt?: Date;
  /** Their contact is forgotten once they are closed. */
  @ListOf(() => OpenComplaint, { max: 100_000 }) open!: readonly OpenComplaint[];
  @ListOf(() => KeptShown, { max: 100_000 }) kept!: readonly KeptShown[];
  @ListOf(() => LegalHoldGiven, { max: 100_000 }) holds!: readonly LegalHoldGiven[];
}

export class RetentionPolicyGiven {
  /** For so long after the closing of a complaint what was said about it is kept. */
  @Count({ min: 0, max: 36_500 }) retainRecordsDays!: number;
}

export class RetentionPolicyShown extends RetentionPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class RetentionPolicyAccepted extends RetentionPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}
