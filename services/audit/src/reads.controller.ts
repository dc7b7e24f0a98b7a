import { Controller, Get, Param, Query } from '@nestjs/common';
import { CaseReadsAsked, FeedReadsAsked, FeedReadShown, HistoryPath, ReadsAsked, ReadShown } from '@redress/contracts';
import { Allow, Answers, keysetPage, type Page, pageOf, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { CaseReadRow, readsAsked } from './case-reads.projection.js';
import { FeedReadRow, feedReadsAsked } from './feed-reads.projection.js';

/** Who looked at which case, and who read the feed with personal data in clear; latest first. */
@Controller('audit')
@Allow('auditor', 'administrator')
export class ReadsController {
  constructor(
    @Rows(CaseReadRow) private readonly reads: Repository<CaseReadRow>,
    @Rows(FeedReadRow) private readonly feedReads: Repository<FeedReadRow>,
  ) {}

  @Get('reads')
  @Answers(200, pageOf(ReadShown))
  all(@Query() asked: ReadsAsked): Promise<Page<ReadShown>> {
    return keysetPage(readsAsked(this.reads, asked), {
      columns: [
        ['readAt', 'DESC'],
        ['complaintId', 'DESC'],
        ['readerId', 'DESC'],
        ['service', 'DESC'],
      ],
      cursor: asked.cursor,
      limit: asked.limit,
    });
  }

  @Get('complaints/:complaintId/reads')
  @Answers(200, pageOf(ReadShown))
  ofComplaint(@Param() { complaintId }: HistoryPath, @Query() asked: CaseReadsAsked): Promise<Page<ReadShown>> {
    return this.all({ ...asked, complaintId });
  }

  @Get('feed-reads')
  @Answers(200, pageOf(FeedReadShown))
  ofFeed(@Query() asked: FeedReadsAsked): Promise<Page<FeedReadShown>> {
    return keysetPage(feedReadsAsked(this.feedReads, asked), {
      columns: [
        ['readAt', 'DESC'],
        ['readerId', 'DESC'],
        ['service', 'DESC'],
        ['selection', 'DESC'],
      ],
      cursor: asked.cursor,
      limit: asked.limit,
    });
  }
}
