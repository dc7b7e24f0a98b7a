import type { ComplaintReceived, CustomerKey, Metric, PersonId, Scope, TextLanguage } from '@redress/contracts';
import { projection, type Recorded } from '@redress/eventing';
import { Column, Entity, Index } from 'typeorm';
import { Matter, matterOf, ofProduct, ofTeam, sortedAs } from './matter.projection.js';
import { earlierOf, laterOf, minutesBetween } from './moments.rules.js';

/** Amounts fit into JavaScript's integers; PostgreSQL hands out its own as text. */
export const integer = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};

export type Verdict = 'kept' | 'missed';

/**
 * What is known of a complaint without knowing whose it is or what was said. Each figure has an index, by which the cases
 * behind it are found as they happened.
 */
@Entity('complaint_facts')
@Index(['receivedAt', 'complaintId'])
@Index(['firstResponseAt'], { where: 'first_response_at is not null' })
@Index(['resolvedAt'], { where: 'resolved_at is not null' })
@Index(['resolvedBeforeAt'], { where: 'resolved_before_at is not null' })
@Index(['receivedAt', 'complaintId'], { where: 'resolved_at is null' })
@Index(['reopenedAt'], { where: 'reopened_at is not null' })
@Index(['resolvedAt', 'receivedAt'], { where: 'resolved_at is not null and reopened_at is null' })
@Index(['resolvedAt', 'receivedAt'], { where: 'resolved_at is not null and reopened_at is not null' })
@Index(['receivedAt', 'complaintId', 'reopenedAt'], { where: 'open_again and resolved_at is not null' })
@Index(['reopenedBeforeAt', 'receivedAt'], { where: 'reopened_before_at is not null' })
@Index(['firstResponseVerdict', 'firstResponseJudgedAt'], { where: 'first_response_judged_at is not null' })
@Index(['resolutionVerdict', 'resolutionJudgedAt'], { where: 'resolution_judged_at is not null' })
@Index(['customerKey', 'receivedAt', 'complaintId', 'productCode', 'type'], { where: 'customer_key is not null' })
export class ComplaintFacts extends Matter {
  @Column('timestamptz') receivedAt!: Date;
  @Column('bigint', { nullable: true, transformer: integer }) orderValueMinor!: number | null;
  @Column('text', { nullable: true }) orderCurrency!: string | null;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  /** As triage or a person found it last. */
  @Column('text', { nullable: true }) scope!: Scope | null;
  /** Who had it last. */
  @Column('uuid', { nullable: true }) ownerId!: PersonId | null;
  @Column('timestamptz', { nullable: true }) firstResponseAt!: Date | null;
  @Column('int', { nullable: true }) firstResponseMinutes!: number | null;
  /** The last time, also when it was reopened since. */
  @Column('timestamptz', { nullable: true }) resolvedAt!: Date | null;
  @Column('int', { nullable: true }) resolutionMinutes!: number | null;
  /** The time before the last. */
  @Column('timestamptz', { nullable: true }) resolvedBeforeAt!: Date | null;
  @Column('int', { nullable: true }) resolutionBeforeMinutes!: number | null;
  /** Every time. */
  @Column('timestamptz', { array: true }) resolutions!: Date[];
  @Column('timestamptz', { array: true }) reopenings!: Date[];
  /** The last time. */
  @Column('timestamptz', { nullable: true }) reopenedAt!: Date | null;
  /** The time before the last. */
  @Column('timestamptz', { nullable: true }) reopenedBeforeAt!: Date | null;
  /** Reopened, and not resolved since. */
  @Column('boolean') openAgain!: boolean;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  @Column('int') escalations!: number;
  /** The verdict that stands, and for when it was given: the instant of keeping it, or the deadline that passed. */
  @Column('text', { nullable: true }) firstResponseVerdict!: Verdict | null;
  @Column('timestamptz', { nullable: true }) firstResponseJudgedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) firstResponseReachedLateAt!: Date | null;
  @Column('text', { nullable: true }) resolutionVerdict!: Verdict | null;
  @Column('timestamptz', { nullable: true }) resolutionJudgedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) resolutionReachedLateAt!: Date | null;
  /** It was kept by telling those above, not by resolving. */
  @Column('boolean') keptByEscalation!: boolean;
  @Column('text', { nullable: true }) language!: TextLanguage | null;
}

type Known = ComplaintFacts | undefined;

