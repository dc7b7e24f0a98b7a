import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { InboxAsked, NoticeAccepted, NoticePath, NoticeShown } from '@redress/contracts';
import {
  AllowSignedIn,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  keysetPage,
  type Page,
  pageOf,
  Rows,
  SentBy,
  type Sender,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { notice } from './notice.decider.js';
import { inInbox, noticeShown } from './notices-asked.projection.js';
import { NoticeRow } from './notices.projection.js';

/** What waits for the person who asks. */
@Controller('notification/inbox')
@AllowSignedIn()
export class InboxController {
  constructor(
    private readonly commands: Commands,
    @Rows(NoticeRow) private readonly notices: Repository<NoticeRow>,
  ) {}

  /** Newest first; without those that were read, unless they are asked for. */
  @Get()
  @Answers(200, pageOf(NoticeShown))
  async mine(@AskedBy() { id }: Caller, @Query() asked: InboxAsked): Promise<Page<NoticeShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(inInbox(this.notices, id, asked), {
      columns: [
        ['sentAt', 'DESC', 'never-null'],
        ['noticeId', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(noticeShown) };
  }

  @Post(':noticeId/read')
  @Answers(200, NoticeAccepted)
  async read(
    @Param() { noticeId }: NoticePath,
    @AskedBy() { id: readerId }: Caller,
    @SentBy() sender: Sender,
  ): Promise<NoticeAccepted> {
    const { position } = await this.commands.send(notice, noticeId, 'ReadNotice', { noticeId, readerId }, sender);
    return { position };
  }
}
