import type { ClockShown, ClockState, ComplaintId, Metric, OpenClocksAsked, Severity } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** A promise about a complaint, and how it stands. */
@Entity('clocks')
@Index(['dueAt', 'complaintId', 'metric'], { where: `state in ('running', 'paused')` })
export class Clock {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('text') metric!: Metric;
  @Column('text') state!: ClockState;
  @Column('text') severity!: Severity;
  @Column('int') policyVersion!: number;
  @Column('int') promiseMinutes!: number;
  @Column('timestamptz') startedAt!: Date;
  /** As it was told last. */
  @Column('timestamptz') dueAt!: Date;
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  @Column('int', { nullable: true }) warnedPercent!: number | null;
  @Column('timestamptz', { nullable: true }) reachedAt!: Date | null;
  /** By telling those above, not by resolving. */
  @Column('boolean') metByEscalation!: boolean;
  @Column('boolean') verdictWithdrawn!: boolean;
  /** Of imported history, and nothing has happened to it since that somebody waits for. */
  @Column('boolean') historical!: boolean;
}

export const clocks = projection<Clock, 'complaintId' | 'metric'>({
  name: 'sla.clocks',
  table: Clock,
  key: ['complaintId', 'metric'],
  on: {
    ClockStarted: (_, { complaintId, metric, terms, startedAt, dueAt }, { historical }) => ({
      complaintId,
      metric,
      state: 'running',
      severity: terms.severity,
      policyVersion: terms.policyVersion,
      promiseMinutes: terms.promiseMinutes,
      startedAt,
      dueAt,
      pausedAt: null,
      warnedPercent: null,
      reachedAt: null,
      metByEscalation: false,
      verdictWithdrawn: false,
      historical,
    }),
    ClockPaused: (row, { pausedAt }) => row && { ...row, state: 'paused', pausedAt: row.pausedAt ?? pausedAt },
    ClockResumed: (row, { dueAt }, { historical }) =>
      row && { ...row, state: 'running', dueAt, pausedAt: null, historical: row.historical && historical },
    ClockReopened: (row, { dueAt }, { historical }) =>
      row && {
        ...row,
        state: row.state === 'missed' ? 'missed' : 'running',
        dueAt,
        reachedAt: null,
        historical: row.historical && historical,
      },
    DeadlineNeared: (row, { percent }) => row && { ...row, warnedPercent: percent },
    TargetMet: (row, { metAt }) => row && { ...row, state: 'met', pausedAt: null, reachedAt: metAt },
    TargetMissed: (row, { dueAt }) => row && { ...row, state: 'missed', dueAt, pausedAt: null },
    TargetReachedLate: (row, { reachedAt }) => row && { ...row, reachedAt },
    TargetMetByEscalation: (row, { escalatedAt }) =>
      row && { ...row, state: 'met', pausedAt: null, reachedAt: escalatedAt, metByEscalation: true },
    ClockRederived: (row, { terms, dueAt }) =>
      row && {
        ...row,
        severity: terms.severity,
        policyVersion: terms.policyVersion,
        promiseMinutes: terms.promiseMinutes,
        dueAt,
        warnedPercent: row.dueAt.getTime() === dueAt.getTime() ? row.warnedPercent : null,
        ...(row.metByEscalation && { state: 'running', reachedAt: null, metByEscalation: false }),
      },
    VerdictWithdrawn: (row) => row && { ...row, state: 'running', reachedAt: null, verdictWithdrawn: true },
  },
});

/** What somebody can still do something about; without imported history, unless it is asked for. */
export const openClocks = (
  rows: Repository<Clock>,
  { metric, dueBefore, paused, historical }: OpenClocksAsked,
): SelectQueryBuilder<Clock> => {
  const query = rows.createQueryBuilder('clock').where(`clock.state in ('running', 'paused')`);
  if (metric) query.andWhere('clock.metric = :metric', { metric });
  if (paused !== undefined) query.andWhere('clock.state = :state', { state: paused ? 'paused' : 'running' });
  if (dueBefore) query.andWhere(`clock.state = 'running' and clock.dueAt < :dueBefore`, { dueBefore });
  if (!historical) query.andWhere('not clock.historical');
  return query;
};

/** The clocks of one complaint, in the order of the metrics' names. */
export const clocksOf = (rows: Repository<Clock>, complaintId: ComplaintId): Promise<Clock[]> =>
  rows.find({ where: { complaintId }, order: { metric: 'ASC' } });

/** The clocks as far as a history tells. */
export const clocksKnown = (history: readonly Recorded[]): readonly Clock[] => foldRows(clocks, history);

export const clockShown = ({ pausedAt, warnedPercent, reachedAt, ...clock }: Clock): ClockShown => ({
  ...clock,
  ...(pausedAt !== null && { pausedAt }),
  ...(warnedPercent !== null && { warnedPercent }),
  ...(reachedAt !== null && { reachedAt }),
});
