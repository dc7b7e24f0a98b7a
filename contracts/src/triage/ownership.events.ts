import type { Personal as PersonalValue } from '@redress/eventing';
import type { ComplaintId, InvestigationId, PersonId, TeamId } from '../ids.js';
import { Code, Count, Event, Id, Instant, Key, ListOf, OneOf, Optional, Personal, Text } from '../kit/index.js';
import { type TeamFunction, teamFunctions } from '../directory/availability.events.js';
import { type Metric, metrics } from '../sla/clock.events.js';

/** How ownership and escalation go from now on. Version 1 is the one that was shipped. */
@Event('triage.OwnershipPolicyPublished', 1)
export class OwnershipPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  /** An owner who does not confirm within these minutes loses the case to an escalation; the same when nobody was found. */
  @Count({ min: 1, max: 100_000 }) confirmWithinMinutes!: number;
  /** A complaint that is not resolved so long after it was received goes to the team lead. */
  @Count({ min: 1, max: 8_760 }) leadAfterHours!: number;
  @Count({ min: 1, max: 8_760 }) investigateWithinHours!: number;
  /** Nobody is given more open cases than this. */
  @Count({ min: 1, max: 10_000 }) mostOpenCases!: number;
}

class OfComplaint {
  @Key() @Id() complaintId!: ComplaintId;
}

export const ownerWantedCauses = ['triaged', 'corrected', 'not-confirmed', 'reopened', 'by-hand'] as const;
export type OwnerWantedCause = (typeof ownerWantedCauses)[number];

export class WantedSkill {
  @Code({ maxBytes: 64 }) skill!: string;
}

/** A team is asked for an owner. Its key is the team, so that one consumer at a time asks each team. */
@Event('triage.OwnerWanted', 1)
export class OwnerWanted {
  @Key() @Id() teamId!: TeamId;
  @Id() complaintId!: ComplaintId;
  /** 1 for the first time, then without gaps: an answer to an earlier one comes too late. */
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @OneOf(...ownerWantedCauses) cause!: OwnerWantedCause;
  @ListOf(() => WantedSkill, { max: 10 }) skills!: readonly WantedSkill[];
  /** Who had it and did not confirm. */
  @Optional() @Id() exceptId?: PersonId;
  @Instant() wantedAt!: Date;
}

/** The team has chosen: of those who are there, have room and fit best, who has least. */
@Event('triage.OwnerChosen', 1)
export class OwnerChosen extends OfComplaint {
  @Id() teamId!: TeamId;
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Id() ownerId!: PersonId;
  /** Who would have been chosen, and is away. */
  @Optional() @Id() substituteFor?: PersonId;
  /** With this one. */
  @Count({ min: 1, max: 1_000_000 }) openCases!: number;
}

export const ownerMissingReasons = ['no-team', 'team-empty', 'nobody-at-work', 'all-full'] as const;
export type OwnerMissingReason = (typeof ownerMissingReasons)[number];

/** The team's choice came too late: somebody else has the complaint, or it is closed. It frees the load. */
@Event('triage.OwnerNotNeeded', 1)
export class OwnerNotNeeded extends OfComplaint {
  @Id() teamId!: TeamId;
  @Id() ownerId!: PersonId;
  /** Who has it in that very team, and whose load the choice had freed. */
  @Optional() @Id() keptOwnerId?: PersonId;
  @Count({ min: 1, max: 1_000_000 }) round!: number;
}

/** Nobody of the team can take it now. */
@Event('triage.OwnerNotFound', 1)
export class OwnerNotFound extends OfComplaint {
  @Optional() @Id() teamId?: TeamId;
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @OneOf(...ownerMissingReasons) reason!: OwnerMissingReason;
}

/** A case belongs to somebody's load that the team did not choose: taken, reassigned or handed over. */
@Event('triage.CaseCounted', 1)
export class CaseCounted extends OfComplaint {
  @Id() teamId!: TeamId;
  @Id() ownerId!: PersonId;
  /** Of the assignment. */
  @Count({ min: 1, max: 1_000_000 }) round!: number;
}

/** A case is no longer in a team's load. */
@Event('triage.CaseUncounted', 1)
export class CaseUncounted extends OfComplaint {
  @Id() teamId!: TeamId;
  @Id() ownerId!: PersonId;
}

/** `returned`: the complaint was reopened, and goes back to who had it. */
export const ownerCauses = ['chosen', 'taken', 'reassigned', 'handed-over', 'returned'] as const;
export type OwnerCause = (typeof ownerCauses)[number];

