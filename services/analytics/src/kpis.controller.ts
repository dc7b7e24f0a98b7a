import { Controller, Get, Headers, Query, type StreamableFile } from '@nestjs/common';
import { CaseBehind, CasesAsked, figures, KpisAsked, KpiShown } from '@redress/contracts';
import { Allow, Answers, AnswersAs, malformed, type Page, Refuses, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import {
  mostBuckets,
  mostGroups,
  mostTallies,
  stretchAsked,
  stretchesOf,
  tooManyBuckets,
  tooManyGroups,
  type Unanswerable,
  unanswerable,
} from './asked.rules.js';
import { type Cases, casesBehind } from './cases.projection.js';
import { ComplaintFacts } from './complaint-facts.projection.js';
import { CurrentColumns } from './current-columns.adapter.js';
import { csvFile } from './csv-file.adapter.js';
import { caseColumns, caseLine, csvLine, csvOf, kpiLine } from './csv.rules.js';
import { atOneMoment, boundsOf } from './figures.projection.js';
import { groupsIn, kpisOf, wantedFor, withOpenAtFirst } from './kpis.rules.js';
import { foundIn, type Tally, tallying } from './tallies.rules.js';

const usualCases = 50;
const casesAtOnce = 1_000;

@Controller('analytics')
@Allow('analyst', 'lead', 'finance', 'auditor', 'administrator')
@Refuses(400, '`to` is not after `from`, `zone` is none of the IANA database, or there are too many buckets or groups.')
export class KpisController {
  constructor(
    @Rows(ComplaintFacts) private readonly facts: Repository<ComplaintFacts>,
    private readonly columns: CurrentColumns,
  ) {}

  /** Every bucket of the time asked for, with each group. As `text/csv` a line for each. */
  @Get('kpis')
  @Answers(200, [KpiShown])
  @AnswersAs('application/json', 'text/csv')
  async kpis(@Query() asked: KpisAsked, @Headers('accept') accept = ''): Promise<KpiShown[] | StreamableFile> {
    const shown = await this.answer(asked);
    return isCsv(asked, accept) ? csvFile([csvOf(shown.map(kpiLine))], markOf(asked)) : [...shown];
  }

  /** The cases behind a figure, as they happened; as many as the figure says. As `text/csv` all of them. */
  @Get('cases')
  @Answers(200, { pageOf: CaseBehind })
  @Refuses(400, '`bucket` is none of the time asked for, or what is asked for is no group of it.')
  @AnswersAs('application/json', 'text/csv')
  async cases(@Query() asked: CasesAsked, @Headers('accept') accept = ''): Promise<Page<CaseBehind> | StreamableFile> {
    if (isCsv(asked, accept)) return csvFile(this.caseLines(asked, await this.page(asked, casesAtOnce)), markOf(asked));
    return this.page(asked, asked.limit ?? usualCases);
  }

  private async answer(asked: KpisAsked): Promise<readonly KpiShown[]> {
    refuse(unanswerable(asked));
    const wanted = asked.figures ?? figures;
    const bounds = await boundsOf(this.facts.manager, asked);
    if (bounds.length > mostBuckets + 1) refuse(tooManyBuckets);
    const tallies = await this.columns.ask<Tally>(tallying(wantedFor(wanted), asked, bounds));
    if (tallies.length > mostTallies) refuse(tooManyGroups);
    const found = withOpenAtFirst(foundIn(tallies));
    const groups = (asked.by ?? 'none') === 'none' ? [null] : groupsIn(found);
    if (groups.length > mostGroups) refuse(tooManyGroups);
    return kpisOf(wanted, stretchesOf(bounds), groups, found);
  }

  private page(asked: CasesAsked, limit: number, cursor = asked.cursor): Promise<Cases> {
    refuse(unanswerable(asked));
    return atOneMoment(this.facts, async (manager) => {
      const stretch = stretchAsked(asked, asked.bucket ? await boundsOf(manager, asked) : []);
      if ('field' in stretch) throw refusal(stretch);
      const page = await casesBehind(manager, asked, stretch, { cursor, limit });
      return page ?? refuse({ field: 'cursor', message: 'must be the next of an earlier page' });
    });
  }

  private async *caseLines(asked: CasesAsked, first: Cases): AsyncIterable<string> {
    yield csvLine(caseColumns);
    for (let page = first; ; page = await this.page(asked, casesAtOnce, page.next)) {
      yield page.items.map(caseLine).join('');
      if (page.next === undefined) return;
    }
  }
}

const isCsv = ({ format }: Pick<KpisAsked, 'format'>, accept: string): boolean =>
  format === undefined ? /\btext\/csv\b/.test(accept) : format === 'csv';

const markOf = ({ bom }: Pick<KpisAsked, 'bom'>): 'marked' | 'plain' => (bom ? 'marked' : 'plain');

const refusal = (fault: Unanswerable): Error => malformed('The query cannot be answered.', [fault]);

function refuse(fault: Unanswerable): never;
function refuse(fault: Unanswerable | undefined): void;
function refuse(fault: Unanswerable | undefined): void {
  if (fault) throw refusal(fault);
}
