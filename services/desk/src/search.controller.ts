import { Controller, Get, Query } from '@nestjs/common';
import { CasesFound, SearchAsked } from '@redress/contracts';
import { Allow, Answers, AskedBy, type Caller, keysetPage, malformed, Refuses, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { BoardRow } from './board.projection.js';
import { caseListed } from './case-listed.projection.js';
import { countedUpTo, searchAsked } from './search-asked.projection.js';
import { SearchRow } from './search.projection.js';
import { wordsOf } from './words.rules.js';

const mostWords = 20;

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
    const query = await searchAsked(this.texts, this.cases, words, asked, id);
    const [{ items, ...page }, counted] = await Promise.all([
      keysetPage(query.clone().select(['search.complaintId', 'search.receivedAt']), {
        columns: [
          ['receivedAt', 'DESC'],
          ['complaintId', 'DESC'],
        ],
        cursor: asked.cursor,
        limit: asked.limit,
      }),
      asked.cursor === undefined ? countedUpTo(query) : { more: false },
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
