import { inForce, reactor, send, type Sending } from '@redress/eventing';
import { type Case, cases } from './cases.projection.js';
import { contacts, contactsId } from './contacts.decider.js';
import { noticeIdOf } from './notice.decider.js';
import { toCustomer } from './requests.rules.js';
import { type Templates, templates } from './templates.decider.js';

const named = (
  event: Parameters<typeof toCustomer>[0],
  ownerId: NonNullable<Case['ownerId']>,
  { memory, texts }: { readonly memory: Case | undefined; readonly texts: Templates },
): readonly Sending[] =>
  memory?.namesOwner
    ? [...toCustomer(event, memory, { kind: 'owner-named', texts, matter: { ownerId } }), ...insteadOf(event, memory)]
    : [];

/** The name before it, where its message still waits for the morning or a digest. */
const insteadOf = (
  { historical, data: { complaintId } }: Parameters<typeof toCustomer>[0],
  { namedBefore, customerKey }: Case,
): readonly Sending[] => {
  if (historical || namedBefore === null) return [];
  const whose = { complaintId, ...(customerKey !== null && { customerKey }) };
  const noticeId = noticeIdOf(namedBefore, 'owner-named');
  return [send(contacts, contactsId(whose), 'WithdrawNotice', { ...whose, noticeId })];
};

/**
 * The customer learns that the complaint has reached us, who looks after it, and that a team was asked. Once a name has
 * gone out, another is told only where somebody had confirmed, or confirms, under it: who was asked and did not take it
 * is our own affair.
 */
export const tellOfHandling = reactor({
  name: 'notification.tell-of-handling',
  from: 'deployment',
  memory: cases,
  facts: {
    receipt: inForce(templates, 'receipt'),
    ownerNamed: inForce(templates, 'owner-named'),
    progress: inForce(templates, 'progress'),
  },
  on: {
    ComplaintReceived: (event, { receipt, memory }) => toCustomer(event, memory, { kind: 'receipt', texts: receipt }),
    OwnerAssigned: (event, { ownerNamed, memory }) => named(event, event.data.ownerId, { memory, texts: ownerNamed }),
    OwnershipConfirmed: (event, { ownerNamed, memory }) =>
      named(event, event.data.ownerId, { memory, texts: ownerNamed }),
    InvestigationRequested: (event, { progress, memory }) => {
      const { team, dueAt } = event.data;
      return toCustomer(event, memory, { kind: 'progress', texts: progress, matter: { team, dueAt } });
    },
  },
});
