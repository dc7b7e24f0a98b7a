import type { ComplaintId, Metric } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** By when a complaint's customer may expect something, as sla told it last. */
@Entity('expected_times')
export class ExpectedTime {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('text') metric!: Metric;
  @Column('timestamptz') dueAt!: Date;
  /** Null while it is still owed. */
  @Column('timestamptz', { nullable: true }) reachedAt!: Date | null;
  /** It waits, for the customer or by hand: the time will be another. */
  @Column('boolean') paused!: boolean;
}

type Row = ExpectedTime | undefined;

const owed = (row: Row, dueAt: Date): Row => row && { ...row, dueAt, reachedAt: null, paused: false };
const reached = (row: Row, reachedAt: Date): Row => row && { ...row, reachedAt, paused: false };

/** That those above were told keeps a promise among colleagues; to the customer the solution is owed all the same. */
export const expectedTimes = projection<ExpectedTime, 'complaintId' | 'metric'>({
  name: 'intake.expected-times',
  table: ExpectedTime,
  key: ['complaintId', 'metric'],
  on: {
    ClockStarted: (_, { complaintId, metric, dueAt }) => ({
      complaintId,
      metric,
      dueAt,
      reachedAt: null,
      paused: false,
    }),
    ClockPaused: (row) => row && { ...row, paused: true },
    ClockResumed: (row, { dueAt }) => owed(row, dueAt),
    ClockReopened: (row, { dueAt }) => owed(row, dueAt),
    ClockRederived: (row, { dueAt }) => row && { ...row, dueAt },
    TargetMet: (row, { metAt }) => reached(row, metAt),
    TargetReachedLate: (row, { reachedAt }) => reached(row, reachedAt),
    VerdictWithdrawn: (row) => row && { ...row, reachedAt: null },
  },
});

/** Those that are still owed and count at the moment. */
export const timesOwed = async (
  rows: Repository<ExpectedTime>,
  complaintId: ComplaintId,
): Promise<Readonly<Partial<Record<Metric, Date>>>> => {
  const found = await rows.findBy({ complaintId, paused: false });
  return Object.fromEntries(found.flatMap(({ metric, dueAt, reachedAt }) => (reachedAt ? [] : [[metric, dueAt]])));
};
