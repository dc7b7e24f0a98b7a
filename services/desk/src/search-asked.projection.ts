import type { SearchAsked } from '@redress/contracts';
import { Brackets, type Repository, type SelectQueryBuilder } from 'typeorm';
import type { BoardRow } from './board.projection.js';
import { casesWanted } from './cases-wanted.projection.js';
import { facetToken, type SearchRow } from './search.projection.js';
import { tokensOfWord } from './words.rules.js';

/** Counting further would cost a second for a frequent word. */
export const mostCounted = 1_000;

/**
 * `tokens`: the index finds those that have the tokens of a word; whether they stand side by side is then seen in the
 * text itself. `texts`: only the texts are looked through, the latest first. For what many have that is faster by far,
 * and PostgreSQL would not know: tokens of one word come together, and it takes each for an accident of its own.
 */
export type Way = 'tokens' | 'texts';

/** The cases in which every word is found, each in one of the three texts. */
export const searchAsked = (
  way: Way,
  rows: Repository<SearchRow>,
  cases: Repository<BoardRow>,
  words: readonly string[],
  asked: SearchAsked,
  askedBy: string,
): SelectQueryBuilder<SearchRow> => {
  const query = rows.createQueryBuilder('search').where('true');
  words.forEach((word, index) => {
    const [tokens, text] = [`tokens${index}`, `word${index}`];
    const places = ['saidTokens/said', 'nameTokens/name', 'tokens/numbers'].map((place) => place.split('/'));
    query.andWhere(
      new Brackets((any) => {
        for (const [of, within] of places) {
          const stands = `strpos(search.${within}, :${text}) > 0`;
          // Of a row that the index found by another word, the text is looked at sooner than its many tokens.
          any.orWhere(way === 'texts' ? stands : `(${stands} and search.${of} @> cast(:${tokens} as text[]))`);
        }
      }),
      { [tokens]: tokensOfWord(word), [text]: word },
    );
  });
  withFacets(query, asked, askedBy);
  return withBoard(query, cases, asked, askedBy);
};

/** What the index answers together with the words. */
const withFacets = (query: SelectQueryBuilder<SearchRow>, asked: SearchAsked, askedBy: string): void => {
  const { productCode, ownerId, teamId, mine, standing, historical, phase, type, severity, channel } = asked;
  const all = [
    ...(productCode === undefined ? [] : [facetToken('productCode', productCode)]),
    ...(ownerId === undefined ? [] : [facetToken('ownerId', ownerId)]),
    ...(mine ? [facetToken('ownerId', askedBy)] : []),
    ...(teamId === undefined ? [] : [facetToken('teamId', teamId)]),
    ...(standing === 'closed' ? [facetToken('phase', 'closed')] : []),
    ...(historical === false ? [facetToken('historical', 'false')] : []),
  ];
  if (all.length > 0) query.andWhere('search.tokens @> cast(:facets as text[])', { facets: all });
  if (standing === 'open')
    query.andWhere('not search.tokens @> cast(:closed as text[])', { closed: [facetToken('phase', 'closed')] });
  for (const [name, values] of Object.entries({ phase, type, severity, channel }))
    if (values && values.length > 0)
      query.andWhere(`search.tokens && cast(:${name} as text[])`, {
        [name]: values.map((value) => facetToken(name as 'phase', value)),
      });
};

/** What only the board knows. */
const withBoard = (
  query: SelectQueryBuilder<SearchRow>,
  cases: Repository<BoardRow>,
  { unowned, escalated, breached, waitingForCustomer, flags = [], dueBefore }: SearchAsked,
  askedBy: string,
): SelectQueryBuilder<SearchRow> => {
  const known = { unowned, escalated, breached, waitingForCustomer, dueBefore };
  if (Object.values(known).every((value) => value === undefined) && flags.length === 0) return query;
  const wanted = { ...known, flags, standing: 'all', historical: true } as const;
  // One row looked up for each that the words found: as a join, PostgreSQL would gather all that fit on the board first.
  const fitting = casesWanted(cases, wanted as SearchAsked, askedBy)
    .select('board.complaintId')
    .andWhere('board.complaintId = search.complaintId');
  return query.andWhere(`(${fitting.getQuery()}) is not null`).setParameters(fitting.getParameters());
};

export interface Counted {
  readonly count: number;
  readonly more: boolean;
}

/** How many there are, without counting beyond `mostCounted`. */
export const countedUpTo = async (query: SelectQueryBuilder<SearchRow>): Promise<Counted> => {
  const some = query
    .clone()
    .select('1')
    .limit(mostCounted + 1);
  const found = await query.dataSource
    .createQueryBuilder()
    .select('count(*)::int', 'count')
    .from(`(${some.getQuery()})`, 'found')
    .setParameters(some.getParameters())
    .getRawOne<{ readonly count: number }>();
  const count = found?.count ?? 0;
  return { count: Math.min(count, mostCounted), more: count > mostCounted };
};
