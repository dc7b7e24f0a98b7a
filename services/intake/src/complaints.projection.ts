import type {
  Channel,
  ComplaintId,
  ComplaintListed,
  ComplaintReceived,
  ComplaintsAsked,
  CustomerKey,
  CustomerShown,
  OrderFacts,
  Phase,
  Remedy,
  RequiredFact,
  Tier,
} from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';
import { customerKeyOf, PersonalColumn } from '@redress/privacy';
import {
  Column,
  Entity,
  Index,
  LessThan,
  MoreThanOrEqual,
  PrimaryColumn,
  type Repository,
  type SelectQueryBuilder,
} from 'typeorm';

/** Amounts fit into JavaScript's integers; PostgreSQL hands out its own as text. */
const integer = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};

@Entity('complaints')
@Index(['receivedAt', 'complaintId'])
@Index(['phase', 'receivedAt', 'complaintId'])
@Index(['channel', 'receivedAt', 'complaintId'])
@Index(['receivedAt', 'complaintId'], { where: 'waiting_for_customer' })
@Index(['customerKey', 'receivedAt', 'complaintId'])
@Index(['orderNumber', 'receivedAt', 'complaintId'])
@Index(['productCode', 'receivedAt', 'complaintId'])
@Index(['caseNumber'])
export class ComplaintRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') caseNumber!: string;
  @Column('text') channel!: Channel;
  @Column('text') phase!: Phase;
  @Column('boolean') waitingForCustomer!: boolean;
  @Column('timestamptz') receivedAt!: Date;
  @Column('timestamptz') changedAt!: Date;
  @Column('text', { nullable: true }) externalRef!: string | null;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  @PersonalColumn('contact') customerId!: string | null;
  @PersonalColumn('contact') customerName!: string | null;
  @PersonalColumn('contact') customerEmail!: string | null;
  @PersonalColumn('contact') customerPhone!: string | null;
  @Column('text', { nullable: true }) tier!: Tier | null;
  @Column('text', { nullable: true }) preferredChannel!: Channel | null;
  @Column('text', { nullable: true }) locale!: string | null;
  @Column('text', { nullable: true }) orderNumber!: string | null;
  @Column('bigint', { nullable: true, transformer: integer }) orderValueMinor!: number | null;
  @Column('text', { nullable: true }) orderCurrency!: string | null;
  @Column('text', { nullable: true }) orderRegion!: string | null;
  @Column('text', { nullable: true }) orderSellerId!: string | null;
  @Column('text', { nullable: true }) orderBrand!: string | null;
  @Column('timestamptz', { nullable: true }) orderPromisedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) orderDeliveredAt!: Date | null;
  @Column('text', { nullable: true }) productCode!: string | null;
  @PersonalColumn('record') subject!: string | null;
  @Column('text', { nullable: true }) remedySought!: Remedy | null;
  @Column('text', { array: true }) missing!: RequiredFact[];
  @Column('boolean') historical!: boolean;
}

/** Imported history need not come in order: what was changed last is what happened last. */
const changed = (row: ComplaintRow | undefined, { occurredAt }: Recorded, what: Partial<ComplaintRow> = {}) =>
  row && { ...row, ...what, changedAt: occurredAt > row.changedAt ? occurredAt : row.changedAt };

const answered = { waitingForCustomer: false };

/** Every complaint as it stands: what lists show, and what a case page begins with. */
export const complaints = projection({
  name: 'intake.complaints',
  table: ComplaintRow,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, data, event) => row ?? received(data, event),
    CustomerWrote: (row, _, event) => changed(row, event, answered),
    AgentReplied: (row, { asksCustomer }, event) =>
      changed(row, event, {
        waitingForCustomer: row?.waitingForCustomer === true || asksCustomer,
        ...(row?.phase === 'received' && { phase: 'in-progress' }),
      }),
    NoteAdded: (row, _, event) => changed(row, event),
    SolutionProposed: (row, _, event) => changed(row, event, { phase: 'solution-proposed' }),
    SolutionAccepted: (row, _, event) => changed(row, event, { phase: 'solution-accepted', ...answered }),
    SolutionDeclined: (row, _, event) => changed(row, event, { phase: 'solution-declined', ...answered }),
    ComplaintResolved: (row, _, event) => changed(row, event, { phase: 'resolved', ...answered }),
    ResolutionConfirmed: (row, _, event) => changed(row, event, { phase: 'confirmed' }),
    ComplaintReopened: (row, _, event) => changed(row, event, { phase: 'in-progress', ...answered }),
    ComplaintClosed: (row, _, event) => changed(row, event, { phase: 'closed', ...answered }),
    FactsGiven: (row, { orderNumber, productCode, missing }, event) =>
      changed(row, event, {
        ...(orderNumber !== undefined && { orderNumber }),
        ...(productCode !== undefined && { productCode }),
        missing: [...missing],
      }),
  },
});

