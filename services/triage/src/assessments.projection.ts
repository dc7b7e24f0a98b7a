import type {
  ComplaintId,
  ComplaintTriaged,
  ComplaintType,
  FiredRule,
  Scope,
  Severity,
  SortedShown,
  TeamFunction,
  TextLanguage,
  Urgency,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a complaint is, and why it was found to be that. */
@Entity('assessments')
export class AssessmentRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') type!: ComplaintType;
  @Column('text') severity!: Severity;
  @Column('text') scope!: Scope;
  @Column('text') urgency!: Urgency;
  @Column('text') team!: TeamFunction;
  @Column('text', { nullable: true }) language!: TextLanguage | null;
  @Column('timestamptz') triagedAt!: Date;
  @Column('int') rulesVersion!: number;
  @Column('jsonb') fired!: readonly FiredRule[];
  @Column('boolean') historical!: boolean;
}

type Sorted = Pick<ComplaintTriaged, 'type' | 'severity' | 'scope' | 'urgency' | 'team'>;

const sortedIn = ({ type, severity, scope, urgency, team }: Sorted): Sorted => ({
  type,
  severity,
  scope,
  urgency,
  team,
});

export const assessments = projection<AssessmentRow, 'complaintId'>({
  name: 'triage.assessments',
  table: AssessmentRow,
  key: ['complaintId'],
  on: {
    ComplaintTriaged: (_, { complaintId, language, triagedAt, rulesVersion, fired, ...sorted }, { historical }) => ({
      complaintId,
      ...sortedIn(sorted),
      language: language ?? null,
      triagedAt,
      rulesVersion,
      fired,
      historical,
    }),
    TriageCorrected: (row, sorted) => row && { ...row, ...sortedIn(sorted) },
  },
});

export const sortedShown = ({ language, ...row }: AssessmentRow): SortedShown => ({
  ...sortedIn(row),
  ...(language !== null && { language }),
});
