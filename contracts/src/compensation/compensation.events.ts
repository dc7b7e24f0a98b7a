import type { Personal as PersonalValue } from '@redress/eventing';
import type { BudgetId, CompensationId, ComplaintId, PersonId } from '../ids.js';
import { type Tier, tiers } from '../intake/complaint.events.js';
import {
  AmountMinor,
  Code,
  Count,
  Currency,
  Event,
  Flag,
  Id,
  Instant,
  Key,
  Line,
  ListOf,
  ManyOf,
  OneOf,
  Optional,
  Personal,
  Shape,
  Text,
} from '../kit/index.js';
import { severities, type Severity } from '../sla/clock.events.js';
import { type ComplaintType, complaintTypes } from '../triage/assessment.events.js';

export const compensationKinds = [
  'full-refund',
  'partial-refund',
  'exchange',
  'redelivery',
  'coupon',
  'points',
  'apology-letter',
  'extra-benefit',
] as const;
export type CompensationKind = (typeof compensationKinds)[number];

/** In the minor unit of its currency (ISO 4217): cents, or whole won. */
export class Money {
  @AmountMinor() amountMinor!: number;
  @Currency() currency!: string;
}

/**
 * What is offered when all its conditions hold. Its amount is a share of the order's value, a fixed one, or both,
 * within its bounds; goods (`exchange`, `redelivery`) and an `apology-letter` have an amount only where they are valued.
 */
export class TariffRule {
  @Code({ maxBytes: 64 }) ruleId!: string;
  /** Why, as people read it. */
  @Line({ maxBytes: 256 }) labelKo!: string;
  @Line({ maxBytes: 256 }) labelEn!: string;
  @ManyOf(...complaintTypes) types!: readonly ComplaintType[];
  @ManyOf(...severities) severities!: readonly Severity[];
  @ManyOf(...tiers) tiers!: readonly Tier[];
  /** Days between promised and actual delivery, or until now where it was not delivered. */
  @Optional() @Count({ min: 0, max: 3_650 }) delayFromDays?: number;
  @Optional() @AmountMinor() orderValueFromMinor?: number;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Currency() currency!: string;
  /** Of the order's value, in hundredths of a percent; rounded to the minor unit, halves away from zero. */
  @Optional() @Count({ min: 0, max: 10_000 }) shareBasisPoints?: number;
  @Optional() @AmountMinor() fixedMinor?: number;
  @Optional() @AmountMinor() mostMinor?: number;
}

/** What is offered from now on. Version 1 is the one that was shipped. */
@Event('compensation.TariffPublished', 1)
export class TariffPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  @ListOf(() => TariffRule, { max: 500 }) rules!: readonly TariffRule[];
}

export const approvers = ['agent', 'lead', 'finance', 'administrator'] as const;
export type ApproverRole = (typeof approvers)[number];

/** Up to which amount a role may approve. */
export class RoleLimit {
  @OneOf(...approvers) role!: ApproverRole;
  @AmountMinor() upToMinor!: number;
}

/** Who may approve what, in one currency. */
export class Authority {
  @Currency() currency!: string;
  /** Up to this nobody is asked. */
  @AmountMinor() automaticUpToMinor!: number;
  @ListOf(() => RoleLimit, { max: 4 }) limits!: readonly RoleLimit[];
  /** Above this two people approve, neither of them who asked. */
  @AmountMinor() fourEyesAboveMinor!: number;
  /** For all that is paid in a month of the house's time zone. */
  @AmountMinor() monthlyBudgetMinor!: number;
}

/** Version 1 is the one that was shipped. */
@Event('compensation.AuthorityPublished', 1)
export class AuthorityPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  /** Of the house, of the IANA database: in it a month's budget and a day's reconciliation begin and end. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  @ListOf(() => Authority, { max: 20 }) authorities!: readonly Authority[];
}

class OfComplaint {
  @Key() @Id() complaintId!: ComplaintId;
}

export class CompensationOption {
  @Code({ maxBytes: 64 }) ruleId!: string;
  /** As the rule said it then. */
  @Line({ maxBytes: 256 }) labelKo!: string;
  @Line({ maxBytes: 256 }) labelEn!: string;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  /** Absent where nothing is paid. */
  @Optional() @Shape(() => Money) amount?: Money;
}

/** What the tariff offers for a complaint as it is known now: the strongest first. */
@Event('compensation.OptionsDerived', 1)
export class OptionsDerived extends OfComplaint {
  @Count({ min: 1, max: 1_000_000 }) tariffVersion!: number;
  @Instant() derivedAt!: Date;
  /** Absent where nothing is known of an order. No more than this is ever refunded. */
  @Optional() @Shape(() => Money) orderValue?: Money;
  @ListOf(() => CompensationOption, { max: 50 }) options!: readonly CompensationOption[];
}

class OfCompensation extends OfComplaint {
  @Id() compensationId!: CompensationId;
}

/** Somebody wants a customer to have this. */
@Event('compensation.CompensationProposed', 1)
export class CompensationProposed extends OfCompensation {
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  /** Of the option that was chosen; absent for an exception. */
  @Optional() @Code({ maxBytes: 64 }) ruleId?: string;
  @Count({ min: 1, max: 1_000_000 }) tariffVersion!: number;
  @Instant() proposedAt!: Date;
  /** Outside the tariff. */
  @Flag() isException!: boolean;
  /** Of an exception. */
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
  @Id() proposedBy!: PersonId;
}