/** From now on this person answers for the complaint. */
@Event('triage.OwnerAssigned', 1)
export class OwnerAssigned extends OfComplaint {
  @Id() ownerId!: PersonId;
  @Id() teamId!: TeamId;
  /** Of the search that found the owner; a change without a search takes the next number. */
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @OneOf(...ownerCauses) cause!: OwnerCause;
  @Instant() assignedAt!: Date;
  /** Absent where somebody took it: that confirms it. */
  @Optional() @Instant() confirmBy?: Date;
  @Optional() @Id() substituteFor?: PersonId;
  @Optional() @Id() previousOwnerId?: PersonId;
  @Optional() @Id() previousTeamId?: TeamId;
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
  /** Of the ownership policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

@Event('triage.OwnershipConfirmed', 1)
export class OwnershipConfirmed extends OfComplaint {
  @Id() ownerId!: PersonId;
  @Instant() confirmedAt!: Date;
}

export const escalationReasons = ['not-confirmed', 'no-owner', 'unresolved', 'breach', 'by-hand'] as const;
export type EscalationReason = (typeof escalationReasons)[number];

/** Somebody above has to look: the team's lead first, then whoever stands above. */
@Event('triage.CaseEscalated', 1)
export class CaseEscalated extends OfComplaint {
  /** 1 is the team's lead. */
  @Count({ min: 1, max: 20 }) level!: number;
  @OneOf(...escalationReasons) reason!: EscalationReason;
  @Instant() escalatedAt!: Date;
  /** Absent where nobody is known: everybody with the role of a lead is meant. */
  @Optional() @Id() toPersonId?: PersonId;
  @Optional() @Id() teamId?: TeamId;
  @Optional() @Id() ownerId?: PersonId;
  /** Of the search for an owner, where that is the reason. */
  @Optional() @Count({ min: 1, max: 1_000_000 }) round?: number;
  /** The promise that was missed, where that is the reason. */
  @Optional() @OneOf(...metrics) metric?: Metric;
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) note?: PersonalValue;
  /** Of the ownership policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

/** When the complaint goes to the team's lead, unless it is resolved by then. */
@Event('triage.EscalationScheduled', 1)
export class EscalationScheduled extends OfComplaint {
  /** It was received then, or reopened. */
  @Instant() since!: Date;
  @Instant() dueAt!: Date;
  /** Of the ownership policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

/** It is resolved: nobody above has to look. */
@Event('triage.EscalationCalledOff', 1)
export class EscalationCalledOff extends OfComplaint {
  @Instant() calledOffAt!: Date;
}

/** The complaint is closed: nobody owns it any more. */
@Event('triage.OwnershipEnded', 1)
export class OwnershipEnded extends OfComplaint {
  @Optional() @Id() ownerId?: PersonId;
  @Optional() @Id() teamId?: TeamId;
  /** The last one. */
  @Optional() @Count({ min: 1, max: 1_000_000 }) round?: number;
  @Instant() endedAt!: Date;
}

class OfInvestigation extends OfComplaint {
  @Id() investigationId!: InvestigationId;
}

/** A team is asked to find something out. */
@Event('triage.InvestigationRequested', 1)
export class InvestigationRequested extends OfInvestigation {
  @OneOf(...teamFunctions) team!: TeamFunction;
  @Optional() @Id() teamId?: TeamId;
  @Instant() requestedAt!: Date;
  @Instant() dueAt!: Date;
  @Personal('record') @Text({ maxBytes: 16_384 }) question!: PersonalValue;
}

export const findings = ['confirmed', 'not-confirmed', 'inconclusive'] as const;
export type Finding = (typeof findings)[number];

@Event('triage.InvestigationAnswered', 1)
export class InvestigationAnswered extends OfInvestigation {
  @Instant() answeredAt!: Date;
  @OneOf(...findings) finding!: Finding;
  @Personal('record') @Text({ maxBytes: 16_384 }) result!: PersonalValue;
}

@Event('triage.InvestigationOverdue', 1)
export class InvestigationOverdue extends OfInvestigation {
  @Instant() dueAt!: Date;
}

@Event('triage.InvestigationWithdrawn', 1)
export class InvestigationWithdrawn extends OfInvestigation {
  @Instant() withdrawnAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    OwnershipPolicyPublished: OwnershipPolicyPublished;
    OwnerWanted: OwnerWanted;
    OwnerChosen: OwnerChosen;
    OwnerNotNeeded: OwnerNotNeeded;
    OwnerNotFound: OwnerNotFound;
    CaseCounted: CaseCounted;
    CaseUncounted: CaseUncounted;
    OwnerAssigned: OwnerAssigned;
    OwnershipConfirmed: OwnershipConfirmed;
    CaseEscalated: CaseEscalated;
    EscalationScheduled: EscalationScheduled;
    EscalationCalledOff: EscalationCalledOff;
    OwnershipEnded: OwnershipEnded;
    InvestigationRequested: InvestigationRequested;
    InvestigationAnswered: InvestigationAnswered;
    InvestigationOverdue: InvestigationOverdue;
    InvestigationWithdrawn: InvestigationWithdrawn;
  }
}
