import { inForce, reactor, send, sendAt } from '@redress/eventing';
import { authority } from './authority.decider.js';
import { dayAfter, dayOf } from './calendar.rules.js';
import { reconciliation } from './reconciliation.decider.js';

/** From the first payout on every day is reconciled when it is over, also one on which we believe that nothing was paid. */
export const planReconciliations = reactor({
  name: 'compensation.plan-reconciliations',
  from: 'beginning',
  facts: { authority: inForce(authority) },
  on: {
    PayoutOrdered: ({ data: { orderedAt } }, { authority: { timeZone } }) => {
      const day = dayOf(orderedAt, timeZone);
      return [send(reconciliation, day, 'PlanReconciliation', { day })];
    },
    ReconciliationPlanned: ({ data: { day, dueAt } }) => [
      sendAt(dueAt, reconciliation, day, 'BeginReconciliation', { day }),
      sendAt(dueAt, reconciliation, dayAfter(day), 'PlanReconciliation', { day: dayAfter(day) }),
    ],
  },
});
