import type { ComplaintId, ComplaintReceived, CustomerKey } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Between, Column, Entity, Index, Not, PrimaryColumn, type Repository } from 'typeorm';

/** Whose complaint it is, by the customer's pseudonym: customers who come again are counted by it. */
@Entity('customer_complaints')
@Index(['customerKey', 'receivedAt'])
export class CustomerComplaint {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('uuid') customerKey!: CustomerKey;
  @Column('timestamptz') receivedAt!: Date;
}

export const customerComplaints = projection<CustomerComplaint, 'complaintId'>({
  name: 'triage.customer-complaints',
  table: CustomerComplaint,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, customerKey, receivedAt }) =>
      row ?? (customerKey && { complaintId, customerKey, receivedAt }),
  },
});

const windowMs = 90 * 24 * 3_600_000;

/** How many other complaints of the same customer came in the 90 days up to this one. */
export const repeatsBefore = async (
  rows: Repository<CustomerComplaint>,
  { complaintId, customerKey, receivedAt }: ComplaintReceived,
): Promise<number> =>
  customerKey === undefined
    ? 0
    : rows.countBy({
        customerKey,
        complaintId: Not(complaintId),
        receivedAt: Between(new Date(receivedAt.getTime() - windowMs), receivedAt),
      });