/** Somebody has to approve it. */
@Event('compensation.ApprovalRequested', 1)
export class ApprovalRequested extends OfCompensation {
  @Count({ min: 1, max: 1_000_000 }) authorityVersion!: number;
  @Count({ min: 1, max: 2 }) approvalsNeeded!: number;
  /** Who has the amount within their limit. */
  @ManyOf(...approvers) roles!: readonly ApproverRole[];
  @Instant() requestedAt!: Date;
}

/** One of the approvals that it needs. */
@Event('compensation.ApprovalGiven', 1)
export class ApprovalGiven extends OfCompensation {
  @Id() approverId!: PersonId;
  /** Who is away, and for whom the approver stands in. */
  @Optional() @Id() substituteFor?: PersonId;
  @Instant() approvedAt!: Date;
}

/** It may be paid: all approvals are there, or none was needed. */
@Event('compensation.CompensationApproved', 1)
export class CompensationApproved extends OfCompensation {
  @Instant() approvedAt!: Date;
  /** By policy, without a person. */
  @Flag() isAutomatic!: boolean;
  @Count({ min: 1, max: 1_000_000 }) authorityVersion!: number;
}

@Event('compensation.CompensationDeclined', 1)
export class CompensationDeclined extends OfCompensation {
  @Instant() declinedAt!: Date;
  /** Who proposed it may withdraw it. */
  @Id() declinedBy!: PersonId;
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
}

/** The month's budget is asked. Its key is the budget, so that one consumer at a time asks it. */
@Event('compensation.BudgetAsked', 1)
export class BudgetAsked {
  /** `2026-03.KRW` */
  @Key() @Code({ maxBytes: 32 }) budgetId!: BudgetId;
  @Id() complaintId!: ComplaintId;
  @Id() compensationId!: CompensationId;
  /** 1 for the first time; one more whenever a payout that failed is to be ordered again. */
  @Count({ min: 1, max: 1_000_000 }) attempt!: number;
  @Shape(() => Money) amount!: Money;
}

class OfBudget extends OfCompensation {
  @Code({ maxBytes: 32 }) budgetId!: BudgetId;
  @Count({ min: 1, max: 1_000_000 }) attempt!: number;
  @Shape(() => Money) amount!: Money;
}

@Event('compensation.BudgetReserved', 1)
export class BudgetReserved extends OfBudget {
  /** Somebody of finance granted it though the month had less left. */
  @Flag() isBeyond!: boolean;
}

/** It is more than is left of the month: somebody of finance has to decide. */
@Event('compensation.BudgetExceeded', 1)
export class BudgetExceeded extends OfBudget {
  @AmountMinor() leftMinor!: number;
}

/** It is not paid, or no longer: what was reserved for it is free again, and it waits for nothing more. */
@Event('compensation.BudgetReturned', 1)
export class BudgetReturned extends OfBudget {}

/** The payment system is to carry it out, under this reference and no other. */
@Event('compensation.PayoutOrdered', 1)
export class PayoutOrdered extends OfCompensation {
  @Code({ maxBytes: 64 }) reference!: string;
  @Count({ min: 1, max: 1_000_000 }) attempt!: number;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @Instant() orderedAt!: Date;
}

@Event('compensation.CompensationPaid', 1)
export class CompensationPaid extends OfCompensation {
  @Code({ maxBytes: 64 }) reference!: string;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @Instant() paidAt!: Date;
}

export const payoutRefusals = ['account-closed', 'limit', 'unknown-order', 'other'] as const;
export type PayoutRefusal = (typeof payoutRefusals)[number];

/** The payment system has refused; it was not paid. It may be ordered again, under another reference. */
@Event('compensation.PayoutFailed', 1)
export class PayoutFailed extends OfCompensation {
  @Code({ maxBytes: 64 }) reference!: string;
  @Instant() failedAt!: Date;
  @OneOf(...payoutRefusals) refusal!: PayoutRefusal;
}

@Event('compensation.ReversalOrdered', 1)
export class ReversalOrdered extends OfCompensation {
  @Code({ maxBytes: 64 }) reference!: string;
  @Instant() orderedAt!: Date;
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
}

/** What was paid was taken back. */
@Event('compensation.CompensationReversed', 1)
export class CompensationReversed extends OfCompensation {
  @Code({ maxBytes: 64 }) reference!: string;
  @Optional() @Shape(() => Money) amount?: Money;
  @Instant() reversedAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    TariffPublished: TariffPublished;
    AuthorityPublished: AuthorityPublished;
    OptionsDerived: OptionsDerived;
    CompensationProposed: CompensationProposed;
    ApprovalRequested: ApprovalRequested;
    ApprovalGiven: ApprovalGiven;
    CompensationApproved: CompensationApproved;
    CompensationDeclined: CompensationDeclined;
    BudgetAsked: BudgetAsked;
    BudgetReserved: BudgetReserved;
    BudgetExceeded: BudgetExceeded;
    BudgetReturned: BudgetReturned;
    PayoutOrdered: PayoutOrdered;
    CompensationPaid: CompensationPaid;
    PayoutFailed: PayoutFailed;
    ReversalOrdered: ReversalOrdered;
    CompensationReversed: CompensationReversed;
  }
}
