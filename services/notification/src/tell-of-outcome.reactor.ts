import type { TargetMissed } from '@redress/contracts';
import { inForce, reactor } from '@redress/eventing';
import { cases } from './cases.projection.js';
import { toCustomer } from './requests.rules.js';
import { templates } from './templates.decider.js';

const isResolution = ({ metric }: TargetMissed): boolean => metric === 'resolution';

/** The customer need not ask: they are told when a promise about them is not kept, and when they have been paid. */
export const tellOfOutcome = reactor({
  name: 'notification.tell-of-outcome',
  from: 'deployment',
  memory: cases,
  facts: { delay: inForce(templates, 'delay'), paid: inForce(templates, 'compensation-paid') },
  on: {
    CaseEscalated: (event, { delay, memory }) =>
      event.data.reason === 'unresolved' ? toCustomer(event, memory, { kind: 'delay', texts: delay }) : [],
    TargetMissed: (event, { delay, memory }) =>
      isResolution(event.data) ? toCustomer(event, memory, { kind: 'delay', texts: delay }) : [],
    CompensationPaid: (event, { paid, memory }) => {
      const { compensationId, kind: compensation, amount } = event.data;
      const matter = { compensationId, compensation, ...(amount && { amount }) };
      return toCustomer(event, memory, { kind: 'compensation-paid', texts: paid, matter });
    },
  },
});
