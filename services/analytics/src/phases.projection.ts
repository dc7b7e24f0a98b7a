import type { Phase } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index } from 'typeorm';
import { Matter, matterOf, ofProduct, ofTeam, sortedAs } from './matter.projection.js';
import { laterOf, minutesBetween } from './moments.rules.js';

/**
 * How long a complaint stayed in each phase that it left: the last stay in columns of the phase and the one before it in
 * others, which indexes find, and the few before those in lists. No event carries the number of a stay, so that all
 * stays of a complaint are one row.
 */
@Entity('phase_stays')
@Index(['receivedUntil'], { where: 'received_until is not null' })
@Index(['inProgressUntil'], { where: 'in_progress_until is not null' })
@Index(['solutionProposedUntil'], { where: 'solution_proposed_until is not null' })
@Index(['solutionAcceptedUntil'], { where: 'solution_accepted_until is not null' })
@Index(['solutionDeclinedUntil'], { where: 'solution_declined_until is not null' })
@Index(['resolvedUntil'], { where: 'resolved_until is not null' })
@Index(['confirmedUntil'], { where: 'confirmed_until is not null' })
@Index(['closedUntil'], { where: 'closed_until is not null' })
@Index(['inProgressBeforeUntil'], { where: 'in_progress_before_until is not null' })
@Index(['solutionProposedBeforeUntil'], { where: 'solution_proposed_before_until is not null' })
@Index(['solutionAcceptedBeforeUntil'], { where: 'solution_accepted_before_until is not null' })
@Index(['solutionDeclinedBeforeUntil'], { where: 'solution_declined_before_until is not null' })
@Index(['resolvedBeforeUntil'], { where: 'resolved_before_until is not null' })
@Index(['confirmedBeforeUntil'], { where: 'confirmed_before_until is not null' })
@Index(['closedBeforeUntil'], { where: 'closed_before_until is not null' })
@Index(['lastEarlierUntil'], { where: 'last_earlier_until is not null' })
export class PhaseStays extends Matter {
  @Column('text') phase!: Phase;
  @Column('timestamptz') since!: Date;
  @Column('timestamptz', { nullable: true }) receivedUntil!: Date | null;
  @Column('int', { nullable: true }) receivedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) inProgressUntil!: Date | null;
  @Column('int', { nullable: true }) inProgressMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) inProgressBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) inProgressBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionProposedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionProposedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionProposedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) solutionProposedBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionAcceptedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionAcceptedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionAcceptedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) solutionAcceptedBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionDeclinedUntil!: Date | null;
  @Column('int', { nullable: true }) solutionDeclinedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) solutionDeclinedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) solutionDeclinedBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) resolvedUntil!: Date | null;
  @Column('int', { nullable: true }) resolvedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) resolvedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) resolvedBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) confirmedUntil!: Date | null;
  @Column('int', { nullable: true }) confirmedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) confirmedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) confirmedBeforeMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) closedUntil!: Date | null;
  @Column('int', { nullable: true }) closedMinutes!: number | null;
  @Column('timestamptz', { nullable: true }) closedBeforeUntil!: Date | null;
  @Column('int', { nullable: true }) closedBeforeMinutes!: number | null;
  @Column('text', { array: true }) earlierPhases!: Phase[];
  @Column('timestamptz', { array: true }) earlierUntil!: Date[];
  @Column('int', { array: true }) earlierMinutes!: number[];
  @Column('timestamptz', { nullable: true }) lastEarlierUntil!: Date | null;
}

