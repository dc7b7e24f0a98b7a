import type {
  Channel,
  ComplaintId,
  ComplaintReceived,
  ComplaintTriaged,
  ComplaintType,
  Severity,
  TeamId,
  Tier,
  TriageCorrected,
} from '@redress/contracts';
import { beginning, type Position, type Recorded } from '@redress/eventing';
import { Column, Index, PrimaryColumn } from 'typeorm';
import { categoryOf } from './moments.rules.js';

/**
 * What a complaint is about: by this figures are grouped and selected. It stands in each table of complaints, so that no
 * question has to bring rows of two tables together for it.
 */
export class Matter {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') caseNumber!: string;
  @Column('text') channel!: Channel;
  @Column('text', { nullable: true }) productCode!: string | null;
  @Column('text', { nullable: true }) category!: string | null;
  @Column('text', { nullable: true }) sellerId!: string | null;
  @Column('text', { nullable: true }) region!: string | null;
  @Column('text', { nullable: true }) brand!: string | null;
  @Column('text', { nullable: true }) tier!: Tier | null;
  /** As triage or a person found it last. */
  @Column('text', { nullable: true }) type!: ComplaintType | null;
  @Column('text', { nullable: true }) severity!: Severity | null;
  /** Which had it last. */
  @Column('uuid', { nullable: true }) teamId!: TeamId | null;
  @Column('boolean') historical!: boolean;
  /** Of the event that changed the row last. */
  @Index()
  @Column('text')
  changedAt!: Position;
}

export const matterOf = (data: ComplaintReceived, { historical }: Pick<Recorded, 'historical'>): Matter => ({
  complaintId: data.complaintId,
  caseNumber: data.caseNumber,
  channel: data.channel,
  productCode: data.productCode ?? null,
  category: data.productCode === undefined ? null : categoryOf(data.productCode),
  sellerId: data.order?.sellerId ?? null,
  region: data.order?.region ?? null,
  brand: data.order?.brand ?? null,
  tier: data.tier ?? null,
  type: null,
  severity: null,
  teamId: null,
  historical,
  changedAt: beginning,
});

export const ofProduct = <Row extends Matter>(
  row: Row | undefined,
  productCode: string | undefined,
): Row | undefined =>
  row && productCode !== undefined ? { ...row, productCode, category: categoryOf(productCode) } : row;

export const sortedAs = <Row extends Matter>(
  row: Row | undefined,
  { type, severity }: Pick<ComplaintTriaged | TriageCorrected, 'type' | 'severity'>,
): Row | undefined => row && { ...row, type, severity };

export const ofTeam = <Row extends Matter>(row: Row | undefined, teamId: TeamId): Row | undefined =>
  row && { ...row, teamId };
