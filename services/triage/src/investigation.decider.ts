import type { ComplaintId, Finding, InvestigationId, PersonId, TeamFunction, TeamId } from '@redress/contracts';
import { type Decider, derivedId, event, inForce, lookup, refuse } from '@redress/eventing';
import { Colleague, colleagueNamed } from './colleagues.projection.js';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { ResponsibleTeam, teamFor } from './responsible-teams.projection.js';

interface OfInvestigation {
  readonly investigationId: InvestigationId;
}

interface Commands {
  RequestInvestigation: OfInvestigation & {
    readonly complaintId: ComplaintId;
    readonly function: TeamFunction;
    readonly question: string;
  };
  /** `ownerId` is who answers. */
  AnswerInvestigation: OfInvestigation & {
    readonly ownerId: PersonId;
    readonly finding: Finding;
    readonly result: string;
  };
  WithdrawInvestigation: OfInvestigation;
  CheckInvestigation: OfInvestigation;
}

type Events = 'InvestigationRequested' | 'InvestigationAnswered' | 'InvestigationOverdue' | 'InvestigationWithdrawn';
type Reason = 'no-such-investigation' | 'investigation-answered' | 'investigation-withdrawn' | 'not-of-the-team';

interface Asked {
  readonly complaintId: ComplaintId;
  readonly teamId: TeamId | undefined;
  readonly dueAt: Date;
}
export type Investigation =
  { readonly kind: 'absent' } | ({ readonly kind: 'open' | 'overdue' | 'answered' | 'withdrawn' } & Asked);

/** The investigation that a request asks for: the same when the request comes again. */
export const newInvestigationId = (commandId: string): InvestigationId =>
  derivedId('investigation', commandId) as InvestigationId;

const facts = {
  policy: inForce(ownershipPolicy),
  team: lookup(ResponsibleTeam, teamFor),
  colleague: lookup(Colleague, colleagueNamed),
};
const hourMs = 3_600_000;

/** A question to a team about a complaint: `triage.investigation-<investigationId>`. */
export const investigation: Decider<Commands, Events, Investigation, Reason, typeof facts> = {
  category: 'triage.investigation',
  initial: { kind: 'absent' },
  facts,

  decide: {
    RequestInvestigation: (
      { complaintId, investigationId, function: team, question },
      state,
      { at, policy, ...known },
    ) => {
      if (state.kind !== 'absent') return [];
      const dueAt = new Date(at.getTime() + policy.investigateWithinHours * hourMs);
      const asked = known.team === undefined ? {} : { teamId: known.team };
      return [
        event('InvestigationRequested', {
          complaintId,
          investigationId,
          team,
          ...asked,
          requestedAt: at,
          dueAt,
          question,
        }),
      ];
    },

    /** Members of the team answer, and leads; where nobody knows of such a team, whoever was let in. An answer may come late. */
    AnswerInvestigation: ({ investigationId, finding, result }, state, { at, by, colleague }) => {
      if (state.kind === 'absent') return unknown;
      if (state.kind === 'withdrawn') return withdrawn;
      const { complaintId, teamId } = state;
      const isOfTeam = teamId === undefined || (colleague?.active && colleague.teams.includes(teamId));
      if (!isOfTeam && !by.roles.includes('lead'))
        return refuse('not-of-the-team', 'The team that was asked answers, or a lead.');
      if (state.kind === 'answered') return refuse('investigation-answered', 'This was answered already.');
      return [event('InvestigationAnswered', { complaintId, investigationId, answeredAt: at, finding, result })];
    },

    WithdrawInvestigation: ({ investigationId }, state, { at }) => {
      if (state.kind === 'absent') return unknown;
      if (state.kind === 'withdrawn') return [];
      if (state.kind === 'answered') return refuse('investigation-answered', 'This was answered already.');
      return [event('InvestigationWithdrawn', { complaintId: state.complaintId, investigationId, withdrawnAt: at })];
    },

    /** Sent by a timer. */
    CheckInvestigation: ({ investigationId }, state, { at }) =>
      state.kind === 'open' && at >= state.dueAt
        ? [event('InvestigationOverdue', { complaintId: state.complaintId, investigationId, dueAt: state.dueAt })]
        : [],
  },

  evolve: {
    InvestigationRequested: (_, { complaintId, teamId, dueAt }) => ({ kind: 'open', complaintId, teamId, dueAt }),
    InvestigationAnswered: (state) => (state.kind === 'absent' ? state : { ...state, kind: 'answered' }),
    InvestigationOverdue: (state) => (state.kind === 'open' ? { ...state, kind: 'overdue' } : state),
    InvestigationWithdrawn: (state) => (state.kind === 'absent' ? state : { ...state, kind: 'withdrawn' }),
  },
};

const unknown = refuse('no-such-investigation', 'There is no such investigation.');
const withdrawn = refuse('investigation-withdrawn', 'This question was withdrawn.');
