import type { ComplaintId, MessageId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Entity, PrimaryColumn } from 'typeorm';

/** What colleagues said to a customer, word for word: a message carries it. */
@Entity('spoken')
export class Spoken {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') messageId!: MessageId;
  @PersonalColumn('record') text!: string | null;
}

export const spoken = projection({
  name: 'notification.spoken',
  table: Spoken,
  key: ['complaintId', 'messageId'],
  on: {
    AgentReplied: (_, { complaintId, messageId, text }) => ({ complaintId, messageId, text }),
    SolutionProposed: (_, { complaintId, messageId, text }) => ({ complaintId, messageId, text }),
    ComplaintResolved: (_, { complaintId, messageId, text }) => ({ complaintId, messageId, text }),
  },
});
