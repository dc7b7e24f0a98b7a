import type {
  CompensationId,
  CompensationKind,
  ComplaintId,
  Money,
  PayoutOrdered,
  PayoutRefusal,
} from '@redress/contracts';
import { type AnyEffect, effect, send } from '@redress/eventing';
import { claim } from './claim.decider.js';
import { type Claim, compensationIn } from './claim.rules.js';

/** What is to be paid; the reference is the idempotency key. */
export interface PayoutRequest {
  readonly complaintId: ComplaintId;
  readonly compensationId: CompensationId;
  readonly reference: string;
  readonly kind: CompensationKind;
  readonly amount?: Money;
}

/** What the payment system has done about a reference, and when. */
export type Booked =
  | { readonly kind: 'executed'; readonly at: Date }
  | { readonly kind: 'refused'; readonly at: Date; readonly refusal: PayoutRefusal }
  | { readonly kind: 'reversed'; readonly at: Date; readonly reversedAt: Date };

/** A payment system. Every call may be repeated; one that rejects may have been carried out all the same. */
export interface Payments {
  /** `undefined`: the reference never reached it. */
  find(reference: string): Promise<Booked | undefined>;
  /** Once per reference: again, it answers as the first time. */
  order(payout: PayoutRequest): Promise<Booked>;
  /** Takes back what was executed, once per reference; `undefined` where there is nothing to take back. */
  takeBack(reference: string): Promise<Date | undefined>;
}

/** Whether a request of this reference is still to be answered. */
export const isOver =
  (
    { compensationId, reference }: Pick<PayoutRequest, 'compensationId' | 'reference'>,
    stage: 'ordered' | 'reversing',
  ) =>
  (state: Claim): boolean => {
    const known = compensationIn(state, compensationId);
    return known?.stage !== stage || known.reference !== reference;
  };

/** Pays what was ordered. A try whose answer was lost may have paid: the reference is asked for before any order. */
export const payOut = (payments: Payments): AnyEffect =>
  effect<PayoutOrdered>({
    name: 'compensation.pay-out',
    from: 'deployment',
    on: { PayoutOrdered: ({ data }) => [data] },
    isDone: (payout) => ({ decider: claim, id: payout.complaintId, done: isOver(payout, 'ordered') }),
    carryOut: async ({ complaintId, compensationId, reference, kind, amount }) => {
      const id = { complaintId, compensationId, reference };
      const request = { ...id, kind, ...(amount && { amount }) };
      const booked = (await payments.find(reference)) ?? (await payments.order(request));
      if (booked.kind !== 'refused') return send(claim, complaintId, 'NotePaid', { ...id, paidAt: booked.at });
      const { refusal, at: failedAt } = booked;
      return send(claim, complaintId, 'NoteRefused', { ...id, refusal, failedAt });
    },
  });
