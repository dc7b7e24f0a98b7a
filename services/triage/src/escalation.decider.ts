import type { CaseEscalated, ComplaintId, EscalationReason, Metric, PersonId, TeamId } from '@redress/contracts';
import { type Decider, event, inForce, lookup, refuse } from '@redress/eventing';
import { Ownership } from './ownerships.projection.js';
import { lineAbove } from './escalation-line.projection.js';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { absenceAt, type Presence } from './presence.rules.js';

interface OfComplaint {
  readonly complaintId: ComplaintId;
}

type SearchReason = Extract<EscalationReason, 'not-confirmed' | 'no-owner'>;

interface Commands {
  AwaitResolution: OfComplaint & { readonly since: Date };
  CallOff: OfComplaint & { readonly resolvedAt: Date };
  /** `since` is absent for what follows an escalation: its level tells which. */
  CheckResolved: OfComplaint & { readonly level: number; readonly since?: Date | undefined };
  EscalateSearch: OfComplaint & {
    readonly reason: SearchReason;
    readonly round: number;
    readonly teamId?: TeamId | undefined;
    readonly ownerId?: PersonId | undefined;
  };
  EscalateBreach: OfComplaint & { readonly metric: Metric };
  EscalateByHand: OfComplaint & { readonly note: string };
}

type Events = 'EscalationScheduled' | 'EscalationCalledOff' | 'CaseEscalated';

export interface Escalation {
  /** The highest so far; 0: nobody above was told. */
  readonly level: number;
  /** Since when a resolution is awaited, and who was told that there is none. */
  readonly awaited: { readonly since: Date; readonly level: number } | undefined;
  /** The last search that each was about. */
  readonly rounds: Readonly<Record<SearchReason, number>>;
  readonly breached: readonly Metric[];
}

const facts = { policy: inForce(ownershipPolicy), line: lookup(Ownership, lineAbove) };
const hourMs = 3_600_000;
/** Of the contract. */
const highest = 20;

/** When somebody above has to look: `triage.escalation-<complaintId>`. */
export const escalation: Decider<Commands, Events, Escalation, 'nobody-above', typeof facts> = {
  category: 'triage.escalation',
  initial: { level: 0, awaited: undefined, rounds: { 'not-confirmed': 0, 'no-owner': 0 }, breached: [] },
  facts,

  decide: {
    AwaitResolution: ({ complaintId, since }, { awaited }, { policy }) => {
      if (awaited && awaited.since >= since) return [];
      const dueAt = new Date(since.getTime() + policy.leadAfterHours * hourMs);
      return [event('EscalationScheduled', { complaintId, since, dueAt, policyVersion: policy.version })];
    },

    CallOff: ({ complaintId, resolvedAt }, { awaited }) =>
      awaited ? [event('EscalationCalledOff', { complaintId, calledOffAt: resolvedAt })] : [],

    /** Sent by a timer: one step up each time, as far as the line goes. */
    CheckResolved: ({ complaintId, level, since }, { awaited }, { at, policy, line }) => {
      if (awaited?.level !== level - 1 || level > Math.max(1, Math.min(line.people.length, highest))) return [];
      if (since !== undefined && since.getTime() !== awaited.since.getTime()) return [];
      return [escalated({ complaintId, level, reason: 'unresolved' }, line, at, policy)];
    },

    EscalateSearch: ({ complaintId, reason, round, teamId, ownerId }, { rounds }, { at, policy, line }) => {
      if (round <= rounds[reason]) return [];
      const who = { ...(teamId !== undefined && { teamId }), ...(ownerId !== undefined && { ownerId }) };
      return [escalated({ complaintId, level: 1, reason, round, ...who }, line, at, policy)];
    },

    /** A promise that was missed is told once; a resolved complaint needs nobody above. */
    EscalateBreach: ({ complaintId, metric }, { awaited, breached }, { at, policy, line }) =>
      !awaited || breached.includes(metric)
        ? []
        : [escalated({ complaintId, level: 1, reason: 'breach', metric }, line, at, policy)],

    /** To whoever stands above those who know already. */
    EscalateByHand: ({ complaintId, note }, state, { at, policy, line }) => {
      const level = state.level + 1;
      if (level > Math.max(1, Math.min(line.people.length, highest)))
        return refuse('nobody-above', 'Whoever stands above knows of it already.');
      return [escalated({ complaintId, level, reason: 'by-hand', note }, line, at, policy)];
    },
  },

  evolve: {
    EscalationScheduled: (state, { since }) => ({ ...state, awaited: { since, level: 0 } }),
    EscalationCalledOff: (state) => ({ ...state, awaited: undefined }),
    CaseEscalated: (state, { level, reason, round, metric }) => ({
      level: Math.max(state.level, level),
      awaited: state.awaited && reason === 'unresolved' ? { ...state.awaited, level } : state.awaited,
      rounds: isOfSearch(reason) ? { ...state.rounds, [reason]: round ?? 0 } : state.rounds,
      breached: metric ? [...state.breached, metric] : state.breached,
    }),
  },
};

const isOfSearch = (reason: EscalationReason): reason is SearchReason =>
  reason === 'not-confirmed' || reason === 'no-owner';

/** Whoever is away is stood in for. */
const reached = (person: Presence | undefined, at: Date): PersonId | undefined =>
  person && (absenceAt(person, at)?.substituteId ?? person.personId);

interface Line {
  readonly people: readonly Presence[];
  readonly teamId: TeamId | undefined;
  readonly ownerId: PersonId | undefined;
}

const escalated = (
  about: Omit<CaseEscalated, 'escalatedAt' | 'toPersonId' | 'policyVersion'>,
  { people, teamId, ownerId }: Line,
  at: Date,
  { version }: { readonly version: number },
) => {
  const toPersonId = reached(people[about.level - 1] ?? people.at(-1), at);
  return event('CaseEscalated', {
    ...(teamId !== undefined && { teamId }),
    ...(ownerId !== undefined && { ownerId }),
    ...about,
    escalatedAt: at,
    ...(toPersonId !== undefined && { toPersonId }),
    policyVersion: version,
  });
};
