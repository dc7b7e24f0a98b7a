import type { ComplaintId, ComplaintType, Severity, Tier } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Known } from './tariff.rules.js';

/** Amounts fit into JavaScript's integers; PostgreSQL hands out its own as text. */
const integer = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};

/** What the tariff asks of a complaint, as intake and triage have said it. */
@Entity('known_complaints')
export class KnownComplaint {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text', { nullable: true }) type!: ComplaintType | null;
  @Column('text', { nullable: true }) severity!: Severity | null;
  @Column('text', { nullable: true }) tier!: Tier | null;
  @Column('bigint', { nullable: true, transformer: integer }) orderValueMinor!: number | null;
  @Column('text', { nullable: true }) orderCurrency!: string | null;
  @Column('timestamptz', { nullable: true }) promisedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) deliveredAt!: Date | null;
}

const nothing = {
  type: null,
  severity: null,
  tier: null,
  orderValueMinor: null,
  orderCurrency: null,
  promisedAt: null,
  deliveredAt: null,
};

export const knownComplaints = projection<KnownComplaint, 'complaintId'>({
  name: 'compensation.known-complaints',
  table: KnownComplaint,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, tier, order }) => ({
      ...(row ?? nothing),
      complaintId,
      tier: tier ?? null,
      orderValueMinor: order?.valueMinor ?? null,
      orderCurrency: order?.currency ?? null,
      promisedAt: order?.promisedAt ?? null,
      deliveredAt: order?.deliveredAt ?? null,
    }),
    ComplaintTriaged: (row, { complaintId, type, severity }) => ({ ...(row ?? nothing), complaintId, type, severity }),
    TriageCorrected: (row, { complaintId, type, severity }) => ({ ...(row ?? nothing), complaintId, type, severity }),
  },
});

/** `undefined` as long as nobody has said what kind of complaint it is. */
export const knownOf = (row: KnownComplaint | null | undefined): Known | undefined => {
  if (!row?.type || !row.severity) return undefined;
  const { type, severity, tier, orderValueMinor, orderCurrency, promisedAt, deliveredAt } = row;
  return {
    type,
    severity,
    ...(tier !== null && { tier }),
    ...(orderValueMinor !== null &&
      orderCurrency !== null && { orderValue: { amountMinor: orderValueMinor, currency: orderCurrency } }),
    ...(promisedAt !== null && { promisedAt }),
    ...(deliveredAt !== null && { deliveredAt }),
  };
};
