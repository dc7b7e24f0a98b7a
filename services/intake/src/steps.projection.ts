import type { ComplaintId, MessageId, ProposalId, Remedy, StepShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Proposal } from './my-complaint.rules.js';

/** When a complaint took its steps, and what was proposed last. */
@Entity('steps')
export class StepsRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('timestamptz') receivedAt!: Date;
  @Column('timestamptz', { nullable: true }) inProgressAt!: Date | null;
  @Column('timestamptz', { nullable: true }) solutionProposedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) resolvedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  /** Null where nothing is proposed: it was declined, or the complaint was reopened. */
  @Column('uuid', { nullable: true }) proposalId!: ProposalId | null;
  @Column('uuid', { nullable: true }) proposalMessageId!: MessageId | null;
  @Column('text', { nullable: true }) remedy!: Remedy | null;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
}

const nothingProposed = { proposalId: null, proposalMessageId: null, remedy: null, acceptedAt: null };

/** What the customer's page shows as progress: each step when it was reached, none that a reopening has undone. */
export const steps = projection<StepsRow, 'complaintId'>({
  name: 'intake.steps',
  table: StepsRow,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, receivedAt }) =>
      row ?? {
        complaintId,
        receivedAt,
        inProgressAt: null,
        solutionProposedAt: null,
        resolvedAt: null,
        closedAt: null,
        ...nothingProposed,
      },
    AgentReplied: (row, { repliedAt }) => row && { ...row, inProgressAt: row.inProgressAt ?? repliedAt },
    SolutionProposed: (row, { proposalId, messageId, remedy, proposedAt }) =>
      row && {
        ...row,
        inProgressAt: row.inProgressAt ?? proposedAt,
        solutionProposedAt: proposedAt,
        ...nothingProposed,
        proposalId,
        proposalMessageId: messageId,
        remedy,
      },
    SolutionAccepted: (row, { acceptedAt }) => row && { ...row, acceptedAt },
    SolutionDeclined: (row) => row && { ...row, solutionProposedAt: null, ...nothingProposed },
    ComplaintResolved: (row, { resolvedAt }) =>
      row && { ...row, inProgressAt: row.inProgressAt ?? resolvedAt, resolvedAt },
    ComplaintReopened: (row, { reopenedAt }) =>
      row && {
        ...row,
        inProgressAt: row.inProgressAt ?? reopenedAt,
        solutionProposedAt: null,
        resolvedAt: null,
        closedAt: null,
        ...nothingProposed,
      },
    ComplaintClosed: (row, { closedAt }) => row && { ...row, closedAt },
  },
});

export const stepsShown = (row: StepsRow): readonly StepShown[] =>
  (
    [
      ['received', row.receivedAt],
      ['in-progress', row.inProgressAt],
      ['solution-proposed', row.solutionProposedAt],
      ['resolved', row.resolvedAt],
      ['closed', row.closedAt],
    ] as const
  ).map(([name, reachedAt]) => ({ name, ...(reachedAt && { reachedAt }) }));

/** What is proposed at the moment, or was accepted. */
export const proposalIn = ({
  proposalId,
  proposalMessageId,
  remedy,
  solutionProposedAt,
  acceptedAt,
}: StepsRow): Proposal | undefined =>
  proposalId && remedy && solutionProposedAt
    ? {
        proposalId,
        messageId: proposalMessageId,
        remedy,
        proposedAt: solutionProposedAt,
        ...(acceptedAt && { acceptedAt }),
      }
    : undefined;
