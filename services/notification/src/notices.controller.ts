import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  BounceGiven,
  FailuresAsked,
  NoticeAccepted,
  type NoticeId,
  NoticePath,
  NoticesAsked,
  NoticeShown,
  NoticesOfComplaintPath,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  keysetPage,
  malformed,
  type Page,
  pageOf,
  ReadsCase,
  Refuses,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { notice } from './notice.decider.js';
import { failed, inOutbox, noticeShown, noticesOf } from './notices-asked.projection.js';
import { NoticeRow } from './notices.projection.js';
import { noticeNamedBy } from './smtp.adapter.js';

/** What was sent to whom, and what did not arrive. */
@Controller('notification')
export class NoticesController {
  constructor(
    private readonly commands: Commands,
    @Rows(NoticeRow) private readonly notices: Repository<NoticeRow>,
  ) {}

  /** Messages that stayed here because no carrier is set up, newest first. */
  @Get('outbox')
  @Allow('agent', 'lead', 'administrator')
  @Answers(200, pageOf(NoticeShown))
  async outbox(@Query() asked: NoticesAsked): Promise<Page<NoticeShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(inOutbox(this.notices, asked), {
      columns: [
        ['sentAt', 'DESC', 'never-null'],
        ['noticeId', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(noticeShown) };
  }

  /** In the order in which they were asked for, with the words of those that have gone. */
  @Get('complaints/:complaintId/notices')
  @Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
  @ReadsCase('complaintId')
  @Answers(200, [NoticeShown])
  async ofComplaint(@Param() { complaintId }: NoticesOfComplaintPath): Promise<NoticeShown[]> {
    return (await noticesOf(this.notices, complaintId)).map(noticeShown);
  }

  /** Messages that did not arrive and were not sent again, newest first. */
  @Get('failures')
  @Allow('agent', 'lead', 'administrator')
  @Answers(200, pageOf(NoticeShown))
  async failures(@Query() asked: FailuresAsked): Promise<Page<NoticeShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(failed(this.notices, asked), {
      columns: [
        ['failedAt', 'DESC', 'never-null'],
        ['noticeId', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(noticeShown) };
  }

  /** At once, whatever the hour, and beside the limit of the day: a person has decided it. */
  @Post('notices/:noticeId/resend')
  @Allow('agent', 'lead', 'administrator')
  @Answers(200, NoticeAccepted)
  async resend(@Param() { noticeId }: NoticePath, @SentBy() sender: Sender): Promise<NoticeAccepted> {
    const { position } = await this.commands.send(notice, noticeId, 'ResendNotice', { noticeId }, sender);
    return { position };
  }

  /** A mail came back. */
  @Post('bounces')
  @Allow('channel', 'administrator')
  @Answers(200, NoticeAccepted)
  @Refuses(400, 'The Message-ID is of no mail that was sent from here.')
  async bounced(@Body() { messageId }: BounceGiven, @SentBy() sender: Sender): Promise<NoticeAccepted> {
    const noticeId = noticeNamedBy(messageId) as NoticeId | undefined;
    if (noticeId === undefined)
      throw malformed('This Message-ID is not one of ours.', [
        { field: 'messageId', message: 'must be the Message-ID of a mail that was sent from here' },
      ]);
    const { position } = await this.commands.send(notice, noticeId, 'NoteBounce', { noticeId }, sender);
    return { position };
  }
}