const received = (data: ComplaintReceived, { occurredAt, historical }: Recorded): ComplaintRow => ({
  complaintId: data.complaintId,
  caseNumber: data.caseNumber,
  channel: data.channel,
  phase: 'received',
  waitingForCustomer: false,
  receivedAt: data.receivedAt,
  changedAt: occurredAt,
  externalRef: data.externalRef ?? null,
  customerKey: data.customerKey ?? null,
  customerId: data.customerId ?? null,
  customerName: data.customerName ?? null,
  customerEmail: data.customerEmail ?? null,
  customerPhone: data.customerPhone ?? null,
  tier: data.tier ?? null,
  preferredChannel: data.preferredChannel ?? null,
  locale: data.locale ?? null,
  orderNumber: data.order?.number ?? null,
  orderValueMinor: data.order?.valueMinor ?? null,
  orderCurrency: data.order?.currency ?? null,
  orderRegion: data.order?.region ?? null,
  orderSellerId: data.order?.sellerId ?? null,
  orderBrand: data.order?.brand ?? null,
  orderPromisedAt: data.order?.promisedAt ?? null,
  orderDeliveredAt: data.order?.deliveredAt ?? null,
  productCode: data.productCode ?? null,
  subject: data.subject ?? null,
  remedySought: data.remedySought ?? null,
  missing: [...data.missing],
  historical,
});

/** The pseudonym under which a customer's complaints stand here. */
export const customerNamed = (secret: Buffer, customerId: string): CustomerKey =>
  customerKeyOf(secret, customerId) as CustomerKey;

/** In no order yet: lists are paged by when the complaints were received. */
export const complaintsAsked = (
  rows: Repository<ComplaintRow>,
  {
    phase,
    channel,
    waitingForCustomer,
    orderNumber,
    productCode,
    caseNumber,
    receivedFrom,
    receivedBefore,
  }: ComplaintsAsked,
  customerKey: CustomerKey | undefined,
): SelectQueryBuilder<ComplaintRow> => {
  const query = rows.createQueryBuilder('complaint');
  const equal = { phase, channel, waitingForCustomer, customerKey, orderNumber, productCode, caseNumber };
  for (const [column, value] of Object.entries(equal)) if (value !== undefined) query.andWhere({ [column]: value });
  if (receivedFrom) query.andWhere({ receivedAt: MoreThanOrEqual(receivedFrom) });
  if (receivedBefore) query.andWhere({ receivedAt: LessThan(receivedBefore) });
  return query;
};

/** As the same fold tells it of a part of the history. */
export const complaintIn = (history: readonly Recorded[]): ComplaintRow | undefined => foldRows(complaints, history)[0];

export const complaintListed = (row: ComplaintRow): ComplaintListed => ({
  complaintId: row.complaintId,
  caseNumber: row.caseNumber,
  channel: row.channel,
  phase: row.phase,
  waitingForCustomer: row.waitingForCustomer,
  receivedAt: row.receivedAt,
  changedAt: row.changedAt,
  customer: customerIn(row),
  missing: row.missing,
  historical: row.historical,
  ...known({
    externalRef: row.externalRef,
    order: orderIn(row),
    productCode: row.productCode,
    subject: row.subject,
    remedySought: row.remedySought,
  }),
});

const customerIn = (row: ComplaintRow): CustomerShown =>
  known({
    customerKey: row.customerKey,
    id: row.customerId,
    name: row.customerName,
    email: row.customerEmail,
    phone: row.customerPhone,
    tier: row.tier,
    preferredChannel: row.preferredChannel,
    locale: row.locale,
  });

const orderIn = (row: ComplaintRow): OrderFacts | null => {
  const order = known({
    number: row.orderNumber,
    valueMinor: row.orderValueMinor,
    currency: row.orderCurrency,
    region: row.orderRegion,
    sellerId: row.orderSellerId,
    brand: row.orderBrand,
    promisedAt: row.orderPromisedAt,
    deliveredAt: row.orderDeliveredAt,
  });
  return Object.keys(order).length > 0 ? order : null;
};

type Known<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** A field that is not known, or was forgotten, is left out of what is shown. */
const known = <T extends object>(fields: T): Known<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Known<T>;
