import type { BreachesAsked, BreachShown, ComplaintId, Metric, Severity } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** A verdict that a promise was missed. It stays, also when it was withdrawn: this was known then. */
@Entity('breaches')
@Index(['dueAt', 'complaintId', 'metric'])
export class Breach {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('text') metric!: Metric;
  @PrimaryColumn('timestamptz') dueAt!: Date;
  @Column('text') severity!: Severity;
  @Column('int') policyVersion!: number;
  @Column('int') promiseMinutes!: number;
  /** Null as long as what was promised is still not done. */
  @Column('timestamptz', { nullable: true }) reachedAt!: Date | null;
  @Column('boolean') withdrawn!: boolean;
  @Column('boolean') historical!: boolean;
}

export const breaches = projection({
  name: 'sla.breaches',
  table: Breach,
  key: ['complaintId', 'metric', 'dueAt'],
  on: {
    TargetMissed: (_, { complaintId, metric, dueAt, terms }, { historical }) => ({
      complaintId,
      metric,
      dueAt,
      severity: terms.severity,
      policyVersion: terms.policyVersion,
      promiseMinutes: terms.promiseMinutes,
      reachedAt: null,
      withdrawn: false,
      historical,
    }),
    TargetReachedLate: (row, { reachedAt }) => row && { ...row, reachedAt },
    ClockReopened: (row) => row && { ...row, reachedAt: null },
    VerdictWithdrawn: (row) => row && { ...row, withdrawn: true },
  },
});

/** Without imported history, unless it is asked for. */
export const breachesAsked = (
  rows: Repository<Breach>,
  { metric, dueFrom, dueBefore, outstanding, withdrawn, historical }: BreachesAsked,
): SelectQueryBuilder<Breach> => {
  const query = rows.createQueryBuilder('breach').where('true');
  if (metric) query.andWhere('breach.metric = :metric', { metric });
  if (dueFrom) query.andWhere('breach.dueAt >= :dueFrom', { dueFrom });
  if (dueBefore) query.andWhere('breach.dueAt < :dueBefore', { dueBefore });
  if (outstanding) query.andWhere('breach.reachedAt is null and not breach.withdrawn');
  if (withdrawn !== undefined) query.andWhere('breach.withdrawn = :withdrawn', { withdrawn });
  if (!historical) query.andWhere('not breach.historical');
  return query;
};

export const breachShown = ({ reachedAt, ...breach }: Breach): BreachShown => ({
  ...breach,
  ...(reachedAt !== null && { reachedAt }),
});
