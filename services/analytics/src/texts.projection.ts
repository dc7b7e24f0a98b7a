import type { ComplaintId, MessageId, TermsAsked, TermShown, TextLanguage } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';
import type { ComplaintFacts } from './complaint-facts.projection.js';

/** What may be said of a customer's text to those who may not read it. */
@Entity('described_texts')
@Index(['at'])
export class DescribedText {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') messageId!: MessageId;
  /** When it was described; of imported history, when it was written. */
  @Column('timestamptz') at!: Date;
  @Column('text') language!: TextLanguage;
  @Column('int') length!: number;
  @Column('text', { array: true }) terms!: string[];
}

export const describedTexts = projection({
  name: 'analytics.described-texts',
  table: DescribedText,
  key: ['complaintId', 'messageId'],
  on: {
    TextDescribed: (_, { complaintId, messageId, language, length, terms }, { occurredAt }) => ({
      complaintId,
      messageId,
      at: occurredAt,
      language,
      length,
      terms: terms.map(({ term }) => term),
    }),
  },
});

interface Raw {
  readonly term: string;
  readonly group: string | null;
  readonly complaints: string;
  readonly before: string;
}

const usualLimit = 100;

/** Of how many complaints a word of the vocabulary stands in what was described then, beside the time before. */
export const termsAsked = async (
  rows: Repository<DescribedText>,
  facts: Repository<ComplaintFacts>,
  { from, to, by = 'none', rising = false, limit = usualLimit }: TermsAsked,
): Promise<TermShown[]> => {
  const group = { none: 'null::text', product: 'f.product_code', channel: 'f.channel' }[by];
  const join = by === 'none' ? '' : `join ${facts.metadata.tablePath} f using (complaint_id)`;
  const raw: Raw[] = await rows.query(
    `select term, "group", complaints, before from (
       select term, "group", count(*) filter (where is_now) as complaints, count(*) filter (where not is_now) as before
       from (select distinct term, ${group} as "group", complaint_id, t.at >= $2 as is_now
         from ${rows.metadata.tablePath} t ${join} cross join lateral unnest(t.terms) as term
         where t.at >= $1 and t.at < $3) held
       group by 1, 2) counted
     where complaints > ${rising ? 'before' : '0'}
     order by ${rising ? 'complaints - before' : 'complaints'} desc, term, "group" limit $4`,
    [new Date(2 * from.getTime() - to.getTime()), from, to, limit],
  );
  return raw.map(({ term, group, complaints, before }) => ({
    term,
    ...(group !== null && { group }),
    complaints: Number(complaints),
    before: Number(before),
  }));
};
