import { inForce, reactor } from '@redress/eventing';
import { cases } from './cases.projection.js';
import { toCustomer } from './requests.rules.js';
import { templates } from './templates.decider.js';

/** What a colleague says to the customer reaches them, word for word: answers, questions, proposals and decisions. */
export const tellWhatWasSaid = reactor({
  name: 'notification.tell-what-was-said',
  from: 'deployment',
  memory: cases,
  facts: {
    progress: inForce(templates, 'progress'),
    question: inForce(templates, 'question'),
    proposal: inForce(templates, 'solution-proposed'),
  },
  on: {
    AgentReplied: (event, { progress, question, memory }) => {
      const { messageId, asksCustomer } = event.data;
      return asksCustomer
        ? toCustomer(event, memory, { kind: 'question', texts: question, matter: { messageId } })
        : toCustomer(event, memory, { kind: 'progress', texts: progress, matter: { messageId } });
    },
    SolutionProposed: (event, { proposal, memory }) => {
      const { messageId, remedy } = event.data;
      return toCustomer(event, memory, { kind: 'solution-proposed', texts: proposal, matter: { messageId, remedy } });
    },
    ComplaintResolved: (event, { progress, memory }) => {
      const { messageId, remedy } = event.data;
      return toCustomer(event, memory, { kind: 'progress', texts: progress, matter: { messageId, remedy } });
    },
  },
});
