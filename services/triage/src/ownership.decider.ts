import type { ComplaintId, OwnerCause, OwnerWantedCause, PersonId, TeamFunction, TeamId } from '@redress/contracts';
import { type Decider, event, inForce, lookup, type Refusal, refuse } from '@redress/eventing';
import { Colleague, colleagueNamed } from './colleagues.projection.js';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { confirmByOf, type Ownership, owning, unfitOwner, type UnfitReason } from './ownership.rules.js';
import { mayOwn, absenceAt } from './presence.rules.js';
import { ResponsibleTeam, teamFor } from './responsible-teams.projection.js';

interface OfComplaint {
  readonly complaintId: ComplaintId;
}
/** Who is looked for: somebody of a team of this kind, if possible with these skills. */
interface Wish {
  readonly function: TeamFunction;
  readonly skills: readonly string[];
}

interface Commands {
  WantOwner: OfComplaint & Wish & { readonly cause: OwnerWantedCause };
  TryAgain: OfComplaint & Wish & { readonly round: number };
  AssignChosen: OfComplaint & {
    readonly teamId: TeamId;
    readonly round: number;
    readonly ownerId: PersonId;
    readonly substituteFor?: PersonId | undefined;
  };
  ConfirmOwnership: OfComplaint & { readonly personId: PersonId };
  ConfirmByDoing: OfComplaint & { readonly personId: string };
  CheckConfirmed: OfComplaint & { readonly round: number; readonly skills: readonly string[] };
  TakeCase: OfComplaint & { readonly ownerId: PersonId; readonly teamId?: TeamId | undefined };
  ReassignCase: OfComplaint & { readonly ownerId: PersonId; readonly reason?: string | undefined };
  HandCaseOver: OfComplaint & { readonly by: PersonId; readonly ownerId: PersonId; readonly reason: string };
  EndOwnership: OfComplaint & { readonly closedAt: Date };
  ReturnCase: OfComplaint & Wish & { readonly ownerId?: PersonId | undefined; readonly teamId?: TeamId | undefined };
}

type Events =
  'OwnerWanted' | 'OwnerNotFound' | 'OwnerNotNeeded' | 'OwnerAssigned' | 'OwnershipConfirmed' | 'OwnershipEnded';

type Reason = UnfitReason | 'complaint-closed' | 'not-the-owner';

const facts = {
  policy: inForce(ownershipPolicy),
  team: lookup(ResponsibleTeam, teamFor),
  colleague: lookup(Colleague, colleagueNamed),
};

/**
 * Who answers for a complaint: `triage.ownership-<complaintId>`. Rounds count searches and changes; what answers an earlier
 * one comes too late. Until another is found, whoever has it keeps it, unless they did not confirm.
 */
