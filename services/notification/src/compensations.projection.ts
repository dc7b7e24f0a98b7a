import type { CompensationId, CompensationKind, ComplaintId, Money } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What somebody is asked to approve. */
@Entity('compensations')
export class Compensation {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') compensationId!: CompensationId;
  @Column('text') kind!: CompensationKind;
  @Column('jsonb', { nullable: true }) amount!: Money | null;
}

export const compensations = projection({
  name: 'notification.compensations',
  table: Compensation,
  key: ['complaintId', 'compensationId'],
  on: {
    CompensationProposed: (_, { complaintId, compensationId, kind, amount }) => ({
      complaintId,
      compensationId,
      kind,
      amount: amount ?? null,
    }),
  },
});
