import { metrics } from '@redress/contracts';
import { inForce, reactor, send } from '@redress/eventing';
import { clock, clockId } from './clock.decider.js';
import { slaPolicy, termsOf } from './policy.decider.js';

/** Clocks run from the moment the complaint reached us, on the default terms; triage later derives them again from that same moment. */
export const startClocks = reactor({
  name: 'sla.start-clocks',
  from: 'beginning',
  facts: { policy: inForce(slaPolicy) },
  on: {
    ComplaintReceived: ({ data: { complaintId, receivedAt } }, { policy }) =>
      metrics.map((metric) =>
        send(clock, clockId({ complaintId, metric }), 'StartClock', {
          complaintId,
          metric,
          startedAt: receivedAt,
          terms: termsOf(policy, 'normal', metric),
        }),
      ),
  },
});
