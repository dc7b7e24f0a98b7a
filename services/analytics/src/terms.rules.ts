import type { TermsAsked, TermShown } from '@redress/contracts';
import { copiedTables, type Question, sqlInstant } from './columns.rules.js';

/** As the columns answer it. */
export interface TermFound {
  readonly term: string;
  readonly group: string | null;
  readonly complaints: bigint;
  readonly before: bigint;
}

const usualLimit = 100;
const groups = { none: 'null', product: 'f.product_code', channel: 'f.channel' };

/** Of how many complaints a word of the vocabulary stands in what was described then, beside the time before. */
export const askingTerms = ({
  from,
  to,
  by = 'none',
  rising = false,
  limit = usualLimit,
}: Omit<TermsAsked, 'waitFor'>): Question => {
  const join = by === 'none' ? '' : `join ${copiedTables.facts} f using (complaint_id)`;
  const before = sqlInstant(new Date(2 * from.getTime() - to.getTime()));
  const statement = `select term, "group", complaints, before from (
      select term, "group", count(distinct complaint_id) filter (where is_now) as complaints,
        count(distinct complaint_id) filter (where not is_now) as before
      from (select unnest(t.terms) as term, ${groups[by]}::varchar as "group", t.complaint_id, t."at" >= ${sqlInstant(from)} as is_now
        from ${copiedTables.texts} t ${join} where t."at" >= ${before} and t."at" < ${sqlInstant(to)})
      group by all)
    where complaints > ${rising ? 'before' : '0'}
    order by ${rising ? 'complaints - before' : 'complaints'} desc, term, "group" limit $1`;
  return { statement, values: [limit] };
};

export const termsShown = (found: readonly TermFound[]): TermShown[] =>
  found.map(({ term, group, complaints, before }) => ({
    term,
    ...(group !== null && { group }),
    complaints: Number(complaints),
    before: Number(before),
  }));
