import type { ReconciliationBegun } from '@redress/contracts';
import { type AnyEffect, effect, send } from '@redress/eventing';
import { reconciliation, type Reconciliation } from './reconciliation.decider.js';
import { compared, type OurPayout, type TheirPayout } from './reconciliation.rules.js';

/** Both sides of a day: everything booked on it by either, and what the other says of the same references. */
export interface Books {
  of(
    from: Date,
    until: Date,
  ): Promise<{ readonly ours: readonly OurPayout[]; readonly theirs: readonly TheirPayout[] }>;
}

/** Reads both books and compares them. Reading again is harmless: the first comparison that is noted counts. */
export const reconcile = (books: Books): AnyEffect =>
  effect<ReconciliationBegun>({
    name: 'compensation.reconcile',
    from: 'deployment',
    on: { ReconciliationBegun: ({ data }) => [data] },
    isDone: ({ day, round }) => ({
      decider: reconciliation,
      id: day,
      done: ({ done }: Reconciliation) => done >= round,
    }),
    carryOut: async ({ day, round, dayFrom, dayUntil }) => {
      const { ours, theirs } = await books.of(dayFrom, dayUntil);
      return send(reconciliation, day, 'NoteReconciliation', { day, round, ...compared(ours, theirs) });
    },
  });
