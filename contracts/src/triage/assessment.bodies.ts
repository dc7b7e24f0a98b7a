import type { ComplaintId } from '../ids.js';
import { type TeamFunction, teamFunctions } from '../directory/availability.events.js';
import { channels, type Channel, tiers, type Tier } from '../intake/complaint.events.js';
import { AmountMinor, Code, Count, Currency, Id, Instant, Line, ListOf, OneOf, Optional, Text } from '../kit/index.js';
import { severities, type Severity } from '../sla/clock.events.js';
import {
  type ComplaintType,
  complaintTypes,
  type Scope,
  scopes,
  Term,
  type TextLanguage,
  textLanguages,
  TriageRule,
  type Urgency,
  urgencies,
} from './assessment.events.js';

/** In the order in which they are tried. */
export class TriageRulesGiven {
  @ListOf(() => TriageRule, { max: 500 }) rules!: readonly TriageRule[];
}

export class TriageRulesShown extends TriageRulesGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class TriageRulesAccepted extends TriageRulesShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class TriageRulesVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class TriageRulesVersionShown extends TriageRulesShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

/** A complaint as it might come in; nothing of it is kept. */
export class TriageTrialGiven {
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @OneOf(...tiers) tier?: Tier;
  @Optional() @OneOf(...channels) channel?: Channel;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  /** In minor units of `orderCurrency`, which is given with it. */
  @Optional() @AmountMinor() orderValueMinor?: number;
  @Optional() @Currency() orderCurrency?: string;
  /** So many complaints of the customer came in the 90 days before. */
  @Optional() @Count({ min: 0, max: 1_000_000 }) repeats?: number;
  /** Instead of those in force: a draft. */
  @Optional() @ListOf(() => TriageRule, { max: 500 }) rules?: readonly TriageRule[];
}

/** A rule that fired, on what, and what it says. */
export class FiredRuleShown {
  @Code({ maxBytes: 64 }) ruleId!: string;
  /** Absent where the rule stands no longer in the rules. */
  @Optional() @Line({ maxBytes: 256 }) label?: string;
  @ListOf(() => Term, { max: 50 }) words!: readonly Term[];
}

/** What a complaint is. */
export class SortedShown {
  @OneOf(...complaintTypes) type!: ComplaintType;
  @OneOf(...severities) severity!: Severity;
  @OneOf(...scopes) scope!: Scope;
  @OneOf(...urgencies) urgency!: Urgency;
  @OneOf(...teamFunctions) team!: TeamFunction;
  @Optional() @OneOf(...textLanguages) language?: TextLanguage;
}

export class TriageTrialShown extends SortedShown {
  /** 0: of the draft that was given. */
  @Count({ min: 0, max: 1_000_000 }) rulesVersion!: number;
  @ListOf(() => FiredRuleShown, { max: 500 }) fired!: readonly FiredRuleShown[];
}

export class TriageComplaintPath {
  @Id() complaintId!: ComplaintId;
}

/** What a complaint is found to be now: whole, with what stays as it was. */
export class CorrectionGiven {
  @OneOf(...complaintTypes) type!: ComplaintType;
  @OneOf(...severities) severity!: Severity;
  @OneOf(...scopes) scope!: Scope;
  @OneOf(...urgencies) urgency!: Urgency;
  @OneOf(...teamFunctions) team!: TeamFunction;
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
}

export class CaseChanged {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class CorrectionShown extends SortedShown {
  @Instant() correctedAt!: Date;
  /** The person's id. */
  @Code({ maxBytes: 128 }) correctedBy!: string;
  /** Absent where none was given, and once it was forgotten. */
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
}
