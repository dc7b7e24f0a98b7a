import type { CompensationOption, ComplaintId, Money } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the tariff offered last for a complaint. */
@Entity('offers')
export class Offer {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('int') tariffVersion!: number;
  @Column('timestamptz') derivedAt!: Date;
  @Column('jsonb', { nullable: true }) orderValue!: Money | null;
  @Column('jsonb') options!: readonly CompensationOption[];
}

export const offers = projection({
  name: 'compensation.offers',
  table: Offer,
  key: ['complaintId'],
  on: {
    OptionsDerived: (_, { orderValue, ...derived }) => ({ ...derived, orderValue: orderValue ?? null }),
  },
});

/** As the same fold tells it of a part of the history. */
export const offerIn = (history: readonly Recorded[]): Offer | undefined => foldRows(offers, history)[0];
