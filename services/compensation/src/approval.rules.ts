import { type ApproverRole, approvers, type Authority, type Money, type PersonId } from '@redress/contracts';
import { type Refusal, refuse } from '@redress/eventing';
import type { AuthorityPolicy } from './authority.decider.js';

/** Somebody for whom another stands in while they are away. */
export interface StandIn {
  readonly personId: PersonId;
  readonly roles: readonly string[];
  readonly from: Date;
  /** Up to, but not at. */
  readonly until: Date;
}

/** Whose authority an approval rests on: the approver's own, or that of somebody who is away. */
export interface Holder {
  readonly personId: PersonId;
  readonly roles: readonly string[];
}

/** An approval that was given, and on whose authority. */
export interface Given {
  readonly approverId: PersonId;
  readonly holderId: PersonId;
}

export const authorityFor = ({ authorities }: AuthorityPolicy, currency: string): Authority | undefined =>
  authorities.find((one) => one.currency === currency);

/** Where nothing is paid, everybody approves who approves anything. */
export const rolesCovering = (policy: AuthorityPolicy, amount: Money | undefined): readonly ApproverRole[] => {
  const limits = amount
    ? (authorityFor(policy, amount.currency)?.limits ?? []).filter(({ upToMinor }) => upToMinor >= amount.amountMinor)
    : policy.authorities.flatMap((one) => one.limits);
  return approvers.filter((role) => limits.some((limit) => limit.role === role));
};

/** How many people have to approve it. An exception is never automatic; where nothing is paid, one person is enough. */
export const approvalsNeeded = (
  policy: AuthorityPolicy,
  { amount, isException }: { readonly amount?: Money | undefined; readonly isException: boolean },
): 0 | 1 | 2 => {
  const authority = amount && authorityFor(policy, amount.currency);
  const amountMinor = amount?.amountMinor ?? 0;
  if (authority && amountMinor > authority.fourEyesAboveMinor) return 2;
  return isException || amountMinor > (authority?.automaticUpToMinor ?? 0) ? 1 : 0;
};

/** What may be paid at all: some role covers it. */
export const unpayable = (
  policy: AuthorityPolicy,
  amount: Money | undefined,
): Refusal<'no-authority' | 'above-every-limit'> | undefined => {
  if (!amount) return undefined;
  const authority = authorityFor(policy, amount.currency);
  if (!authority) return refuse('no-authority', `Nobody may approve amounts in ${amount.currency}.`);
  const most = highest(authority, approvers);
  return amount.amountMinor > most
    ? refuse('above-every-limit', `Nobody may approve more than ${most} ${amount.currency}.`)
    : undefined;
};

interface Asked {
  readonly amount: Money | undefined;
  readonly proposedBy: PersonId;
  readonly given: readonly Given[];
  readonly approver: Holder;
  readonly standIns: readonly StandIn[];
  readonly at: Date;
}

/**
 * On whose authority somebody may approve or decline: their own if it covers the amount, else that of somebody who is
 * away and whom they stand in for. Nobody's authority counts twice, and never that of who proposed it.
 */
export const holderFor = (
  policy: AuthorityPolicy,
  { amount, proposedBy, given, approver, standIns, at }: Asked,
): Holder | Refusal<'own-proposal' | 'approved-by-you' | 'above-your-limit'> => {
  if (approver.personId === proposedBy)
    return refuse('own-proposal', 'Who proposed something does not decide about it.');
  if (given.some(({ approverId }) => approverId === approver.personId))
    return refuse('approved-by-you', 'You have approved it already; the second approval is somebody else’s.');
  const away = standIns.filter(({ from, until }) => from <= at && at < until);
  const covering = rolesCovering(policy, amount);
  const holder = [approver, ...away].find(
    ({ personId, roles }) =>
      personId !== proposedBy &&
      !given.some(({ holderId }) => holderId === personId) &&
      covering.some((role) => roles.includes(role)),
  );
  return holder ?? aboveLimit(policy, amount, [approver, ...away]);
};

const aboveLimit = (policy: AuthorityPolicy, amount: Money | undefined, holders: readonly Holder[]) => {
  const authority = amount && authorityFor(policy, amount.currency);
  const roles = approvers.filter((role) => holders.some((holder) => holder.roles.includes(role)));
  const limit = authority ? highest(authority, roles) : 0;
  const named = amount ? ` ${amount.currency}` : '';
  return refuse('above-your-limit', `You may decide about amounts up to ${limit}${named}.`);
};

const highest = ({ limits }: Authority, roles: readonly ApproverRole[]): number =>
  Math.max(0, ...limits.filter(({ role }) => roles.includes(role)).map(({ upToMinor }) => upToMinor));
