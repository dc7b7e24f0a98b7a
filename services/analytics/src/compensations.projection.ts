import type { CompensationId, CompensationKind, ComplaintId } from '@redress/contracts';
import { beginning, type Position, projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer } from './complaint-facts.projection.js';

/** What a customer was paid, and what of it was taken back. Goods and letters have no amount, and cost nothing here. */
@Entity('compensations_paid')
@Index(['paidAt'])
@Index(['reversedAt'], { where: 'reversed_at is not null' })
export class CompensationPaidOut {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') compensationId!: CompensationId;
  @Column('text') kind!: CompensationKind;
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('bigint', { nullable: true, transformer: integer }) paidMinor!: number | null;
  @Column('timestamptz') paidAt!: Date;
  @Column('bigint', { nullable: true, transformer: integer }) reversedMinor!: number | null;
  @Column('timestamptz', { nullable: true }) reversedAt!: Date | null;
  /** Of the event that changed the row last. */
  @Index()
  @Column('text')
  changedAt!: Position;
}

export const compensationsPaid = projection({
  name: 'analytics.compensations-paid',
  table: CompensationPaidOut,
  key: ['complaintId', 'compensationId'],
  changedAt: 'changedAt',
  on: {
    CompensationPaid: (_, { complaintId, compensationId, kind, amount, paidAt }) => ({
      complaintId,
      compensationId,
      kind,
      currency: amount?.currency ?? null,
      paidMinor: amount?.amountMinor ?? null,
      paidAt,
      reversedMinor: null,
      reversedAt: null,
      changedAt: beginning,
    }),
    CompensationReversed: (row, { amount, reversedAt }) =>
      row && { ...row, reversedMinor: amount?.amountMinor ?? row.paidMinor, reversedAt },
  },
});
