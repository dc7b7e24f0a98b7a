import type { Personal as PersonalValue } from '@redress/eventing';
import { channels, type Channel, tiers, type Tier } from '../intake/complaint.events.js';
import type { ComplaintId, MessageId } from '../ids.js';
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
  Text,
} from '../kit/index.js';
import { severities, type Severity } from '../sla/clock.events.js';
import { type TeamFunction, teamFunctions } from '../directory/availability.events.js';

export const complaintTypes = [
  'quality',
  'delivery',
  'description',
  'service',
  'payment',
  'return',
  'stock-out',
  'other',
] as const;
export type ComplaintType = (typeof complaintTypes)[number];

/** Whether one customer is concerned, or it looks like many. */
export const scopes = ['single', 'many'] as const;
export type Scope = (typeof scopes)[number];

export const urgencies = ['normal', 'soon', 'at-once'] as const;
export type Urgency = (typeof urgencies)[number];

export const textLanguages = ['ko', 'en', 'other'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** A word or a few words, as a rule looks for them or a vocabulary knows them: never a customer's own words. */
export class Term {
  @Line({ maxBytes: 128 }) term!: string;
}

export class ProductCode {
  @Code({ maxBytes: 128 }) code!: string;
}

/**
 * When it fires and what then holds. Every condition that is given has to hold; of words and codes one is enough. The
 * first rule that fires with an outcome decides it.
 */
export class TriageRule {
  @Code({ maxBytes: 64 }) ruleId!: string;
  @Line({ maxBytes: 256 }) label!: string;
  /** Found in what the customer wrote, with usual endings; particles and spaces of Korean are tolerated. `*` at the end: whatever follows. */
  @ListOf(() => Term, { max: 400 }) words!: readonly Term[];
  /** It does not fire where one of these is found too. */
  @ListOf(() => Term, { max: 50 }) unless!: readonly Term[];
  /** Product codes, or with `*` at their end the beginning of some: categories. */
  @ListOf(() => ProductCode, { max: 200 }) products!: readonly ProductCode[];
  @ManyOf(...tiers) tiers!: readonly Tier[];
  @ManyOf(...channels) channels!: readonly Channel[];
  /** In minor units of `orderCurrency`, which is given with it. */
  @Optional() @AmountMinor() orderValueFromMinor?: number;
  @Optional() @Currency() orderCurrency?: string;
  /** So many complaints of the same customer in the 90 days before. */
  @Optional() @Count({ min: 1, max: 1_000 }) repeatsFrom?: number;
  @Optional() @OneOf(...complaintTypes) type?: ComplaintType;
  @Optional() @OneOf(...severities) severity?: Severity;
  @Optional() @OneOf(...scopes) scope?: Scope;
  @Optional() @OneOf(...urgencies) urgency?: Urgency;
  @Optional() @OneOf(...teamFunctions) team?: TeamFunction;
}

/** How complaints are sorted from now on. Version 1 is the one that was shipped. */
@Event('triage.TriageRulesPublished', 1)
export class TriageRulesPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  @ListOf(() => TriageRule, { max: 500 }) rules!: readonly TriageRule[];
}

/** A rule that fired, and on what: its words as the rule has them. */
export class FiredRule {
  @Code({ maxBytes: 64 }) ruleId!: string;
  @ListOf(() => Term, { max: 50 }) words!: readonly Term[];
}

class OfComplaint {
  @Key() @Id() complaintId!: ComplaintId;
}

class Sorted extends OfComplaint {
  @OneOf(...complaintTypes) type!: ComplaintType;
  @OneOf(...severities) severity!: Severity;
  @OneOf(...scopes) scope!: Scope;
  @OneOf(...urgencies) urgency!: Urgency;
  /** Which kind of team is to own it. */
  @OneOf(...teamFunctions) team!: TeamFunction;
  /** Which the customer writes, as far as it can be told. */
  @Optional() @OneOf(...textLanguages) language?: TextLanguage;
}

/** What a complaint is, by the rules in force when it came. */
@Event('triage.ComplaintTriaged', 1)
export class ComplaintTriaged extends Sorted {
  @Instant() triagedAt!: Date;
  @Count({ min: 1, max: 1_000_000 }) rulesVersion!: number;
  /** Of all rules that fired, in their order; none, and it is `other`. */
  @ListOf(() => FiredRule, { max: 100 }) fired!: readonly FiredRule[];
}

/** A person knows better what a complaint is: whole, with what stays as it was. */
@Event('triage.TriageCorrected', 1)
export class TriageCorrected extends Sorted {
  @Instant() correctedAt!: Date;
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
}

/** What may be said about a customer's text to those who may not read it. */
@Event('triage.TextDescribed', 1)
export class TextDescribed extends OfComplaint {
  @Id() messageId!: MessageId;
  @OneOf(...textLanguages) language!: TextLanguage;
  /** In characters as people count them. */
  @Count({ min: 0, max: 65_536 }) length!: number;
  /** Of the vocabulary, each once, in the order of their first appearance. */
  @ListOf(() => Term, { max: 100 }) terms!: readonly Term[];
  /** It held an e-mail address, a telephone number or another personal pattern, which was passed over. */
  @Flag() personalPatterns!: boolean;
}

declare module '@redress/eventing' {
  interface EventTypes {
    TriageRulesPublished: TriageRulesPublished;
    ComplaintTriaged: ComplaintTriaged;
    TriageCorrected: TriageCorrected;
    TextDescribed: TextDescribed;
  }
}
