import { reactor, send, type Sending } from '@redress/eventing';
import type { ComplaintId, TeamId } from '@redress/contracts';
import { team } from './team.decider.js';

const freed = (teamId: TeamId, complaintId: ComplaintId, upToRound: number): Sending =>
  send(team, teamId, 'UncountCase', { teamId, complaintId, upToRound });

/** The load of each team is the open cases that its people own, however they came to them. */
export const keepLoads = reactor({
  name: 'triage.keep-loads',
  from: 'beginning',
  on: {
    OwnerAssigned: ({ data: { complaintId, teamId, ownerId, round, cause, previousTeamId } }) => [
      ...(previousTeamId !== undefined && previousTeamId !== teamId
        ? [freed(previousTeamId, complaintId, round - 1)]
        : []),
      // Whom the team chose it has counted already.
      ...(cause === 'chosen' ? [] : [send(team, teamId, 'CountCase', { teamId, complaintId, ownerId, round })]),
    ],
    OwnerNotNeeded: ({ data: { complaintId, teamId, round, keptOwnerId } }) => [
      freed(teamId, complaintId, round),
      ...(keptOwnerId === undefined
        ? []
        : [send(team, teamId, 'CountCase', { teamId, complaintId, ownerId: keptOwnerId, round })]),
    ],
    // The team that is asked for another frees it at once; this is for a count that comes only now.
    CaseEscalated: ({ data: { complaintId, reason, teamId, round } }) =>
      reason === 'not-confirmed' && teamId !== undefined && round !== undefined
        ? [freed(teamId, complaintId, round - 1)]
        : [],
    OwnershipEnded: ({ data: { complaintId, teamId, round } }) =>
      teamId === undefined || round === undefined ? [] : [freed(teamId, complaintId, round)],
  },
});
