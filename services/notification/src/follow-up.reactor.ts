import { inForce, reactor, send } from '@redress/eventing';
import { cases } from './cases.projection.js';
import { contactPolicy } from './contact-policy.decider.js';
import { contacts, contactsId } from './contacts.decider.js';
import { noticeIdOf } from './notice.decider.js';
import { toCustomer } from './requests.rules.js';
import { templates } from './templates.decider.js';

const dayMs = 86_400_000;

/** A customer is told of the closing, and asked some days later whether it has held; not once it was reopened. */
export const followUp = reactor({
  name: 'notification.follow-up',
  from: 'deployment',
  memory: cases,
  facts: {
    policy: inForce(contactPolicy),
    closed: inForce(templates, 'closed'),
    followUp: inForce(templates, 'follow-up'),
  },
  on: {
    ComplaintClosed: (event, { policy, closed, followUp: asking, memory }) => {
      const { closedAt } = event.data;
      const notBefore = new Date(closedAt.getTime() + policy.followUpAfterDays * dayMs);
      return [
        ...toCustomer(event, memory, { kind: 'closed', texts: closed, matter: { closedAt } }),
        ...toCustomer(event, memory, { kind: 'follow-up', texts: asking, matter: { closedAt }, notBefore }),
      ];
    },
    ComplaintReopened: ({ data: { complaintId }, historical }, { memory }) => {
      if (historical || !memory?.closedBy) return [];
      const whose = { complaintId, ...(memory.customerKey !== null && { customerKey: memory.customerKey }) };
      const noticeId = noticeIdOf(memory.closedBy, 'follow-up');
      return [send(contacts, contactsId(whose), 'WithdrawNotice', { ...whose, noticeId })];
    },
  },
});
