import { Controller, Get, Param, Query } from '@nestjs/common';
import { CaseFound, CaseNumberPath, HistoryAsked, HistoryPath, HistoryShown } from '@redress/contracts';
import { Allow, Answers, AskedBy, type Caller, Histories, NotThereError, ReadsCase, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { ComplaintStreams, streamsOf, withCaseNumber } from './complaint-streams.projection.js';
import { entriesOf, sightOf } from './history.rules.js';

@Controller('audit')
@Allow('auditor', 'lead', 'legal', 'administrator')
export class HistoryController {
  constructor(
    private readonly histories: Histories,
    @Rows(ComplaintStreams) private readonly complaints: Repository<ComplaintStreams>,
  ) {}

  /** What happened to a complaint in all services, as it is known now or was known at a moment. */
  @Get('complaints/:complaintId/history')
  @ReadsCase('complaintId')
  @Answers(200, HistoryShown)
  async history(
    @Param() { complaintId }: HistoryPath,
    @Query() { at }: HistoryAsked,
    @AskedBy() { roles }: Caller,
  ): Promise<HistoryShown> {
    const known = await streamsOf(this.complaints, complaintId);
    if (!known) throw new NotThereError('complaint');
    const { caseNumber, streams, stretches } = known;
    // What the law keeps of forgotten customers is personal too, and goes by the reader's sight.
    const events = await Promise.all([
      ...streams.map((stream) => this.histories.ofStream(stream, at, 'kept-by-law')),
      this.histories.ofStretches(stretches, at, 'kept-by-law'),
    ]);
    return {
      complaintId,
      ...(caseNumber !== null && { caseNumber }),
      entries: entriesOf(events.flat(), sightOf(roles)),
    };
  }

  @Get('case-numbers/:caseNumber')
  @Answers(200, CaseFound)
  async named(@Param() { caseNumber }: CaseNumberPath): Promise<CaseFound> {
    const found = await withCaseNumber(this.complaints, caseNumber);
    if (!found) throw new NotThereError('case number');
    return { complaintId: found.complaintId, caseNumber };
  }
}
