import type { ComplaintId, InvestigationId, PersonId, TeamId } from '../ids.js';
import { type TeamFunction, teamFunctions } from '../directory/availability.events.js';
import { Code, Count, Flag, Id, Instant, Line, ListOf, ManyOf, OneOf, Optional, Shape, Text } from '../kit/index.js';
import { type Metric, metrics, severities, type Severity } from '../sla/clock.events.js';
import { CorrectionShown, FiredRuleShown, SortedShown } from './assessment.bodies.js';
import { type ComplaintType, complaintTypes, type Urgency, urgencies } from './assessment.events.js';
import {
  type EscalationReason,
  escalationReasons,
  type Finding,
  findings,
  type OwnerCause,
  ownerCauses,
  type OwnerMissingReason,
  ownerMissingReasons,
} from './ownership.events.js';

export class OwnershipPolicyGiven {
  @Count({ min: 1, max: 100_000 }) confirmWithinMinutes!: number;
  @Count({ min: 1, max: 8_760 }) leadAfterHours!: number;
  @Count({ min: 1, max: 8_760 }) investigateWithinHours!: number;
  @Count({ min: 1, max: 10_000 }) mostOpenCases!: number;
}

export class OwnershipPolicyShown extends OwnershipPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class OwnershipPolicyAccepted extends OwnershipPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class OwnershipPolicyVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class OwnershipPolicyVersionShown extends OwnershipPolicyShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

export class TakingGiven {
  /** Of the teams of who takes it; absent: the one that owns it or is asked, else the first of theirs. */
  @Optional() @Id() teamId?: TeamId;
}

export class ReassignmentGiven {
  @Id() ownerId!: PersonId;
  @Optional() @Text({ maxBytes: 4096 }) reason?: string;
}

export class HandOverGiven {
  @Id() ownerId!: PersonId;
  @Text({ maxBytes: 4096 }) reason!: string;
}

export class EscalationGiven {
  @Text({ maxBytes: 4096 }) note!: string;
}

export class InvestigationGiven {
  @OneOf(...teamFunctions) team!: TeamFunction;
  @Text({ maxBytes: 16_384 }) question!: string;
}

export class InvestigationPath {
  @Id() investigationId!: InvestigationId;
}

export class InvestigationAccepted {
  @Id() investigationId!: InvestigationId;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class InvestigationAnswerGiven {
  @OneOf(...findings) finding!: Finding;
  @Text({ maxBytes: 16_384 }) result!: string;
}

export class InvestigationsAsked {
  @Optional() @OneOf(...teamFunctions) team?: TeamFunction;
  /** Only those that wait for an answer, or only those that do not. */
  @Optional() @Flag() open?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export const investigationStates = ['open', 'overdue', 'answered', 'withdrawn'] as const;
export type InvestigationState = (typeof investigationStates)[number];

/** In a list: without what was asked and found, which stand with the complaint. */
export class InvestigationListed {
  @Id() investigationId!: InvestigationId;
  @Id() complaintId!: ComplaintId;
  @OneOf(...teamFunctions) team!: TeamFunction;
  @Optional() @Id() teamId?: TeamId;
  @OneOf(...investigationStates) state!: InvestigationState;
  @Instant() requestedAt!: Date;
  /** The person's id. */
  @Code({ maxBytes: 128 }) requestedBy!: string;
  @Instant() dueAt!: Date;
  @Optional() @OneOf(...findings) finding?: Finding;
  /** When it was answered or withdrawn. */
  @Optional() @Instant() endedAt?: Date;
}

export class InvestigationShown extends InvestigationListed {
  /** Absent once it was forgotten. */
  @Optional() @Text({ maxBytes: 16_384 }) question?: string;
  @Optional() @Text({ maxBytes: 16_384 }) result?: string;
}

export class OwnerShown {
  @Id() ownerId!: PersonId;
  @Id() teamId!: TeamId;
  @OneOf(...ownerCauses) cause!: OwnerCause;
  @Instant() assignedAt!: Date;
  /** Until then the owner is to confirm. Absent where they did. */
  @Optional() @Instant() confirmBy?: Date;
  @Optional() @Instant() confirmedAt?: Date;
  @Optional() @Id() substituteFor?: PersonId;
}

export class EscalationShown {
  @Count({ min: 1, max: 20 }) level!: number;
  @OneOf(...escalationReasons) reason!: EscalationReason;
  @Instant() escalatedAt!: Date;
  /** Absent: everybody with the role of a lead is meant. */
  @Optional() @Id() toPersonId?: PersonId;
  /** The promises that were missed, where that is the reason. */
  @ManyOf(...metrics) metrics!: readonly Metric[];
  /** Absent where none was given, and once it was forgotten. */
  @Optional() @Text({ maxBytes: 4096 }) note?: string;
}

/** A complaint as triage knows it: what it is and why, who has it, who was told, what is being found out. */
export class CaseShown extends SortedShown {
  @Id() complaintId!: ComplaintId;
  @Instant() triagedAt!: Date;
  @Count({ min: 1, max: 1_000_000 }) rulesVersion!: number;
  /** Why, by the rules of then. */
  @ListOf(() => FiredRuleShown, { max: 500 }) fired!: readonly FiredRuleShown[];
  @ListOf(() => CorrectionShown, { max: 10_000 }) corrections!: readonly CorrectionShown[];
  /** Absent as long as nobody has it, and once it is closed. */
  @Optional() @Shape(() => OwnerShown) owner?: OwnerShown;
  /** Why nobody was found, where that is so. */
  @Optional() @OneOf(...ownerMissingReasons) ownerMissing?: OwnerMissingReason;
  @ListOf(() => EscalationShown, { max: 10_000 }) escalations!: readonly EscalationShown[];
  @ListOf(() => InvestigationShown, { max: 10_000 }) investigations!: readonly InvestigationShown[];
  /** Imported. */
  @Flag() historical!: boolean;
}

export class OwnCasesAsked {
  /** Only those that are still to be confirmed, or only those that were. */
  @Optional() @Flag() confirmed?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

/** An open case of somebody. */
export class OwnCaseShown {
  @Id() complaintId!: ComplaintId;
  @Id() teamId!: TeamId;
  @OneOf(...complaintTypes) type!: ComplaintType;
  @OneOf(...severities) severity!: Severity;
  @OneOf(...urgencies) urgency!: Urgency;
  @OneOf(...ownerCauses) cause!: OwnerCause;
  @Instant() assignedAt!: Date;
  @Optional() @Instant() confirmBy?: Date;
  @Optional() @Instant() confirmedAt?: Date;
}

export class TeamLoadPath {
  @Id() teamId!: TeamId;
}

export class OwnerLoad {
  @Id() ownerId!: PersonId;
  @Count({ min: 0, max: 1_000_000 }) openCases!: number;
}

/** Who of a team has how many open cases; those who stand in from elsewhere too. */
export class TeamLoadShown {
  @Id() teamId!: TeamId;
  @Count({ min: 1, max: 10_000 }) mostOpenCases!: number;
  @ListOf(() => OwnerLoad, { max: 10_000 }) owners!: readonly OwnerLoad[];
}
