import type { ComplaintId, Phase } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { laterOf, minutesBetween } from './moments.rules.js';

/**
 * How long a complaint stayed in each phase that it left: the last stay in columns of the phase, which an index answers,
 * and the few before it in lists. No event carries the number of a stay, so that all stays of a complaint are one row.
 */
@Entity('phase_stays')
@Index(['receivedUntil', 'receivedMinutes'])
@Index(['inProgressUntil', 'inProgressMinutes'])
@Index(['solutionProposedUntil', 'solutionProposedMinutes'])
@Index(['solutionAcceptedUntil', 'solutionAcceptedMinutes'])
@Index(['solutionDeclinedUntil', 'solutionDeclinedMinutes'])
@Index(['resolvedUntil', 'resolvedMinutes'])
@Index(['confirmedUntil', 'confirmedMinutes'])
@Index(['closedUntil', 'closedMinutes'])
@Index(['lastEarlierUntil'], { where: 'last_earlier_until is not null' })
export class PhaseStays {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') phase!: Phase;
  @Column('timestamptz') since!: Date;
  @Column('timestamptz', { nullable: true }) receivedUntil!: Date | null;
  @Column('int', { nullable: true }) receivedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) inProgressUntil!: Date | null;
  @Column('int', { nullable: true }) inProgressMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionProposedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionProposedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionAcceptedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionAcceptedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionDeclinedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionDeclinedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) resolvedUntil!: Date | null;
  @Column('int', { nullable: true }) resolvedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) confirmedUntil!: Date | null;
  @Column('int', { nullable: true }) confirmedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) closedUntil!: Date | null;
  @Column('int', { nullable: true }) closedMinutes!: number | null;
  @Column('text', { array: true }) earlierPhases!: Phase[];
  @Column('timestamptz', { array: true }) earlierUntil!: Date[];
  @Column('int', { array: true }) earlierMinutes!: number[];
  @Column('timestamptz', { nullable: true }) lastEarlierUntil!: Date | null;
}

export const phaseStays = projection<PhaseStays, 'complaintId'>({
  name: 'analytics.phase-stays',
  table: PhaseStays,
  key: ['complaintId'],
  edition: 1,
  on: {
    ComplaintReceived: (row, { complaintId, receivedAt }) =>
      row ?? { ...nothingLeft, complaintId, phase: 'received', since: receivedAt },
    AgentReplied: (row, { repliedAt }) => (row?.phase === 'received' ? entered(row, 'in-progress', repliedAt) : row),
    SolutionProposed: (row, { proposedAt }) => entered(row, 'solution-proposed', proposedAt),
    SolutionAccepted: (row, { acceptedAt }) => entered(row, 'solution-accepted', acceptedAt),
    SolutionDeclined: (row, { declinedAt }) => entered(row, 'solution-declined', declinedAt),
    ComplaintResolved: (row, { resolvedAt }) => entered(row, 'resolved', resolvedAt),
    ResolutionConfirmed: (row, { confirmedAt }) => entered(row, 'confirmed', confirmedAt),
    ComplaintReopened: (row, { reopenedAt }) => entered(row, 'in-progress', reopenedAt),
    ComplaintClosed: (row, { closedAt }) => entered(row, 'closed', closedAt),
  },
});

const nothingLeft = {
  receivedUntil: null,
  receivedMinutes: null,
  inProgressUntil: null,
  inProgressMinutes: null,
  solutionProposedUntil: null,
  solutionProposedMinutes: null,
  solutionAcceptedUntil: null,
  solutionAcceptedMinutes: null,
  solutionDeclinedUntil: null,
  solutionDeclinedMinutes: null,
  resolvedUntil: null,
  resolvedMinutes: null,
  confirmedUntil: null,
  confirmedMinutes: null,
  closedUntil: null,
  closedMinutes: null,
  earlierPhases: [],
  earlierUntil: [],
  earlierMinutes: [],
  lastEarlierUntil: null,
} satisfies Partial<PhaseStays>;

/** Under which names the last stay in a phase stands. */
const columns = {
  received: ['receivedUntil', 'receivedMinutes'],
  'in-progress': ['inProgressUntil', 'inProgressMinutes'],
  'solution-proposed': ['solutionProposedUntil', 'solutionProposedMinutes'],
  'solution-accepted': ['solutionAcceptedUntil', 'solutionAcceptedMinutes'],
  'solution-declined': ['solutionDeclinedUntil', 'solutionDeclinedMinutes'],
  resolved: ['resolvedUntil', 'resolvedMinutes'],
  confirmed: ['confirmedUntil', 'confirmedMinutes'],
  closed: ['closedUntil', 'closedMinutes'],
} as const satisfies Readonly<Record<Phase, readonly [keyof PhaseStays, keyof PhaseStays]>>;

const entered = (row: PhaseStays | undefined, next: Phase, at: Date): PhaseStays | undefined => {
  if (!row || row.phase === next) return row;
  const left = laterOf(row.since, at);
  const [until, minutes] = columns[row.phase];
  const [before, took] = [row[until], row[minutes]];
  return {
    ...row,
    ...(before !== null &&
      took !== null && {
        earlierPhases: [...row.earlierPhases, row.phase],
        earlierUntil: [...row.earlierUntil, before],
        earlierMinutes: [...row.earlierMinutes, took],
        lastEarlierUntil: row.lastEarlierUntil ? laterOf(row.lastEarlierUntil, before) : before,
      }),
    phase: next,
    since: left,
    [until]: left,
    [minutes]: minutesBetween(row.since, left),
  };
};
