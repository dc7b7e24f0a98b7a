import type { ComplaintId, MessageId, MessageKind, MessageShown } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

@Entity('messages')
export class MessageRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') messageId!: MessageId;
  @Column('text') kind!: MessageKind;
  @Column('text') by!: string;
  @Column('timestamptz') at!: Date;
  /** Of its event, for those of one moment. */
  @Column('int') revision!: number;
  @PersonalColumn('record') text!: string | null;
  @Column('boolean') asksCustomer!: boolean;
}

interface Said {
  readonly complaintId: ComplaintId;
  readonly messageId: MessageId;
  readonly text?: string | null;
}

const entry = (
  kind: MessageKind,
  { complaintId, messageId, text }: Said,
  at: Date,
  { by, revision }: Recorded,
): MessageRow => ({
  complaintId,
  messageId,
  kind,
  by: by.id,
  at,
  revision: Number(revision),
  text: text ?? null,
  asksCustomer: false,
});

/** The conversation about each complaint, word for word: the complaint itself is its first entry. */
export const messages = projection({
  name: 'intake.messages',
  table: MessageRow,
  key: ['complaintId', 'messageId'],
  on: {
    ComplaintReceived: (_, said, event) => entry('complaint', said, said.receivedAt, event),
    CustomerWrote: (_, said, event) => entry('customer', said, said.writtenAt, event),
    AgentReplied: (_, said, event) => ({
      ...entry('reply', said, said.repliedAt, event),
      asksCustomer: said.asksCustomer,
    }),
    NoteAdded: (_, said, event) => entry('note', said, said.notedAt, event),
    SolutionProposed: (_, said, event) => entry('solution', said, said.proposedAt, event),
    SolutionDeclined: (_, { reason, ...said }, event) =>
      entry('decline', { ...said, text: reason ?? null }, said.declinedAt, event),
    ComplaintResolved: (_, said, event) => entry('resolution', said, said.resolvedAt, event),
    ComplaintReopened: (_, { reason, ...said }, event) =>
      entry('reopening', { ...said, text: reason ?? null }, said.reopenedAt, event),
  },
});

/** In the order in which it was said. */
export const conversationOf = (rows: Repository<MessageRow>, complaintId: ComplaintId): Promise<MessageRow[]> =>
  rows.find({ where: { complaintId }, order: { at: 'ASC', revision: 'ASC' } });

/** As the same fold tells it of a part of the history. */
export const conversationIn = (history: readonly Recorded[]): readonly MessageRow[] =>
  foldRows(messages, history).toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.revision - b.revision);

export const messageShown = ({ messageId, kind, by, at, text, asksCustomer }: MessageRow): MessageShown => ({
  messageId,
  kind,
  by,
  at,
  asksCustomer,
  ...(text !== null && { text }),
});
