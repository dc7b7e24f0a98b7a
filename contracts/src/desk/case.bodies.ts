import { ComplaintCompensationsShown } from '../compensation/compensation.bodies.js';
import type { ComplaintId, PersonId } from '../ids.js';
import { MessageShown } from '../intake/complaint.bodies.js';
import { Code, Count, Facts, Flag, Id, Instant, ListOf, OneOf, Optional, Shape, Text } from '../kit/index.js';
import { NoticeShown } from '../notification/notice.bodies.js';
import { ClockShown } from '../sla/clock.bodies.js';
import { type Metric, metrics } from '../sla/clock.events.js';
import { CorrectionShown, SortedShown } from '../triage/assessment.bodies.js';
import { FiredRule } from '../triage/assessment.events.js';
import { InvestigationShown, OwnerShown } from '../triage/ownership.bodies.js';
import { type EscalationReason, escalationReasons } from '../triage/ownership.events.js';
import { CaseListed } from './board.bodies.js';

export class DeskCasePath {
  @Id() complaintId!: ComplaintId;
}

export class DeskCaseNumberPath {
  @Code({ maxBytes: 32 }) caseNumber!: string;
}

export class DeskCaseAsked {
  /** What was known then. Absent: now. */
  @Optional() @Instant() at?: Date;
}

/** What the complaint is, as it stands. */
export class CaseTriage extends SortedShown {
  @Instant() triagedAt!: Date;
  @Count({ min: 1, max: 1_000_000 }) rulesVersion!: number;
  /** By which rules it was sorted first, and on what. */
  @ListOf(() => FiredRule, { max: 100 }) fired!: readonly FiredRule[];
  @ListOf(() => CorrectionShown, { max: 10_000 }) corrections!: readonly CorrectionShown[];
}

/** Somebody above was told. */
export class CaseEscalation {
  @Count({ min: 1, max: 20 }) level!: number;
  @OneOf(...escalationReasons) reason!: EscalationReason;
  @Instant() escalatedAt!: Date;
  /** Absent: everybody with the role of a lead is meant. */
  @Optional() @Id() toPersonId?: PersonId;
  /** The promise that was missed, where that is the reason. */
  @Optional() @OneOf(...metrics) metric?: Metric;
  /** Absent where none was given, and once it was forgotten. */
  @Optional() @Text({ maxBytes: 4096 }) note?: string;
}

export const timelineKinds = [
  'conversation',
  'triage',
  'ownership',
  'escalation',
  'investigation',
  'clock',
  'compensation',
  'message',
  'other',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One thing that happened. */
export class TimelineEntry {
  @Instant() at!: Date;
  @OneOf(...timelineKinds) kind!: TimelineKind;
  /** The person's id, `channel:<keyId>`, `anonymous`, or the rule of the house. */
  @Code({ maxBytes: 128 }) by!: string;
  /** The name of the event, as a word: `complaint-received`. */
  @Code({ maxBytes: 128 }) what!: string;
  /** As the event's contract describes it, without words that stand beside the timeline and without what was forgotten. */
  @Facts() data!: Readonly<Record<string, unknown>>;
  /** Imported: it happened long before it was recorded. */
  @Flag() historical!: boolean;
}

/** All that an agent needs of a case, as it is now or was known at a moment. */
export class DeskCase {
  @Shape(() => CaseListed) header!: CaseListed;
  /** In the order in which it was said. */
  @ListOf(() => MessageShown, { max: 100_000 }) conversation!: readonly MessageShown[];
  @ListOf(() => ClockShown, { max: 2 }) clocks!: readonly ClockShown[];
  @Optional() @Shape(() => CaseTriage) triage?: CaseTriage;
  /** Everybody who has owned it; the last one first. */
  @ListOf(() => OwnerShown, { max: 10_000 }) owners!: readonly OwnerShown[];
  @ListOf(() => CaseEscalation, { max: 10_000 }) escalations!: readonly CaseEscalation[];
  @ListOf(() => InvestigationShown, { max: 10_000 }) investigations!: readonly InvestigationShown[];
  @Shape(() => ComplaintCompensationsShown) compensation!: ComplaintCompensationsShown;
  /** What was sent, or is to be; in the order in which it was asked for. */
  @ListOf(() => NoticeShown, { max: 100_000 }) messages!: readonly NoticeShown[];
  /** In the order in which it was recorded. */
  @ListOf(() => TimelineEntry, { max: 1_000_000 }) timeline!: readonly TimelineEntry[];
}

export class ReplyDraftGiven {
  @Text({ maxBytes: 65_536 }) text!: string;
}

/** What somebody was about to answer. */
export class ReplyDraftShown extends ReplyDraftGiven {
  @Instant() savedAt!: Date;
  /** Then it is gone, unless it is saved again. */
  @Instant() keptUntil!: Date;
}
