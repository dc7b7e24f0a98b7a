import { reactor, sendAt } from '@redress/eventing';
import { investigation } from './investigation.decider.js';

/** A question that was not answered in time is overdue. */
export const watchInvestigations = reactor({
  name: 'triage.watch-investigations',
  from: 'beginning',
  on: {
    InvestigationRequested: ({ data: { investigationId, dueAt } }) => [
      sendAt(dueAt, investigation, investigationId, 'CheckInvestigation', { investigationId }),
    ],
  },
});
