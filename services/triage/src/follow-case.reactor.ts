import type { ComplaintId } from '@redress/contracts';
import { type Actor, reactor, send, type Sending } from '@redress/eventing';
import { ownership } from './ownership.decider.js';

const done = ({
  data: { complaintId },
  by,
}: {
  readonly data: { readonly complaintId: ComplaintId };
  readonly by: Actor;
}): readonly Sending[] => [send(ownership, complaintId, 'ConfirmByDoing', { complaintId, personId: by.id })];

/** Who answers the customer has the case in hand, and when it is closed nobody has. */
export const followCase = reactor({
  name: 'triage.follow-case',
  from: 'beginning',
  on: {
    AgentReplied: done,
    SolutionProposed: done,
    ComplaintResolved: done,
    ComplaintClosed: ({ data: { complaintId, closedAt } }) => [
      send(ownership, complaintId, 'EndOwnership', { complaintId, closedAt }),
    ],
  },
});
