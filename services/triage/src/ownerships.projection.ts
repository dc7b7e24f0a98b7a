import type {
  ComplaintId,
  ComplaintType,
  OwnCaseShown,
  OwnCasesAsked,
  OwnerCause,
  OwnerMissingReason,
  OwnerShown,
  PersonId,
  Severity,
  TeamFunction,
  TeamId,
  TextLanguage,
  Urgency,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** Who has a complaint, and what is needed to look for somebody: also what reactors remember. */
@Entity('ownerships')
@Index(['ownerId', 'assignedAt', 'complaintId'], { where: 'owner_id is not null' })
export class Ownership {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') team!: TeamFunction;
  /** Before it was corrected last: the same, where the correction left it. */
  @Column('text') previousTeam!: TeamFunction;
  @Column('text') type!: ComplaintType;
  @Column('text') severity!: Severity;
  @Column('text') urgency!: Urgency;
  @Column('text', { nullable: true }) language!: TextLanguage | null;
  /** Of those who have it now; the last ones stay, for when it is reopened. */
  @Column('uuid', { nullable: true }) ownerId!: PersonId | null;
  @Column('uuid', { nullable: true }) lastOwnerId!: PersonId | null;
  @Column('uuid', { nullable: true }) teamId!: TeamId | null;
  /** Of the last assignment. */
  @Column('int') round!: number;
  @Column('text', { nullable: true }) cause!: OwnerCause | null;
  @Column('timestamptz', { nullable: true }) assignedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) confirmBy!: Date | null;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('uuid', { nullable: true }) substituteFor!: PersonId | null;
  @Column('text', { nullable: true }) ownerMissing!: OwnerMissingReason | null;
  /** So many searches in a row found nobody. */
  @Column('int') searchesInVain!: number;
}

const nobody = {
  ownerId: null,
  cause: null,
  assignedAt: null,
  confirmBy: null,
  confirmedAt: null,
  substituteFor: null,
};

export const ownerships = projection<Ownership, 'complaintId'>({
  name: 'triage.ownerships',
  table: Ownership,
  key: ['complaintId'],
  on: {
    ComplaintTriaged: (_, { complaintId, team, type, severity, urgency, language }) => ({
      complaintId,
      team,
      previousTeam: team,
      type,
      severity,
      urgency,
      language: language ?? null,
      ...nobody,
      lastOwnerId: null,
      teamId: null,
      round: 0,
      ownerMissing: null,
      searchesInVain: 0,
    }),
    TriageCorrected: (row, { team, type, severity, urgency }) =>
      row && { ...row, team, previousTeam: row.team, type, severity, urgency },
    OwnerAssigned: (row, { ownerId, teamId, round, cause, assignedAt, confirmBy, substituteFor }) =>
      row && {
        ...row,
        ownerId,
        lastOwnerId: ownerId,
        teamId,
        round,
        cause,
        assignedAt,
        confirmBy: confirmBy ?? null,
        confirmedAt: confirmBy ? null : assignedAt,
        substituteFor: substituteFor ?? null,
        ownerMissing: null,
        searchesInVain: 0,
      },
    OwnershipConfirmed: (row, { confirmedAt }) => row && { ...row, confirmBy: null, confirmedAt },
    // Who did not confirm has lost it; what was assigned since then stands.
    CaseEscalated: (row, { reason, round }) =>
      row && reason === 'not-confirmed' && row.round < (round ?? 0) ? { ...row, ...nobody } : row,
    OwnerNotFound: (row, { reason }) => row && { ...row, ownerMissing: reason, searchesInVain: row.searchesInVain + 1 },
    OwnershipEnded: (row) => row && { ...row, ...nobody, ownerMissing: null, searchesInVain: 0 },
    // Asked for then: a memory is looked up by the events that it hears.
    CustomerWrote: (row) => row,
    ComplaintReopened: (row) => row,
  },
});

/** What somebody who is to own it should be good at. */
export const skillsFor = ({ type, language }: Pick<Ownership, 'type' | 'language'>): readonly string[] => [
  type,
  ...(language === null || language === 'other' ? [] : [language]),
];

export const casesOf = (
  rows: Repository<Ownership>,
  ownerId: string,
  { confirmed }: OwnCasesAsked,
): SelectQueryBuilder<Ownership> => {
  const query = rows.createQueryBuilder('owned').where('owned.ownerId = :ownerId', { ownerId });
  if (confirmed !== undefined) query.andWhere(`owned.confirmedAt is ${confirmed ? 'not null' : 'null'}`);
  return query;
};

export const ownerShown = (row: Ownership): OwnerShown | undefined => {
  const { ownerId, teamId, cause, assignedAt, confirmBy, confirmedAt, substituteFor } = row;
  if (ownerId === null || teamId === null || cause === null || assignedAt === null) return undefined;
  return {
    ownerId,
    teamId,
    cause,
    assignedAt,
    ...(confirmBy !== null && { confirmBy }),
    ...(confirmedAt !== null && { confirmedAt }),
    ...(substituteFor !== null && { substituteFor }),
  };
};

export const ownCaseShown = (row: Ownership): readonly OwnCaseShown[] => {
  const owner = ownerShown(row);
  if (!owner) return [];
  const { complaintId, type, severity, urgency } = row;
  const { ownerId: _, substituteFor: __, ...rest } = owner;
  return [{ complaintId, type, severity, urgency, ...rest }];
};
