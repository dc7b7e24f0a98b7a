import { Controller, Get, Query } from '@nestjs/common';
import { CasesFound, SearchAsked } from '@redress/contracts';
import {
  Allow,
  amongNext,
  Answers,
  AskedBy,
  type Caller,
  keysetPage,
  malformed,
  type Order,
  type Page,
  type PageWanted,
  Refuses,
  Rows,
} from '@redress/service-host';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { BoardRow } from './board.projection.js';
import { caseListed } from './case-listed.projection.js';
import { type Counted, countedUpTo, searchAsked, type Way } from './search-asked.projection.js';
import { SearchRow } from './search.projection.js';
import { wordsOf } from './words.rules.js';

const mostWords = 20;
/**
 * Of so many cases the texts are looked through before the index is asked, which costs more the more it finds. With a
 * page among the `first`, something is frequent, and a thousand of it are soon counted.
 */
const lookedThrough = { first: 1_500, forAPage: 10_000, toCount: 50_000 } as const;
const latestFirst: readonly Order<SearchRow>[] = [
  ['receivedAt', 'DESC'],
  ['complaintId', 'DESC'],
];

/** Cases by what was said in them, by their customers' names and by their numbers. */
@Controller('desk/search')
@Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
export class SearchController {
  constructor(
    @Rows(SearchRow) private readonly texts: Repository<SearchRow>,
    @Rows(BoardRow) private readonly cases: Repository<BoardRow>,
  ) {}

  @Get()
  @Answers(200, CasesFound)
  @Refuses(400, 'These are too many words.')
  async find(@Query() asked: SearchAsked, @AskedBy() { id }: Caller): Promise<CasesFound> {
    const words = wordsOf(asked.q);
    if (words.length > mostWords)
      throw malformed('So many words cannot be looked for at once.', [
        { field: 'q', message: `must have at most ${mostWords} different words` },
      ]);
    const by = (way: Way) => searchAsked(way, this.texts, this.cases, words, asked, id);
    const wanted = { columns: latestFirst, cursor: asked.cursor, limit: asked.limit };
    const latest = await pageOf(await amongNext(by('texts'), wanted, lookedThrough.first), wanted);
    const [{ items, ...page }, counted] = await Promise.all([
      isFrequent(latest) ? latest : seldom(by, wanted),
      asked.cursor === undefined ? countOf(by, latest) : { more: false },
    ]);
    return { ...page, ...counted, items: await this.listed(items) };
  }

  private async listed(found: readonly SearchRow[]): Promise<CasesFound['items']> {
    const rows = await this.cases
      .createQueryBuilder('board')
      .where('board.complaintId = any(:ids)', { ids: found.map(({ complaintId }) => complaintId) })
      .getMany();
    const known = new Map(rows.map((row) => [row.complaintId, row]));
    return found.flatMap(({ complaintId }) => {
      const row = known.get(complaintId);
      return row ? [caseListed(row)] : [];
    });
  }
}

type Asking = SelectQueryBuilder<SearchRow>;
type By = (way: Way) => Asking;

const pageOf = (query: Asking, wanted: PageWanted<SearchRow>): Promise<Page<SearchRow>> =>
  keysetPage(query.clone().select(['search.complaintId', 'search.receivedAt']), wanted);

const isFrequent = (latest: Page<SearchRow>): boolean => latest.next !== undefined;

const seldom = async (by: By, wanted: PageWanted<SearchRow>): Promise<Page<SearchRow>> => {
  const nearby = await pageOf(await amongNext(by('texts'), wanted, lookedThrough.forAPage), wanted);
  return nearby.next === undefined ? pageOf(by('tokens'), wanted) : nearby;
};

const countOf = async (by: By, latest: Page<SearchRow>): Promise<Counted> => {
  if (isFrequent(latest)) {
    const nearby = await amongNext(by('texts'), { columns: latestFirst }, lookedThrough.toCount);
    const counted = await countedUpTo(nearby);
    if (counted.more) return counted;
  }
  return countedUpTo(by('tokens'));
};
