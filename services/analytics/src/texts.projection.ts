import type { ComplaintId, MessageId, TextLanguage } from '@redress/contracts';
import { beginning, type Position, projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What may be said of a customer's text to those who may not read it. */
@Entity('described_texts')
export class DescribedText {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') messageId!: MessageId;
  /** When it was described; of imported history, when it was written. */
  @Column('timestamptz') at!: Date;
  @Column('text') language!: TextLanguage;
  @Column('int') length!: number;
  @Column('text', { array: true }) terms!: string[];
  /** Of the event that changed the row last. */
  @Index()
  @Column('text')
  changedAt!: Position;
}

export const describedTexts = projection({
  name: 'analytics.described-texts',
  table: DescribedText,
  key: ['complaintId', 'messageId'],
  changedAt: 'changedAt',
  on: {
    TextDescribed: (_, { complaintId, messageId, language, length, terms }, { occurredAt }) => ({
      complaintId,
      messageId,
      at: occurredAt,
      language,
      length,
      terms: terms.map(({ term }) => term),
      changedAt: beginning,
    }),
  },
});
