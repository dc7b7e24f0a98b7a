import type {
  ComplaintId,
  Finding,
  InvestigationId,
  InvestigationListed,
  InvestigationsAsked,
  InvestigationShown,
  InvestigationState,
  TeamFunction,
  TeamId,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** What a team was asked to find out, and what it found. */
@Entity('investigations')
@Index(['team', 'dueAt', 'investigationId'])
@Index(['dueAt', 'investigationId'])
export class InvestigationRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') investigationId!: InvestigationId;
  @Column('text') team!: TeamFunction;
  @Column('uuid', { nullable: true }) teamId!: TeamId | null;
  @Column('text') state!: InvestigationState;
  @Column('timestamptz') requestedAt!: Date;
  @Column('text') requestedBy!: string;
  @Column('timestamptz') dueAt!: Date;
  @Column('text', { nullable: true }) finding!: Finding | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @PersonalColumn('record') question!: string | null;
  @PersonalColumn('record') result!: string | null;
}

export const investigations = projection<InvestigationRow, 'complaintId' | 'investigationId'>({
  name: 'triage.investigations',
  table: InvestigationRow,
  key: ['complaintId', 'investigationId'],
  on: {
    InvestigationRequested: (_, { teamId, ...asked }, { by }) => ({
      ...asked,
      teamId: teamId ?? null,
      state: 'open',
      requestedBy: by.id,
      finding: null,
      endedAt: null,
      result: null,
    }),
    InvestigationAnswered: (row, { answeredAt, finding, result }) =>
      row && { ...row, state: 'answered', finding, result, endedAt: answeredAt },
    InvestigationOverdue: (row) => row && { ...row, state: 'overdue' },
    InvestigationWithdrawn: (row, { withdrawnAt }) => row && { ...row, state: 'withdrawn', endedAt: withdrawnAt },
  },
});

export const investigationsAsked = (
  rows: Repository<InvestigationRow>,
  { team, open }: InvestigationsAsked,
): SelectQueryBuilder<InvestigationRow> => {
  const query = rows.createQueryBuilder('investigation').where('true');
  if (team) query.andWhere('investigation.team = :team', { team });
  if (open !== undefined) query.andWhere(`investigation.state ${open ? 'in' : 'not in'} ('open', 'overdue')`);
  return query;
};

export const investigationListed = (row: InvestigationRow): InvestigationListed => {
  const { teamId, finding, endedAt, question: _, result: __, ...rest } = row;
  return {
    ...rest,
    ...(teamId !== null && { teamId }),
    ...(finding !== null && { finding }),
    ...(endedAt !== null && { endedAt }),
  };
};

export const investigationsOf = async (
  rows: Repository<InvestigationRow>,
  complaintId: ComplaintId,
): Promise<readonly InvestigationShown[]> => {
  const found = await rows.find({ where: { complaintId }, order: { requestedAt: 'ASC', investigationId: 'ASC' } });
  return found.map((row) => ({
    ...investigationListed(row),
    ...(row.question !== null && { question: row.question }),
    ...(row.result !== null && { result: row.result }),
  }));
};
