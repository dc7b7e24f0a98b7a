import { type CompensationState, compensationStates } from '../compensation/compensation.bodies.js';
import type { ComplaintId, CustomerKey, InvestigationId, PersonId, TeamId } from '../ids.js';
import { phases, type Phase } from '../intake/complaint.bodies.js';
import {
  type Channel,
  channels,
  type RequiredFact,
  requiredFacts,
  type Tier,
  tiers,
} from '../intake/complaint.events.js';
import { Code, Count, Flag, Id, Instant, Line, ListOf, ManyOf, OneOf, Optional } from '../kit/index.js';
import { type ClockState, clockStates } from '../sla/clock.bodies.js';
import { type Metric, metrics, severities, type Severity } from '../sla/clock.events.js';
import {
  type ComplaintType,
  complaintTypes,
  type Scope,
  scopes,
  urgencies,
  type Urgency,
} from '../triage/assessment.events.js';

export const boardFlags = [
  'waiting-for-customer',
  'unowned',
  'unconfirmed',
  'escalated',
  'breached',
  'paused',
  'approval-waiting',
  'under-investigation',
  'facts-missing',
] as const;
/** What stands out about a case. */
export type BoardFlag = (typeof boardFlags)[number];

export const standings = ['open', 'closed', 'all'] as const;
export type Standing = (typeof standings)[number];

/** Which cases. Of several words in one field one is enough; of `flags` all have to hold. */
export class CasesWanted {
  /** Whose owner is asking. */
  @Optional() @Flag() mine?: boolean;
  @Optional() @Id() ownerId?: PersonId;
  @Optional() @Id() teamId?: TeamId;
  @Optional() @Flag() unowned?: boolean;
  @Optional() @ManyOf(...phases) phase?: readonly Phase[];
  @Optional() @ManyOf(...complaintTypes) type?: readonly ComplaintType[];
  @Optional() @ManyOf(...severities) severity?: readonly Severity[];
  @Optional() @ManyOf(...channels) channel?: readonly Channel[];
  @Optional() @Flag() escalated?: boolean;
  @Optional() @Flag() breached?: boolean;
  @Optional() @Flag() waitingForCustomer?: boolean;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @ManyOf(...boardFlags) flags?: readonly BoardFlag[];
  /** Something running is due before then; paused clocks are not due. */
  @Optional() @Instant() dueBefore?: Date;
  /** Absent: `open`. */
  @Optional() @OneOf(...standings) standing?: Standing;
  /** With imported history, which nobody waits for. */
  @Optional() @Flag() historical?: boolean;
}

export const boardSorts = ['due', 'received', 'activity'] as const;
export type BoardSort = (typeof boardSorts)[number];

export class BoardAsked extends CasesWanted {
  /** `due`: soonest first, what is not due at the end. `received`, `activity`: latest first. Absent: `due`. */
  @Optional() @OneOf(...boardSorts) sort?: BoardSort;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class BoardClock {
  @OneOf(...metrics) metric!: Metric;
  @OneOf(...clockStates) state!: ClockState;
  @Instant() dueAt!: Date;
}

export const ownershipStates = ['none', 'assigned', 'confirmed'] as const;
export type OwnershipState = (typeof ownershipStates)[number];

export const activeParties = ['customer', 'us'] as const;
export type ActiveParty = (typeof activeParties)[number];

export class OpenInvestigation {
  @Id() investigationId!: InvestigationId;
}

/** A case as it stands. What is not known, or was forgotten, is absent. */
export class CaseListed {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
  @OneOf(...channels) channel!: Channel;
  @Instant() receivedAt!: Date;
  @OneOf(...phases) phase!: Phase;
  @Flag() waitingForCustomer!: boolean;
  @Optional() @Id() customerKey?: CustomerKey;
  @Optional() @Line({ maxBytes: 256 }) customerName?: string;
  @Optional() @OneOf(...tiers) tier?: Tier;
  @Optional() @Line({ maxBytes: 1024 }) subject?: string;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @Code({ maxBytes: 128 }) orderNumber?: string;
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
  @Optional() @OneOf(...complaintTypes) type?: ComplaintType;
  @Optional() @OneOf(...severities) severity?: Severity;
  @Optional() @OneOf(...scopes) scope?: Scope;
  @Optional() @OneOf(...urgencies) urgency?: Urgency;
  @OneOf(...ownershipStates) ownership!: OwnershipState;
  @Optional() @Id() ownerId?: PersonId;
  @Optional() @Id() teamId?: TeamId;
  /** 0: nobody above has to look; 1 is the team's lead. */
  @Count({ min: 0, max: 20 }) escalationLevel!: number;
  @ListOf(() => BoardClock, { max: 2 }) clocks!: readonly BoardClock[];
  /** Of the running clock that is due first. */
  @Optional() @Instant() dueAt?: Date;
  @Optional() @OneOf(...metrics) dueMetric?: Metric;
  /** A clock stands still, and none runs. */
  @Flag() paused!: boolean;
  /** A promise was not kept, and the verdict stands. */
  @Flag() breached!: boolean;
  /** Of the compensation that something happened to last. */
  @Optional() @OneOf(...compensationStates) compensation?: CompensationState;
  /** Compensations that wait for somebody's decision. */
  @Count({ min: 0, max: 1_000_000 }) approvalsWaiting!: number;
  @ListOf(() => OpenInvestigation, { max: 1_000_000 }) investigations!: readonly OpenInvestigation[];
  @Instant() lastActivityAt!: Date;
  @OneOf(...activeParties) lastActivityBy!: ActiveParty;
  @ManyOf(...boardFlags) flags!: readonly BoardFlag[];
  /** Imported, and nothing has happened since. */
  @Flag() historical!: boolean;
}

class Counted {
  @Count({ min: 0, max: 1_000_000_000 }) count!: number;
}

export class PhaseCount extends Counted {
  @OneOf(...phases) phase!: Phase;
}

/** Absent: not triaged yet. */
export class SeverityCount extends Counted {
  @Optional() @OneOf(...severities) severity?: Severity;
}

/** Absent: of no team. */
export class TeamCount extends Counted {
  @Optional() @Id() teamId?: TeamId;
}

/** Absent: owned by nobody. */
export class OwnerCount extends Counted {
  @Optional() @Id() ownerId?: PersonId;
}

export class FlagCount extends Counted {
  @OneOf(...boardFlags) flag!: BoardFlag;
}

/** How many of the cases that fit stand where: only what occurs. */
export class BoardCounted {
  @Count({ min: 0, max: 1_000_000_000 }) total!: number;
  @ListOf(() => PhaseCount, { max: 20 }) phases!: readonly PhaseCount[];
  @ListOf(() => SeverityCount, { max: 20 }) severities!: readonly SeverityCount[];
  @ListOf(() => TeamCount, { max: 100_000 }) teams!: readonly TeamCount[];
  @ListOf(() => OwnerCount, { max: 1_000_000 }) owners!: readonly OwnerCount[];
  @ListOf(() => FlagCount, { max: 20 }) flags!: readonly FlagCount[];
}
