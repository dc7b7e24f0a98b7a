import type { BudgetId, CompensationId, ComplaintId, PersonId } from '../ids.js';
import {
  AmountMinor,
  Code,
  Count,
  Flag,
  Id,
  Instant,
  Line,
  ListOf,
  ManyOf,
  OneOf,
  Optional,
  Shape,
  Text,
} from '../kit/index.js';
import {
  type ApproverRole,
  approvers,
  type CompensationKind,
  compensationKinds,
  CompensationOption,
  Money,
  type PayoutRefusal,
  payoutRefusals,
} from './compensation.events.js';

export const compensationStates = [
  'waiting-for-approval',
  'approved',
  'waiting-for-budget',
  'ordered',
  'paid',
  'failed',
  'reversing',
  'reversed',
  'declined',
  'withdrawn',
] as const;
export type CompensationState = (typeof compensationStates)[number];

export class CompensationComplaintPath {
  @Id() complaintId!: ComplaintId;
}

export class CompensationPath {
  @Id() complaintId!: ComplaintId;
  @Id() compensationId!: CompensationId;
}

/** An option by its `ruleId`, or an exception by `kind`, `amount` and `reason`; of imported history `kind`, `amount`, `occurredAt` and `reference`. */
export class CompensationGiven {
  @Optional() @Code({ maxBytes: 64 }) ruleId?: string;
  @Optional() @OneOf(...compensationKinds) kind?: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
  /** When it was paid, in imported history; only importers say so. */
  @Optional() @Instant() occurredAt?: Date;
  /** Under which it was paid then. */
  @Optional() @Code({ maxBytes: 64 }) reference?: string;
}

export class CompensationAccepted {
  @Id() compensationId!: CompensationId;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class CompensationChanged {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class CompensationDeclineGiven {
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
}

export class ReversalGiven {
  @Text({ maxBytes: 4096 }) reason!: string;
}

export class CompensationsKnownAsked {
  /** What was known then. Absent: now. */
  @Optional() @Instant() at?: Date;
}

export class ApprovalShown {
  @Id() approverId!: PersonId;
  @Optional() @Id() substituteFor?: PersonId;
  @Instant() approvedAt!: Date;
}

/** A compensation in a list: nothing personal. */
export class CompensationListed {
  @Id() complaintId!: ComplaintId;
  @Id() compensationId!: CompensationId;
  @OneOf(...compensationStates) state!: CompensationState;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @Optional() @Code({ maxBytes: 64 }) ruleId?: string;
  @Count({ min: 1, max: 1_000_000 }) tariffVersion!: number;
  /** Absent while nothing was asked of the authority. */
  @Optional() @Count({ min: 1, max: 1_000_000 }) authorityVersion?: number;
  @Flag() isException!: boolean;
  @Flag() isAutomatic!: boolean;
  @Id() proposedBy!: PersonId;
  @Instant() proposedAt!: Date;
  @Count({ min: 0, max: 2 }) approvalsNeeded!: number;
  /** Who may approve it. */
  @ManyOf(...approvers) roles!: readonly ApproverRole[];
  @ListOf(() => ApprovalShown, { max: 2 }) approvals!: readonly ApprovalShown[];
  @Optional() @Code({ maxBytes: 32 }) budgetId?: BudgetId;
  /** Of the last payout that was ordered. */
  @Optional() @Code({ maxBytes: 64 }) reference?: string;
  @Optional() @OneOf(...payoutRefusals) refusal?: PayoutRefusal;
  @Optional() @Instant() paidAt?: Date;
  @Instant() changedAt!: Date;
  /** Imported. */
  @Flag() historical!: boolean;
}

/** With what people wrote about it; absent once it was forgotten. */
export class CompensationShown extends CompensationListed {
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
  @Optional() @Text({ maxBytes: 4096 }) declineReason?: string;
  @Optional() @Text({ maxBytes: 4096 }) reversalReason?: string;
}

/** What may be offered for a complaint, and what was. */
export class ComplaintCompensationsShown {
  @Id() complaintId!: ComplaintId;
  /** Absent as long as nothing was derived. */
  @Optional() @Count({ min: 1, max: 1_000_000 }) tariffVersion?: number;
  @Optional() @Instant() derivedAt?: Date;
  @Optional() @Shape(() => Money) orderValue?: Money;
  /** The strongest first. */
  @ListOf(() => CompensationOption, { max: 50 }) options!: readonly CompensationOption[];
  @ListOf(() => CompensationShown, { max: 200 }) compensations!: readonly CompensationShown[];
}

export class ApprovalsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class CompensationsAsked {
  @Optional() @OneOf(...compensationStates) state?: CompensationState;
  @Optional() @OneOf(...compensationKinds) kind?: CompensationKind;
  /** Proposed at or after then. */
  @Optional() @Instant() from?: Date;
  /** Up to, but not at. */
  @Optional() @Instant() before?: Date;
  /** With those of imported history. */
  @Optional() @Flag() historical?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class BudgetPath {
  /** `2026-03.KRW` */
  @Code({ maxBytes: 32 }) budgetId!: BudgetId;
}

export class BudgetShown {
  @Code({ maxBytes: 32 }) budgetId!: BudgetId;
  /** By the authority in force now. */
  @AmountMinor() monthlyBudgetMinor!: number;
  @AmountMinor() reservedMinor!: number;
  /** Zero also where more was granted than there was. */
  @AmountMinor() leftMinor!: number;
  /** For which it did not suffice, in all. */
  @AmountMinor() waitingMinor!: number;
  @Count({ min: 0, max: 1_000_000 }) waiting!: number;
}
