import type { Purpose } from '@redress/eventing';
import type { ComplaintId, CustomerKey } from '../ids.js';
import { Code, Count, Event, Id, Instant, Key, ListOf, OneOf, Optional } from '../kit/index.js';

class OfCustomer {
  @Key() @Id() customerKey!: CustomerKey;
}

/** A key of the vault by its name: what it sealed is what is forgotten with it. */
export class KeyGeneration {
  /** `complaint-<complaintId>`, `customer-<customerKey>` */
  @Code({ maxBytes: 128 }) subject!: string;
  @OneOf('contact', 'record') purpose!: Purpose;
  @Count({ min: 1, max: 999_999_999 }) generation!: number;
}

/** A complaint whose contact is still needed: it is forgotten once the complaint is closed. */
export class OpenComplaint {
  @Id() complaintId!: ComplaintId;
}

/** What was said about a complaint, which the law wants kept. */
export class KeptRecord {
  @Id() complaintId!: ComplaintId;
  @Instant() closedAt!: Date;
  @Instant() keptUntil!: Date;
}

/** A customer is to be forgotten, by the request of the customer or because a complaint that was still open is closed. */
@Event('intake.ForgettingRequested', 1)
export class ForgettingRequested extends OfCustomer {
  /** 1 for the first, then without gaps. */
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Instant() requestedAt!: Date;
}

/** Nothing more is written with these keys, and what they sealed is shown only to those who see what the law keeps. */
@Event('intake.ForgettingBegun', 1)
export class ForgettingBegun extends OfCustomer {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Instant() begunAt!: Date;
  @ListOf(() => KeyGeneration, { max: 5_000 }) generations!: readonly KeyGeneration[];
  @ListOf(() => KeptRecord, { max: 2_000 }) records!: readonly KeptRecord[];
  /** Of the retention policy by which the records are kept. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @ListOf(() => OpenComplaint, { max: 2_000 }) open!: readonly OpenComplaint[];
}

/** Every process has dropped these keys from memory and no law or hold keeps them: they are destroyed now. */
@Event('intake.DestructionDue', 1)
export class DestructionDue extends OfCustomer {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @OneOf('contact', 'record') purpose!: Purpose;
  /** The complaint; absent for `contact`, which is that of a round. */
  @Optional() @Id() recordOf?: ComplaintId;
  /** From when on the record was kept. */
  @Optional() @Instant() closedAt?: Date;
  @ListOf(() => KeyGeneration, { max: 5_000 }) generations!: readonly KeyGeneration[];
}

/** A complaint was reopened, so that the law keeps its record longer. */
@Event('intake.RecordKeptLonger', 1)
export class RecordKeptLonger extends OfCustomer {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Id() recordOf!: ComplaintId;
  /** When it was closed last, or, while it is open, when that was seen. */
  @Instant() closedAt!: Date;
  @Instant() keptUntil!: Date;
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

/** How to reach the customer is gone for good: these keys are destroyed. */
@Event('intake.CustomerForgotten', 1)
export class CustomerForgotten extends OfCustomer {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Instant() forgottenAt!: Date;
  @ListOf(() => KeyGeneration, { max: 5_000 }) generations!: readonly KeyGeneration[];
}

/** What was said about a complaint is gone for good, the law asking for it no longer. */
@Event('intake.RecordForgotten', 1)
export class RecordForgotten extends OfCustomer {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Id() recordOf!: ComplaintId;
  @Instant() forgottenAt!: Date;
  @ListOf(() => KeyGeneration, { max: 5_000 }) generations!: readonly KeyGeneration[];
}

export const holdReasons = ['litigation', 'authority', 'investigation', 'other'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Nothing of the customer is destroyed while it lasts. */
@Event('intake.LegalHoldPlaced', 1)
export class LegalHoldPlaced extends OfCustomer {
  /** The matter, as lawyers file it: never a name. */
  @Code({ maxBytes: 128 }) reference!: string;
  @OneOf(...holdReasons) reason!: HoldReason;
  @Instant() placedAt!: Date;
}

@Event('intake.LegalHoldLifted', 1)
export class LegalHoldLifted extends OfCustomer {
  @Code({ maxBytes: 128 }) reference!: string;
  @Instant() liftedAt!: Date;
}

/** For how long what was said about complaints is kept from now on; what follows names the version that was used. */
@Event('intake.RetentionPolicyPublished', 1)
export class RetentionPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 1, max: 1_000_000 }) version!: number;
  /** Counted from the closing of the complaint. */
  @Count({ min: 0, max: 36_500 }) retainRecordsDays!: number;
}

declare module '@redress/eventing' {
  interface EventTypes {
    ForgettingRequested: ForgettingRequested;
    ForgettingBegun: ForgettingBegun;
    DestructionDue: DestructionDue;
    RecordKeptLonger: RecordKeptLonger;
    CustomerForgotten: CustomerForgotten;
    RecordForgotten: RecordForgotten;
    LegalHoldPlaced: LegalHoldPlaced;
    LegalHoldLifted: LegalHoldLifted;
    RetentionPolicyPublished: RetentionPolicyPublished;
  }
}
