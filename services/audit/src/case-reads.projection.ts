import type { ComplaintId, ReadsAsked } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** Who looked at which case. Never removed: what was seen stays seen. */
@Entity('case_reads')
@Index(['readAt', 'complaintId', 'readerId', 'service'])
@Index(['readerId', 'readAt'])
export class CaseReadRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('timestamptz') readAt!: Date;
  @PrimaryColumn('text') readerId!: string;
  @PrimaryColumn('text') service!: string;
}

export const caseReads = projection({
  name: 'audit.case-reads',
  table: CaseReadRow,
  key: ['complaintId', 'readAt', 'readerId', 'service'],
  on: { CaseRead: (_, read) => ({ ...read }) },
});

export const readsAsked = (
  rows: Repository<CaseReadRow>,
  { complaintId, readerId, from, before }: ReadsAsked,
): SelectQueryBuilder<CaseReadRow> => {
  const query = rows.createQueryBuilder('read').where('true');
  if (complaintId) query.andWhere('read.complaintId = :complaintId', { complaintId });
  if (readerId) query.andWhere('read.readerId = :readerId', { readerId });
  if (from) query.andWhere('read.readAt >= :from', { from });
  if (before) query.andWhere('read.readAt < :before', { before });
  return query;
};
