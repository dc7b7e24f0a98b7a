import type { ComplaintId, Metric } from '@redress/contracts';
import { reactor, send, type Sending } from '@redress/eventing';
import { clock, clockId } from './clock.decider.js';

const met = (complaintId: ComplaintId, metric: Metric, metAt: Date): Sending =>
  send(clock, clockId({ complaintId, metric }), 'MeetTarget', { complaintId, metric, metAt });

const resolution = (complaintId: ComplaintId) => ({ complaintId, metric: 'resolution' as const });

const spoken = (complaintId: ComplaintId, resumedAt: Date): readonly Sending[] => [
  send(clock, clockId(resolution(complaintId)), 'ResumeClock', {
    ...resolution(complaintId),
    resumedAt,
    cause: 'waiting-for-customer',
  }),
];

/**
 * The first response is the first thing a person says that the customer can see: a reply, a proposed solution or the
 * decision itself; never the automatic receipt. While the customer owes an answer, no time is ours; whatever they then
 * say ends the waiting.
 */
export const followConversation = reactor({
  name: 'sla.follow-conversation',
  from: 'beginning',
  on: {
    AgentReplied: ({ data: { complaintId, repliedAt, asksCustomer } }) => [
      met(complaintId, 'first-response', repliedAt),
      ...(asksCustomer
        ? [
            send(clock, clockId(resolution(complaintId)), 'PauseClock', {
              ...resolution(complaintId),
              pausedAt: repliedAt,
              cause: 'waiting-for-customer',
            }),
          ]
        : []),
    ],
    SolutionProposed: ({ data: { complaintId, proposedAt } }) => [met(complaintId, 'first-response', proposedAt)],
    ComplaintResolved: ({ data: { complaintId, resolvedAt } }) => [
      met(complaintId, 'first-response', resolvedAt),
      met(complaintId, 'resolution', resolvedAt),
    ],
    CustomerWrote: ({ data: { complaintId, writtenAt } }) => spoken(complaintId, writtenAt),
    SolutionAccepted: ({ data: { complaintId, acceptedAt } }) => spoken(complaintId, acceptedAt),
    SolutionDeclined: ({ data: { complaintId, declinedAt } }) => spoken(complaintId, declinedAt),
    ComplaintReopened: ({ data: { complaintId, reopenedAt } }) => [
      send(clock, clockId(resolution(complaintId)), 'ReopenClock', { ...resolution(complaintId), reopenedAt }),
    ],
  },
});
