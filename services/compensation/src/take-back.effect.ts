import type { ReversalOrdered } from '@redress/contracts';
import { type AnyEffect, effect, send } from '@redress/eventing';
import { claim } from './claim.decider.js';
import { isOver, type Payments } from './pay-out.effect.js';

type Request = Pick<ReversalOrdered, 'complaintId' | 'compensationId' | 'reference'>;

/** Takes back what was paid. A try whose answer was lost may have done it: the payment system does it once per reference. */
export const takeBack = (payments: Payments): AnyEffect =>
  effect<Request>({
    name: 'compensation.take-back',
    from: 'deployment',
    on: {
      ReversalOrdered: ({ data: { complaintId, compensationId, reference } }) => [
        { complaintId, compensationId, reference },
      ],
    },
    isDone: (reversal) => ({ decider: claim, id: reversal.complaintId, done: isOver(reversal, 'reversing') }),
    carryOut: async (reversal) => {
      const reversedAt = await payments.takeBack(reversal.reference);
      // Ours says that it was paid: only a person can tell which of the two is wrong, and the reconciliation names it.
      if (!reversedAt) throw new Error(`The payment system knows of nothing to take back under ${reversal.reference}.`);
      return send(claim, reversal.complaintId, 'NoteReversed', { ...reversal, reversedAt });
    },
  });