export const phaseStays = projection<PhaseStays, 'complaintId'>({
  name: 'analytics.phase-stays',
  table: PhaseStays,
  key: ['complaintId'],
  edition: 3,
  changedAt: 'changedAt',
  on: {
    ComplaintReceived: (row, data, { historical }) =>
      row ?? { ...matterOf(data, { historical }), ...nothingLeft, phase: 'received', since: data.receivedAt },
    FactsGiven: (row, { productCode }) => ofProduct(row, productCode),
    ComplaintTriaged: (row, sorted) => sortedAs(row, sorted),
    TriageCorrected: (row, sorted) => sortedAs(row, sorted),
    OwnerAssigned: (row, { teamId }) => ofTeam(row, teamId),
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
  inProgressBeforeUntil: null,
  inProgressBeforeMinutes: null,
  solutionProposedUntil: null,
  solutionProposedMinutes: null,
  solutionProposedBeforeUntil: null,
  solutionProposedBeforeMinutes: null,
  solutionAcceptedUntil: null,
  solutionAcceptedMinutes: null,
  solutionAcceptedBeforeUntil: null,
  solutionAcceptedBeforeMinutes: null,
  solutionDeclinedUntil: null,
  solutionDeclinedMinutes: null,
  solutionDeclinedBeforeUntil: null,
  solutionDeclinedBeforeMinutes: null,
  resolvedUntil: null,
  resolvedMinutes: null,
  resolvedBeforeUntil: null,
  resolvedBeforeMinutes: null,
  confirmedUntil: null,
  confirmedMinutes: null,
  confirmedBeforeUntil: null,
  confirmedBeforeMinutes: null,
  closedUntil: null,
  closedMinutes: null,
  closedBeforeUntil: null,
  closedBeforeMinutes: null,
  earlierPhases: [],
  earlierUntil: [],
  earlierMinutes: [],
  lastEarlierUntil: null,
} satisfies Partial<PhaseStays>;

/** Under which names the last stay in a phase stands. */
const last = {
  received: ['receivedUntil', 'receivedMinutes'],
  'in-progress': ['inProgressUntil', 'inProgressMinutes'],
  'solution-proposed': ['solutionProposedUntil', 'solutionProposedMinutes'],
  'solution-accepted': ['solutionAcceptedUntil', 'solutionAcceptedMinutes'],
  'solution-declined': ['solutionDeclinedUntil', 'solutionDeclinedMinutes'],
  resolved: ['resolvedUntil', 'resolvedMinutes'],
  confirmed: ['confirmedUntil', 'confirmedMinutes'],
  closed: ['closedUntil', 'closedMinutes'],
} as const satisfies Readonly<Record<Phase, readonly [keyof PhaseStays, keyof PhaseStays]>>;

/** And the one before it; where a complaint begins it never returns to. */
const before = {
  'in-progress': ['inProgressBeforeUntil', 'inProgressBeforeMinutes'],
  'solution-proposed': ['solutionProposedBeforeUntil', 'solutionProposedBeforeMinutes'],
  'solution-accepted': ['solutionAcceptedBeforeUntil', 'solutionAcceptedBeforeMinutes'],
  'solution-declined': ['solutionDeclinedBeforeUntil', 'solutionDeclinedBeforeMinutes'],
  resolved: ['resolvedBeforeUntil', 'resolvedBeforeMinutes'],
  confirmed: ['confirmedBeforeUntil', 'confirmedBeforeMinutes'],
  closed: ['closedBeforeUntil', 'closedBeforeMinutes'],
} as const satisfies Readonly<Record<Exclude<Phase, 'received'>, readonly [keyof PhaseStays, keyof PhaseStays]>>;

const entered = (row: PhaseStays | undefined, next: Phase, at: Date): PhaseStays | undefined => {
  if (!row || row.phase === next) return row;
  const left = laterOf(row.since, at);
  const [until, minutes] = last[row.phase];
  const moved = row.phase === 'received' ? row : movedBack(row, row.phase);
  return { ...moved, phase: next, since: left, [until]: left, [minutes]: minutesBetween(row.since, left) };
};

/** The last stay becomes the one before, and that an earlier one. */
const movedBack = (row: PhaseStays, phase: Exclude<Phase, 'received'>): PhaseStays => {
  const [[lastUntil, lastMinutes], [until, minutes]] = [last[phase], before[phase]];
  const [left, took] = [row[until], row[minutes]];
  return {
    ...row,
    [until]: row[lastUntil],
    [minutes]: row[lastMinutes],
    ...(left !== null &&
      took !== null && {
        earlierPhases: [...row.earlierPhases, phase],
        earlierUntil: [...row.earlierUntil, left],
        earlierMinutes: [...row.earlierMinutes, took],
        lastEarlierUntil: row.lastEarlierUntil ? laterOf(row.lastEarlierUntil, left) : left,
      }),
  };
};
