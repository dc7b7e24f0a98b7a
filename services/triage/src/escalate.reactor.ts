import { inForce, reactor, send, sendAt } from '@redress/eventing';
import { escalation } from './escalation.decider.js';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { ownerships } from './ownerships.projection.js';

const hourMs = 3_600_000;

/** Those above are told of what nobody has in hand, and of what takes too long. History tells them nothing. */
export const escalate = reactor({
  name: 'triage.escalate',
  from: 'beginning',
  facts: { policy: inForce(ownershipPolicy) },
  memory: ownerships,
  on: {
    ComplaintReceived: ({ data: { complaintId, receivedAt }, historical }) =>
      historical ? [] : [send(escalation, complaintId, 'AwaitResolution', { complaintId, since: receivedAt })],
    ComplaintReopened: ({ data: { complaintId, reopenedAt }, historical }) =>
      historical ? [] : [send(escalation, complaintId, 'AwaitResolution', { complaintId, since: reopenedAt })],
    ComplaintResolved: ({ data: { complaintId, resolvedAt } }) => [
      send(escalation, complaintId, 'CallOff', { complaintId, resolvedAt }),
    ],
    EscalationScheduled: ({ data: { complaintId, since, dueAt } }) => [
      sendAt(dueAt, escalation, complaintId, 'CheckResolved', { complaintId, level: 1, since }),
    ],
    CaseEscalated: ({ data: { complaintId, reason, level, escalatedAt } }, { policy }) =>
      reason === 'unresolved'
        ? [
            sendAt(
              new Date(escalatedAt.getTime() + policy.leadAfterHours * hourMs),
              escalation,
              complaintId,
              'CheckResolved',
              { complaintId, level: level + 1 },
            ),
          ]
        : [],
    OwnerWanted: ({ data: { complaintId, teamId, round, cause, exceptId } }) =>
      cause === 'not-confirmed'
        ? [
            send(escalation, complaintId, 'EscalateSearch', {
              complaintId,
              reason: 'not-confirmed',
              round,
              teamId,
              ownerId: exceptId,
            }),
          ]
        : [],
    // Nobody is told again as long as the same search goes on.
    OwnerNotFound: ({ data: { complaintId, teamId, round }, historical }, { memory }) =>
      historical || (memory?.searchesInVain ?? 1) > 1
        ? []
        : [send(escalation, complaintId, 'EscalateSearch', { complaintId, reason: 'no-owner', round, teamId })],
    TargetMissed: ({ data: { complaintId, metric }, historical }) =>
      historical ? [] : [send(escalation, complaintId, 'EscalateBreach', { complaintId, metric })],
  },
});