export const complaintFacts = projection<ComplaintFacts, 'complaintId'>({
  name: 'analytics.complaint-facts',
  table: ComplaintFacts,
  key: ['complaintId'],
  edition: 3,
  changedAt: 'changedAt',
  on: {
    ComplaintReceived: (row, data, { historical }) => row ?? received(data, { historical }),
    FactsGiven: (row, { productCode }) => ofProduct(row, productCode),
    ComplaintTriaged: (row, sorted) => sortedAs(row && { ...row, scope: sorted.scope }, sorted),
    TriageCorrected: (row, sorted) => sortedAs(row && { ...row, scope: sorted.scope }, sorted),
    TextDescribed: (row, { language }) => row && { ...row, language: row.language ?? language },
    OwnerAssigned: (row, { ownerId, teamId }) => ofTeam(row && { ...row, ownerId }, teamId),
    CaseEscalated: (row) => row && { ...row, escalations: row.escalations + 1 },
    AgentReplied: (row, { repliedAt }) => responded(row, repliedAt),
    SolutionProposed: (row, { proposedAt }) => responded(row, proposedAt),
    ComplaintResolved: (row, { resolvedAt }) => resolved(responded(row, resolvedAt), resolvedAt),
    ResolutionConfirmed: (row, { confirmedAt }) => row && { ...row, confirmedAt },
    ComplaintReopened: (row, { reopenedAt }) => reopened(row, reopenedAt),
    ComplaintClosed: (row, { closedAt }) => row && { ...row, closedAt },
    TargetMet: (row, { metric, metAt }) => judged(row, metric, 'kept', metAt),
    TargetMetByEscalation: (row, { metric, escalatedAt }) => {
      const after = judged(row, metric, 'kept', escalatedAt);
      return after && { ...after, keptByEscalation: true };
    },
    TargetMissed: (row, { metric, dueAt }) => judged(row, metric, 'missed', dueAt),
    TargetReachedLate: (row, { metric, reachedAt }) =>
      row &&
      (metric === 'resolution'
        ? { ...row, resolutionReachedLateAt: reachedAt }
        : { ...row, firstResponseReachedLateAt: reachedAt }),
    VerdictWithdrawn: (row, { metric }) => judged(row, metric, null, null),
    ClockReopened: (row, { metric }) => (verdictOf(row, metric) === 'missed' ? row : judged(row, metric, null, null)),
    ClockRederived: (row, { metric }) =>
      row?.keptByEscalation && metric === 'resolution' ? judged(row, metric, null, null) : row,
  },
});

const received = (data: ComplaintReceived, recorded: Pick<Recorded, 'historical'>): ComplaintFacts => ({
  ...matterOf(data, recorded),
  receivedAt: data.receivedAt,
  orderValueMinor: data.order?.valueMinor ?? null,
  orderCurrency: data.order?.currency ?? null,
  customerKey: data.customerKey ?? null,
  scope: null,
  ownerId: null,
  firstResponseAt: null,
  firstResponseMinutes: null,
  resolvedAt: null,
  resolutionMinutes: null,
  resolvedBeforeAt: null,
  resolutionBeforeMinutes: null,
  resolutions: [],
  reopenings: [],
  reopenedAt: null,
  reopenedBeforeAt: null,
  openAgain: false,
  confirmedAt: null,
  closedAt: null,
  escalations: 0,
  firstResponseVerdict: null,
  firstResponseJudgedAt: null,
  firstResponseReachedLateAt: null,
  resolutionVerdict: null,
  resolutionJudgedAt: null,
  resolutionReachedLateAt: null,
  keptByEscalation: false,
  language: null,
});

/** What happened first counts, whenever it came to be known. */
const responded = (row: Known, at: Date): Known => {
  if (!row) return row;
  const firstResponseAt = laterOf(row.receivedAt, row.firstResponseAt ? earlierOf(row.firstResponseAt, at) : at);
  return { ...row, firstResponseAt, firstResponseMinutes: minutesBetween(row.receivedAt, firstResponseAt) };
};

const resolved = (row: Known, at: Date): Known => {
  if (!row) return row;
  const resolvedAt = laterOf(row.reopenedAt ?? row.receivedAt, at);
  return {
    ...row,
    resolvedAt,
    resolutionMinutes: minutesBetween(row.receivedAt, resolvedAt),
    resolvedBeforeAt: row.resolvedAt,
    resolutionBeforeMinutes: row.resolutionMinutes,
    resolutions: [...row.resolutions, resolvedAt],
    openAgain: false,
    confirmedAt: null,
  };
};

const reopened = (row: Known, at: Date): Known => {
  if (!row) return row;
  const reopenedAt = laterOf(row.resolvedAt ?? row.receivedAt, at);
  return {
    ...row,
    reopenedAt,
    reopenedBeforeAt: row.reopenedAt,
    reopenings: [...row.reopenings, reopenedAt],
    openAgain: true,
    confirmedAt: null,
    closedAt: null,
  };
};

const verdictOf = (row: Known, metric: Metric): Verdict | null | undefined =>
  metric === 'resolution' ? row?.resolutionVerdict : row?.firstResponseVerdict;

/** The verdict that stands from now on; none where it was taken back. */
const judged = (row: Known, metric: Metric, verdict: Verdict | null, at: Date | null): Known =>
  row &&
  (metric === 'resolution'
    ? {
        ...row,
        resolutionVerdict: verdict,
        resolutionJudgedAt: at,
        resolutionReachedLateAt: null,
        keptByEscalation: false,
      }
    : { ...row, firstResponseVerdict: verdict, firstResponseJudgedAt: at, firstResponseReachedLateAt: null });
