import { type ComplaintId, metrics, type Severity } from '@redress/contracts';
import { reactor, send, type Sending } from '@redress/eventing';
import { clock, clockId } from './clock.decider.js';

const derivedAgain = (complaintId: ComplaintId, severity: Severity, rederivedAt: Date): readonly Sending[] =>
  metrics.map((metric) =>
    send(clock, clockId({ complaintId, metric }), 'RederiveClock', { complaintId, metric, severity, rederivedAt }),
  );

/**
 * What is promised follows from what a complaint is found to be, however late it is found. Resolution of a complaint of
 * high risk is kept by resolving it or by telling those above in time; being told of a promise that is broken already
 * keeps nothing.
 */
export const followTriage = reactor({
  name: 'sla.follow-triage',
  from: 'beginning',
  on: {
    ComplaintTriaged: ({ data: { complaintId, severity, triagedAt } }) =>
      derivedAgain(complaintId, severity, triagedAt),
    TriageCorrected: ({ data: { complaintId, severity, correctedAt } }) =>
      derivedAgain(complaintId, severity, correctedAt),
    CaseEscalated: ({ data: { complaintId, reason, escalatedAt } }) => {
      const id = { complaintId, metric: 'resolution' } as const;
      return reason === 'breach' ? [] : [send(clock, clockId(id), 'MeetByEscalation', { ...id, escalatedAt })];
    },
  },
});
