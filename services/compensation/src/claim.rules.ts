import type {
  ApproverRole,
  BudgetId,
  CompensationId,
  CompensationKind,
  CompensationOption,
  ComplaintId,
  Money,
  PersonId,
} from '@redress/contracts';
import { derivedId, type Refusal, refuse } from '@redress/eventing';
import type { Given } from './approval.rules.js';
import { isRefund, needsAmount } from './tariff.rules.js';

export type Stage = 'waiting' | 'approved' | 'ordered' | 'paid' | 'failed' | 'reversing' | 'reversed' | 'declined';

/** One compensation of a complaint, as far as decisions about it go. */
export interface Compensation {
  readonly stage: Stage;
  readonly kind: CompensationKind;
  readonly amount: Money | undefined;
  readonly proposedBy: PersonId;
  readonly approvalsNeeded: number;
  readonly roles: readonly ApproverRole[];
  readonly approvals: readonly Given[];
  /** Of paying it; each has a reference of its own. */
  readonly attempt: number;
  readonly budgetId: BudgetId | undefined;
  readonly reference: string | undefined;
  /** It was paid before the platform knew of it. */
  readonly imported: boolean;
}

/** All compensations of one complaint, and what may be offered. */
export interface Claim {
  /** 0 as long as nothing was derived. */
  readonly tariffVersion: number;
  readonly orderValue: Money | undefined;
  readonly options: readonly CompensationOption[];
  readonly compensations: Readonly<Record<CompensationId, Compensation>>;
}

export const nothingYet: Claim = { tariffVersion: 0, orderValue: undefined, options: [], compensations: {} };

/** So many are kept for one complaint, those that came to nothing among them. */
const most = 200;

export const compensationIn = ({ compensations }: Claim, id: CompensationId): Compensation | undefined =>
  compensations[id];

export const changed = (state: Claim, id: CompensationId, change: Partial<Compensation>): Claim => {
  const known = compensationIn(state, id);
  if (!known) return state;
  return { ...state, compensations: { ...state.compensations, [id]: { ...known, ...change } } };
};

/** The same on every try, another for every attempt: what the payment system knows a payout by. */
export const referenceOf = (
  { complaintId, compensationId }: { readonly complaintId: string; readonly compensationId: string },
  attempt: number,
): string => derivedId('payout', complaintId, compensationId, String(attempt));

export interface Wanted {
  readonly kind: CompensationKind;
  readonly amount?: Money | undefined;
}

export type Unfit =
  'too-many' | 'amount-missing' | 'kind-given-already' | 'order-value-unknown' | 'other-currency' | 'above-order-value';

/** What comes to nothing leaves room for another of its kind. */
const counts = ({ stage }: Compensation): boolean => stage !== 'failed' && stage !== 'declined' && stage !== 'reversed';

/** Why a complaint may not have this as well. */
export const unfit = (state: Claim, { kind, amount }: Wanted): Refusal<Unfit> | undefined => {
  const all = Object.values(state.compensations);
  if (all.length >= most) return refuse('too-many', `A complaint has at most ${most} compensations.`);
  if (needsAmount(kind) ? !amount?.amountMinor : amount?.amountMinor === 0)
    return refuse('amount-missing', `A ${kind} has an amount above zero.`);
  const counting = all.filter(counts);
  if (counting.some((one) => one.kind === kind))
    return refuse('kind-given-already', `This complaint has a ${kind} already.`);
  return amount && isRefund(kind) ? aboveOrder(state, counting, amount) : undefined;
};

const aboveOrder = (
  { orderValue }: Claim,
  counting: readonly Compensation[],
  amount: Money,
): Refusal<Unfit> | undefined => {
  if (!orderValue) return refuse('order-value-unknown', 'Nothing is known of what the order cost.');
  if (orderValue.currency !== amount.currency)
    return refuse('other-currency', `The order was paid in ${orderValue.currency}.`);
  const refunds = counting.filter(({ kind }) => isRefund(kind));
  const left = refunds.reduce((rest, one) => rest - (one.amount?.amountMinor ?? 0), orderValue.amountMinor);
  return amount.amountMinor > left
    ? refuse('above-order-value', `Of the order’s value ${Math.max(0, left)} ${amount.currency} is left to refund.`)
    : undefined;
};

/** Whether an offer says the same as the one before: its version alone is nothing new. */
export const isSameOffer = (
  one: Pick<Claim, 'orderValue' | 'options'>,
  other: Pick<Claim, 'orderValue' | 'options'>,
): boolean => asText(one) === asText(other);

const asText = ({ orderValue, options }: Pick<Claim, 'orderValue' | 'options'>): string =>
  JSON.stringify([
    ...written(orderValue),
    ...options.map(({ ruleId, labelKo, labelEn, kind, amount }) => [
      ruleId,
      labelKo,
      labelEn,
      kind,
      ...written(amount),
    ]),
  ]);
const written = (money: Money | undefined): readonly unknown[] => [money?.amountMinor, money?.currency];

export interface AskedOfBudget {
  readonly budgetId: BudgetId;
  readonly complaintId: ComplaintId;
  readonly compensationId: CompensationId;
  readonly attempt: number;
  readonly amount: Money;
}

/** What was asked of which budget, where anything was. */
export const budgetAskedOf = (
  state: Claim,
  { complaintId, compensationId }: { readonly complaintId: ComplaintId; readonly compensationId: CompensationId },
): AskedOfBudget | 'no-such-compensation' | 'nothing-asked' => {
  const known = compensationIn(state, compensationId);
  if (!known) return 'no-such-compensation';
  const { budgetId, attempt, amount } = known;
  return budgetId && amount ? { budgetId, complaintId, compensationId, attempt, amount } : 'nothing-asked';
};
