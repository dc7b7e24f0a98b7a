import type { ComplaintId, MessageId } from '@redress/contracts';
import { projection, type Recorded } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** Who has answered the customer, and when: with that, a draft has become the answer. */
@Entity('replies')
export class ReplyRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') messageId!: MessageId;
  @Column('text') by!: string;
  @Column('timestamptz') recordedAt!: Date;
}

export type ReplyRows = Repository<ReplyRow>;

interface Answer {
  readonly complaintId: ComplaintId;
  readonly messageId: MessageId;
}

const reply = ({ complaintId, messageId }: Answer, { by, recordedAt }: Recorded): ReplyRow => ({
  complaintId,
  messageId,
  by: by.id,
  recordedAt,
});

export const replies = projection<ReplyRow, 'complaintId' | 'messageId'>({
  name: 'desk.replies',
  table: ReplyRow,
  key: ['complaintId', 'messageId'],
  on: {
    AgentReplied: (_, said, event) => reply(said, event),
    SolutionProposed: (_, said, event) => reply(said, event),
    ComplaintResolved: (_, said, event) => reply(said, event),
  },
});
