import type { CompensationId, ComplaintId, Money } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OurPayout } from './reconciliation.rules.js';

/** What was ordered of the payment system, by its reference. What was paid before an import never was. */
@Entity('payouts')
@Index(['bookedAt'])
@Index(['reference'])
export class Payout {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('text') reference!: string;
  @Column('uuid') compensationId!: CompensationId;
  @Column('text') state!: OurPayout['state'];
  @Column('jsonb', { nullable: true }) amount!: Money | null;
  /** When it was paid or refused; until then, when it was ordered. */
  @Column('timestamptz') bookedAt!: Date;
}

export const payouts = projection<Payout, 'complaintId' | 'reference'>({
  name: 'compensation.payouts',
  table: Payout,
  key: ['complaintId', 'reference'],
  on: {
    PayoutOrdered: (_, { complaintId, compensationId, reference, amount, orderedAt }) => ({
      complaintId,
      compensationId,
      reference,
      state: 'ordered',
      amount: amount ?? null,
      bookedAt: orderedAt,
    }),
    CompensationPaid: (row, { paidAt }) => row && { ...row, state: 'paid', bookedAt: paidAt },
    PayoutFailed: (row, { failedAt }) => row && { ...row, state: 'failed', bookedAt: failedAt },
    CompensationReversed: (row) => row && { ...row, state: 'reversed' },
  },
});
