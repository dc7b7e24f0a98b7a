import { inForce, reactor, send, sendAt } from '@redress/eventing';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { ownership } from './ownership.decider.js';
import { confirmByOf } from './ownership.rules.js';
import { ownerships, skillsFor } from './ownerships.projection.js';

/**
 * Every complaint finds somebody who answers for it. Imported history is given to nobody until something happens to it
 * that is not history.
 */
export const findOwner = reactor({
  name: 'triage.find-owner',
  from: 'beginning',
  facts: { policy: inForce(ownershipPolicy) },
  memory: ownerships,
  on: {
    ComplaintTriaged: ({ data: { complaintId, team }, historical }, { memory }) =>
      historical || !memory
        ? []
        : [
            send(ownership, complaintId, 'WantOwner', {
              complaintId,
              function: team,
              skills: skillsFor(memory),
              cause: 'triaged',
            }),
          ],
    CustomerWrote: ({ data: { complaintId }, historical }, { memory }) =>
      historical || !memory
        ? []
        : [
            send(ownership, complaintId, 'WantOwner', {
              complaintId,
              function: memory.team,
              skills: skillsFor(memory),
              cause: 'triaged',
            }),
          ],
    TriageCorrected: ({ data: { complaintId, team }, historical }, { memory }) =>
      historical || !memory || memory.previousTeam === team
        ? []
        : [
            send(ownership, complaintId, 'WantOwner', {
              complaintId,
              function: team,
              skills: skillsFor(memory),
              cause: 'corrected',
            }),
          ],
    OwnerNotFound: ({ data: { complaintId, round }, occurredAt }, { memory, policy }) =>
      memory
        ? [
            sendAt(confirmByOf(policy, occurredAt, 1), ownership, complaintId, 'TryAgain', {
              complaintId,
              function: memory.team,
              skills: skillsFor(memory),
              round,
            }),
          ]
        : [],
    OwnerAssigned: ({ data: { complaintId, round, confirmBy } }, { memory }) =>
      confirmBy && memory
        ? [
            sendAt(confirmBy, ownership, complaintId, 'CheckConfirmed', {
              complaintId,
              round,
              skills: skillsFor(memory),
            }),
          ]
        : [],
    ComplaintReopened: ({ data: { complaintId }, historical }, { memory }) =>
      historical || !memory
        ? []
        : [
            send(ownership, complaintId, 'ReturnCase', {
              complaintId,
              function: memory.team,
              skills: skillsFor(memory),
              ...(memory.lastOwnerId !== null && { ownerId: memory.lastOwnerId }),
              ...(memory.teamId !== null && { teamId: memory.teamId }),
            }),
          ],
  },
});
