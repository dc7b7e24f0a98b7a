import type { CompensationId, CompensationProposed, ComplaintId, Money, PersonId } from '@redress/contracts';
import { event, type NewEvent, type Refusal, refuse } from '@redress/eventing';
import { approvalsNeeded, type Holder, rolesCovering, unpayable } from './approval.rules.js';
import type { AuthorityPolicy } from './authority.decider.js';
import { budgetOf } from './calendar.rules.js';
import { type Claim, type Compensation, compensationIn, referenceOf, type Wanted } from './claim.rules.js';

export interface OfComplaint {
  readonly complaintId: ComplaintId;
}
export interface OfCompensation extends OfComplaint {
  readonly compensationId: CompensationId;
}

export const noSuch = refuse('no-such-compensation', 'There is no such compensation.');
export const nothingKnown = refuse('nothing-known', 'Nothing is known of this complaint yet: it has not been triaged.');
export const notWaiting = ({ stage }: Compensation): Refusal<'not-waiting'> =>
  refuse('not-waiting', `Nothing is to be decided about it any more: it is ${stage}.`);

interface Priced {
  readonly amount?: Money;
}
/** A field that is not there is absent in an event, never `undefined`. */
export const priced = ({ amount }: { readonly amount?: Money | undefined }): Priced => (amount ? { amount } : {});
export const worth = ({ kind, amount }: Wanted): Priced & Pick<Wanted, 'kind'> => ({ kind, ...priced({ amount }) });

export const said = (
  { complaintId, compensationId }: OfCompensation,
  wanted: Wanted,
  tariffVersion: number,
  proposedAt: Date,
  proposedBy: string,
): Omit<CompensationProposed, 'isException'> => ({
  complaintId,
  compensationId,
  ...worth(wanted),
  tariffVersion,
  proposedAt,
  proposedBy: proposedBy as PersonId,
});

type Proposing = 'CompensationProposed' | 'CompensationApproved' | 'ApprovalRequested' | Paying;
type Paying = 'BudgetAsked' | 'PayoutOrdered';

/** A proposal, and what the authority in force makes of it: nobody is asked, or one person, or two. */
export const proposing = (
  proposed: CompensationProposed,
  policy: AuthorityPolicy,
): readonly NewEvent<Proposing>[] | Refusal<'no-authority' | 'above-every-limit'> => {
  const { complaintId, compensationId, amount, proposedAt: at } = proposed;
  const id = { complaintId, compensationId };
  const refusal = unpayable(policy, amount);
  if (refusal) return refusal;
  const needed = approvalsNeeded(policy, proposed);
  const authorityVersion = policy.version;
  if (needed === 0) {
    const approved = event('CompensationApproved', { ...id, approvedAt: at, isAutomatic: true, authorityVersion });
    return [event('CompensationProposed', proposed), approved, paying(id, { ...proposed, attempt: 1 }, policy, at)];
  }
  const roles = rolesCovering(policy, amount);
  return [
    event('CompensationProposed', proposed),
    event('ApprovalRequested', { ...id, authorityVersion, approvalsNeeded: needed, roles, requestedAt: at }),
  ];
};

type Payable = Wanted & Pick<Compensation, 'attempt'>;

/** What costs something asks the budget of the month first. */
export const paying = (id: OfCompensation, payable: Payable, policy: AuthorityPolicy, at: Date): NewEvent<Paying> => {
  const { amount, attempt } = payable;
  if (!amount) return ordered(id, payable, attempt, at);
  const budgetId = budgetOf(at, policy.timeZone, amount.currency);
  return event('BudgetAsked', { budgetId, ...id, attempt, amount });
};

export const ordered = (id: OfCompensation, wanted: Wanted, attempt: number, at: Date): NewEvent<'PayoutOrdered'> =>
  event('PayoutOrdered', { ...id, reference: referenceOf(id, attempt), attempt, ...worth(wanted), orderedAt: at });

/** What the payment system answers about, unless it is over already or another attempt is under way. */
export const underWay = (
  state: Claim,
  { compensationId }: OfCompensation,
  reference: string,
): Compensation | undefined => {
  const known = compensationIn(state, compensationId);
  return known?.reference === reference ? known : undefined;
};

export const instead = (approverId: PersonId, { personId }: Holder): { readonly substituteFor?: PersonId } =>
  personId === approverId ? {} : { substituteFor: personId };
