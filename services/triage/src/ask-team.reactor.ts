import { reactor, send } from '@redress/eventing';
import { ownership } from './ownership.decider.js';
import { team } from './team.decider.js';

/** The team that is asked chooses, and whom it chose is told to the complaint. */
export const askTeam = reactor({
  name: 'triage.ask-team',
  from: 'beginning',
  on: {
    OwnerWanted: ({ data: { teamId, complaintId, round, cause, skills, exceptId } }) => [
      send(team, teamId, 'ChooseOwner', {
        teamId,
        complaintId,
        round,
        cause,
        skills: skills.map(({ skill }) => skill),
        exceptId,
      }),
    ],
    OwnerChosen: ({ data: { complaintId, teamId, round, ownerId, substituteFor } }) => [
      send(ownership, complaintId, 'AssignChosen', { complaintId, teamId, round, ownerId, substituteFor }),
    ],
  },
});
