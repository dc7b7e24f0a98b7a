import type { ComplaintId, CustomerKey } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('customers_of_complaints')
export class CustomerOfComplaint {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('uuid') customerKey!: CustomerKey;
}

/** Whose complaint it is, where that is known: a reactor's memory. */
export const customerOfComplaint = projection<CustomerOfComplaint, 'complaintId'>({
  name: 'intake.customer-of-complaint',
  table: CustomerOfComplaint,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, customerKey }) => row ?? (customerKey && { complaintId, customerKey }),
    // Asked for then: a memory is looked up by the events that it hears.
    ComplaintClosed: (row) => row,
  },
});
