import type {
  ApproverRole,
  BudgetId,
  CompensationId,
  CompensationKind,
  CompensationState,
  ComplaintId,
  Money,
  PayoutRefusal,
  PersonId,
} from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

interface ApprovalKept {
  readonly approverId: PersonId;
  readonly substituteFor: PersonId | null;
  /** ISO 8601, as rows of JSON keep instants. */
  readonly approvedAt: string;
}

/** Everything that was proposed for a customer, and how it stands. */
@Entity('compensations')
@Index(['proposedAt', 'compensationId'])
@Index(['state', 'proposedAt', 'compensationId'])
export class CompensationRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') compensationId!: CompensationId;
  @Column('text') state!: CompensationState;
  @Column('text') kind!: CompensationKind;
  @Column('jsonb', { nullable: true }) amount!: Money | null;
  @Column('text', { nullable: true }) ruleId!: string | null;
  @Column('int') tariffVersion!: number;
  @Column('int', { nullable: true }) authorityVersion!: number | null;
  @Column('boolean') isException!: boolean;
  @Column('boolean') isAutomatic!: boolean;
  @Column('uuid') proposedBy!: PersonId;
  @Column('timestamptz') proposedAt!: Date;
  @Column('int') approvalsNeeded!: number;
  @Column('text', { array: true }) roles!: readonly ApproverRole[];
  @Column('jsonb') approvals!: readonly ApprovalKept[];
  @Column('text', { nullable: true }) budgetId!: BudgetId | null;
  /** Of paying it, as the budget was asked last. */
  @Column('int') attempt!: number;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) refusal!: PayoutRefusal | null;
  @Column('timestamptz', { nullable: true }) paidAt!: Date | null;
  @Column('timestamptz') changedAt!: Date;
  @Column('boolean') historical!: boolean;
  @PersonalColumn('record') reason!: string | null;
  @PersonalColumn('record') declineReason!: string | null;
  @PersonalColumn('record') reversalReason!: string | null;
}

const proposed = {
  state: 'waiting-for-approval',
  authorityVersion: null,
  isAutomatic: false,
  approvalsNeeded: 0,
  roles: [],
  approvals: [],
  budgetId: null,
  attempt: 1,
  reference: null,
  refusal: null,
  paidAt: null,
  declineReason: null,
  reversalReason: null,
} as const;

const changed = (row: CompensationRow | undefined, { occurredAt }: Recorded, change: Partial<CompensationRow>) =>
  row && { ...row, ...change, changedAt: occurredAt };

/** Also the memory of what is returned to which budget. */
export const compensations = projection<CompensationRow, 'complaintId' | 'compensationId'>({
  name: 'compensation.compensations',
  table: CompensationRow,
  key: ['complaintId', 'compensationId'],
  on: {
    CompensationProposed: (_, { amount, ruleId, reason, ...data }, { occurredAt, historical }) => ({
      ...proposed,
      ...data,
      amount: amount ?? null,
      ruleId: ruleId ?? null,
      reason: reason ?? null,
      changedAt: occurredAt,
      historical,
    }),
    ApprovalRequested: (row, { authorityVersion, approvalsNeeded, roles }, event) =>
      changed(row, event, { authorityVersion, approvalsNeeded, roles }),
    ApprovalGiven: (row, { approverId, substituteFor, approvedAt }, event) => {
      const given = { approverId, substituteFor: substituteFor ?? null, approvedAt: approvedAt.toISOString() };
      return changed(row, event, { approvals: [...(row?.approvals ?? []), given] });
    },
    CompensationApproved: (row, { isAutomatic, authorityVersion }, event) =>
      changed(row, event, { state: 'approved', isAutomatic, authorityVersion }),
    CompensationDeclined: (row, { declinedBy, reason }, event) =>
      changed(row, event, {
        state: declinedBy === row?.proposedBy ? 'withdrawn' : 'declined',
        declineReason: reason ?? null,
      }),
    BudgetExceeded: (row, { budgetId, attempt }, event) => {
      // What was declined meanwhile waits for nothing any more.
      const isOver = row?.state !== 'approved' && row?.state !== 'failed';
      return isOver ? row : changed(row, event, { state: 'waiting-for-budget', budgetId, attempt });
    },
    BudgetReserved: (row, { budgetId, attempt }, event) => changed(row, event, { budgetId, attempt }),
    PayoutOrdered: (row, { reference, attempt }, event) =>
      changed(row, event, { state: 'ordered', reference, attempt, refusal: null }),
    CompensationPaid: (row, { reference, paidAt }, event) => changed(row, event, { state: 'paid', reference, paidAt }),
    PayoutFailed: (row, { refusal }, event) => changed(row, event, { state: 'failed', refusal }),
    ReversalOrdered: (row, { reason }, event) =>
      changed(row, event, { state: 'reversing', reversalReason: reason ?? null }),
    CompensationReversed: (row, _, event) => changed(row, event, { state: 'reversed' }),
  },
});

/** As the same fold tells it of a part of the history. */
export const compensationsIn = (history: readonly Recorded[]): readonly CompensationRow[] =>
  foldRows(compensations, history);
