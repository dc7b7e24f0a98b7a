import type { ComplaintId, CustomerKey, PersonId, TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { noticeIdOf } from './notice.decider.js';

/** What rules about messages remember of a complaint: nothing personal. */
@Entity('cases')
export class Case {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  @Column('uuid', { nullable: true }) ownerId!: PersonId | null;
  @Column('uuid', { nullable: true }) teamId!: TeamId | null;
  /** Whose name the customer was told last. */
  @Column('uuid', { nullable: true }) toldOwnerId!: PersonId | null;
  @Column('boolean') confirmed!: boolean;
  /** The event at hand gives the customer a name that they do not know yet. */
  @Column('boolean') namesOwner!: boolean;
  /** The events that gave the name told last, and the one before it. */
  @Column('uuid', { nullable: true }) namedBy!: string | null;
  @Column('uuid', { nullable: true }) namedBefore!: string | null;
  /** The message with the name told last has gone. */
  @Column('boolean') nameIsOut!: boolean;
  /** The event of the closing after which the customer is asked how things are. */
  @Column('uuid', { nullable: true }) closedBy!: string | null;
}

const kept = (row: Case | undefined): Case | undefined => row && { ...row, namesOwner: false };

interface Cause {
  readonly id: string;
  readonly historical: boolean;
}
const named = (row: Case, toldOwnerId: PersonId, { id, historical }: Cause): Case => ({
  ...row,
  toldOwnerId,
  namesOwner: true,
  namedBefore: row.namedBy,
  namedBy: historical ? null : id,
  nameIsOut: false,
});

/** A memory is looked up by the events that it hears: those that change nothing are asked for by a rule. */
export const cases = projection<Case, 'complaintId'>({
  name: 'notification.cases',
  table: Case,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, customerKey }) =>
      row ?? {
        complaintId,
        customerKey: customerKey ?? null,
        ownerId: null,
        teamId: null,
        toldOwnerId: null,
        confirmed: false,
        namesOwner: false,
        namedBy: null,
        namedBefore: null,
        nameIsOut: false,
        closedBy: null,
      },
    OwnerAssigned: (row, { ownerId, teamId, confirmBy }, cause) => {
      if (!row) return undefined;
      // Who was asked and did not take it is our own affair, once a name has gone out.
      const isNew = row.toldOwnerId !== ownerId && (row.confirmed || !row.nameIsOut);
      const after = isNew ? named(row, ownerId, cause) : { ...row, namesOwner: false };
      return { ...after, ownerId, teamId, confirmed: confirmBy === undefined };
    },
    OwnershipConfirmed: (row, { ownerId }, cause) => {
      if (!row) return undefined;
      const after = row.toldOwnerId === ownerId ? { ...row, namesOwner: false } : named(row, ownerId, cause);
      return { ...after, confirmed: true };
    },
    NoticeReleased: (row, { noticeId, covers }) => {
      if (!row?.namedBy) return row;
      const naming = noticeIdOf(row.namedBy, 'owner-named');
      const isOut = [noticeId, ...covers.map((covered) => covered.noticeId)].includes(naming);
      return isOut ? { ...row, nameIsOut: true } : row;
    },
    OwnershipEnded: (row) => row && { ...row, ownerId: null, confirmed: false, namesOwner: false },
    ComplaintClosed: (row, _, { id, historical }) =>
      row && { ...row, namesOwner: false, closedBy: historical ? null : id },
    ComplaintReopened: kept,
    AgentReplied: kept,
    SolutionProposed: kept,
    ComplaintResolved: kept,
    InvestigationRequested: kept,
    CaseEscalated: kept,
    DeadlineNeared: kept,
    TargetMissed: kept,
    ApprovalRequested: kept,
    CompensationPaid: kept,
  },
});
