import type { FeedReadsAsked } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** Who read the feed with personal data in clear. Never removed: what was seen stays seen. */
@Entity('feed_reads')
@Index(['readAt', 'readerId', 'service', 'selection'])
export class FeedReadRow {
  @PrimaryColumn('text') readerId!: string;
  @PrimaryColumn('timestamptz') readAt!: Date;
  @PrimaryColumn('text') service!: string;
  @PrimaryColumn('text') selection!: string;
}

export const feedReads = projection({
  name: 'audit.feed-reads',
  table: FeedReadRow,
  key: ['readerId', 'readAt', 'service', 'selection'],
  on: { FeedRead: (_, read) => ({ ...read }) },
});

export const feedReadsAsked = (
  rows: Repository<FeedReadRow>,
  { readerId, from, before }: FeedReadsAsked,
): SelectQueryBuilder<FeedReadRow> => {
  const query = rows.createQueryBuilder('read').where('true');
  if (readerId) query.andWhere('read.readerId = :readerId', { readerId });
  if (from) query.andWhere('read.readAt >= :from', { from });
  if (before) query.andWhere('read.readAt < :before', { before });
  return query;
};
