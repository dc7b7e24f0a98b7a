import type { DestructionDue } from '@redress/contracts';
import { type AnyEffect, effect, send } from '@redress/eventing';
import type { ComplaintNow, CustomerKeys } from './close-keys.effect.js';
import { batchNamed, customer, type Customer } from './customer.decider.js';

/** Destroys keys that nothing keeps any more. Of a complaint that was reopened the record is kept longer. */
export const destroyKeys = (keys: CustomerKeys, complaintNow: ComplaintNow): AnyEffect =>
  effect<DestructionDue>({
    name: 'intake.destroy-keys',
    from: 'deployment',
    on: { DestructionDue: ({ data }) => [data] },
    isDone: ({ customerKey, ...name }) => ({
      decider: customer,
      id: customerKey,
      done: (state: Customer) => batchNamed(state, name)?.isDue !== true,
    }),
    carryOut: async ({ customerKey, round, purpose, recordOf, closedAt, generations }) => {
      if (recordOf !== undefined && closedAt !== undefined) {
        const now = await complaintNow(recordOf);
        const closedLast = now.kind === 'closed' ? now.closedAt : undefined;
        const isOpen = now.kind !== 'absent' && now.kind !== 'closed';
        if (isOpen || (closedLast && closedLast > closedAt))
          return send(customer, customerKey, 'KeepRecordLonger', {
            customerKey,
            round,
            recordOf,
            closedAt: closedLast,
          });
      }
      await keys.destroy(generations);
      const name = { round, purpose, ...(recordOf !== undefined && { recordOf }) };
      return send(customer, customerKey, 'NoteDestruction', { customerKey, ...name });
    },
  });