export const ownership: Decider<Commands, Events, Ownership, Reason, typeof facts> = {
  category: 'triage.ownership',
  initial: { kind: 'open', round: 0, owner: undefined, search: undefined, declined: [] },
  facts,

  decide: {
    WantOwner: ({ complaintId, skills, cause }, state, { at, team }) => {
      if (state.kind === 'ended') return cause === 'by-hand' ? closed : [];
      const isThere = (state.search ?? state.owner)?.teamId === team && team !== undefined;
      if (cause === 'triaged' && state.round > 0) return [];
      if (cause === 'corrected' && isThere) return [];
      if (cause === 'by-hand' && state.search) return [];
      return searching(state, { complaintId, team, skills, cause, at, exceptId: state.owner?.ownerId });
    },

    /** Whoever did not confirm before may be chosen again: nobody else was found. */
    TryAgain: ({ complaintId, round, skills }, state, { at, team }) => {
      const { search, owner } = state;
      if (search?.round !== round || (search.cause === 'by-hand' && owner)) return [];
      return searching(state, { complaintId, team, skills, cause: search.cause, at, exceptId: undefined });
    },

    AssignChosen: ({ complaintId, teamId, round, ownerId, substituteFor }, state, { at, policy }) => {
      const { search, owner } = state;
      if (search?.round === round && search.teamId === teamId) {
        const substitute = substituteFor === undefined ? {} : { substituteFor };
        return [assigned(state, { complaintId, ownerId, teamId, round, cause: 'chosen', at, policy }, substitute)];
      }
      if (state.declined.includes(round) || owner?.round === round) return [];
      const kept = owner?.teamId === teamId ? { keptOwnerId: owner.ownerId } : {};
      return [event('OwnerNotNeeded', { complaintId, teamId, ownerId, round, ...kept })];
    },

    ConfirmOwnership: ({ complaintId, personId }, { owner }, { at }) => {
      if (owner?.ownerId !== personId) return notTheOwner;
      return owner.isConfirmed
        ? []
        : [event('OwnershipConfirmed', { complaintId, ownerId: personId, confirmedAt: at })];
    },

    /** Who answers the customer has the case in hand; what others do confirms nothing. */
    ConfirmByDoing: ({ complaintId, personId }, { owner }, { at }) =>
      owner?.ownerId === personId && !owner.isConfirmed
        ? [event('OwnershipConfirmed', { complaintId, ownerId: owner.ownerId, confirmedAt: at })]
        : [],

    /** Sent by a timer. */
    CheckConfirmed: ({ complaintId, round, skills }, state, { at }) => {
      const { owner } = state;
      if (owner?.round !== round || owner.isConfirmed) return [];
      const { teamId: team, ownerId: exceptId } = owner;
      return searching(state, { complaintId, team, skills, cause: 'not-confirmed', at, exceptId });
    },

    TakeCase: ({ complaintId, ownerId, teamId }, state, { at, policy, colleague }) => {
      const { owner } = state;
      if (state.kind === 'ended') return closed;
      if (owner?.ownerId === ownerId)
        return owner.isConfirmed ? [] : [event('OwnershipConfirmed', { complaintId, ownerId, confirmedAt: at })];
      const unfit = unfitOwner(colleague, at, teamId);
      if (unfit) return unfit;
      const change = { complaintId, ownerId, cause: 'taken', at, policy } as const;
      return [assigned(state, { ...change, round: state.round + 1, teamId: owning(state, colleague, teamId) })];
    },

    ReassignCase: ({ complaintId, ownerId, reason }, state, { at, policy, colleague }) => {
      if (state.kind === 'ended') return closed;
      if (state.owner?.ownerId === ownerId) return [];
      const unfit = unfitOwner(colleague, at);
      if (unfit) return unfit;
      const change = { complaintId, ownerId, cause: 'reassigned', at, policy } as const;
      return [
        assigned(state, { ...change, round: state.round + 1, teamId: owning(state, colleague) }, reasonOf(reason)),
      ];
    },

    HandCaseOver: ({ complaintId, by, ownerId, reason }, state, { at, policy, colleague }) => {
      if (state.kind === 'ended') return closed;
      if (state.owner?.ownerId !== by) return notTheOwner;
      if (ownerId === by) return [];
      const unfit = unfitOwner(colleague, at);
      if (unfit) return unfit;
      const change = { complaintId, ownerId, cause: 'handed-over', at, policy } as const;
      return [
        assigned(state, { ...change, round: state.round + 1, teamId: owning(state, colleague) }, reasonOf(reason)),
      ];
    },

    EndOwnership: ({ complaintId, closedAt }, { kind, owner, round }) => {
      if (kind === 'ended') return [];
      const held = owner ? { ownerId: owner.ownerId, teamId: owner.teamId, round } : {};
      return [event('OwnershipEnded', { complaintId, ...held, endedAt: closedAt })];
    },

    /** To who had it, if they are there; else somebody is looked for. */
    ReturnCase: ({ complaintId, ownerId, teamId, skills }, state, { at, policy, team, colleague }) => {
      if (state.kind !== 'ended') return [];
      const isThere = colleague && mayOwn(colleague) && !absenceAt(colleague, at);
      if (!isThere || ownerId === undefined || teamId === undefined)
        return searching(state, { complaintId, team, skills, cause: 'reopened', at, exceptId: undefined });
      const round = state.round + 1;
      return [assigned(state, { complaintId, ownerId, teamId, round, cause: 'returned', at, policy })];
    },
  },

  evolve: {
    OwnerWanted: (state, { teamId, round, cause }) => ({
      ...state,
      kind: 'open',
      round,
      owner: cause === 'not-confirmed' ? undefined : state.owner,
      search: { round, teamId, cause },
    }),
    OwnerNotFound: (state, { round }) => ({
      ...state,
      kind: 'open',
      round,
      search: { round, teamId: undefined, cause: state.search?.cause ?? 'triaged' },
    }),
    OwnerNotNeeded: (state, { round }) => ({ ...state, declined: [...state.declined, round] }),
    OwnerAssigned: (state, { ownerId, teamId, round, confirmBy }) => ({
      ...state,
      kind: 'open',
      round,
      owner: { ownerId, teamId, round, isConfirmed: confirmBy === undefined },
      search: undefined,
    }),
    OwnershipConfirmed: (state) => ({ ...state, owner: state.owner && { ...state.owner, isConfirmed: true } }),
    OwnershipEnded: (state) => ({ ...state, kind: 'ended', owner: undefined, search: undefined }),
  },
};

const closed = refuse('complaint-closed', 'This complaint is closed: nobody owns it. Reopen it first.');
const notTheOwner: Refusal<Reason> = refuse('not-the-owner', 'Somebody else owns this complaint, or nobody does.');
const reasonOf = (reason: string | undefined) => (reason === undefined ? {} : { reason });

interface Searching {
  readonly complaintId: ComplaintId;
  readonly team: TeamId | undefined;
  readonly skills: readonly string[];
  readonly cause: OwnerWantedCause;
  readonly at: Date;
  readonly exceptId: PersonId | undefined;
}

/** The team is asked; where there is no such team, nobody can be. */
const searching = ({ round }: Ownership, { complaintId, team, skills, cause, at, exceptId }: Searching) => {
  const next = round + 1;
  if (team === undefined) return [event('OwnerNotFound', { complaintId, round: next, reason: 'no-team' })];
  const except = exceptId === undefined ? {} : { exceptId };
  const wanted = skills.slice(0, 10).map((skill) => ({ skill }));
  return [
    event('OwnerWanted', { teamId: team, complaintId, round: next, cause, skills: wanted, ...except, wantedAt: at }),
  ];
};

interface Assigning extends OfComplaint {
  readonly ownerId: PersonId;
  readonly teamId: TeamId;
  readonly round: number;
  readonly cause: OwnerCause;
  readonly at: Date;
  readonly policy: { readonly version: number; readonly confirmWithinMinutes: number };
}

const assigned = (
  { owner }: Ownership,
  { at, policy, ...assignment }: Assigning,
  more: { readonly substituteFor?: PersonId; readonly reason?: string } = {},
) => {
  const confirm = assignment.cause === 'taken' ? {} : { confirmBy: confirmByOf(policy, at, assignment.round) };
  const previous = owner ? { previousOwnerId: owner.ownerId, previousTeamId: owner.teamId } : {};
  return event('OwnerAssigned', {
    ...assignment,
    assignedAt: at,
    ...confirm,
    ...previous,
    ...more,
    policyVersion: policy.version,
  });
};
