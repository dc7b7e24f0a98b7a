import { Controller, ForbiddenException, Get, Header, Headers, Inject, Query, StreamableFile } from '@nestjs/common';
import { EventsAsked, FeedEvent } from '@redress/contracts';
import {
  Allow,
  Answers,
  AnswersAs,
  AskedBy,
  type Caller,
  Commands,
  LogFeed,
  malformed,
  mediaTypes,
  Refuses,
  WALL_CLOCK,
} from '@redress/service-host';
import type { WallClock } from '@redress/eventing';
import { causeOfFeedRead, feedReader } from './feed-reader.decider.js';
import { selectionOf } from './feed.rules.js';
import { sightOf } from './history.rules.js';

const feedAnswer =
  'CloudEvents in the order of the log. NDJSON: one a line, up to the head; the last line is progress (`redress.progress`), its `data.next` the cursor to go on with. As text/event-stream it goes on with what comes, and Last-Event-ID is a cursor.';

/** The whole log, for analysts. */
@Controller('audit')
@Allow('analyst', 'auditor', 'legal', 'administrator')
export class EventsController {
  constructor(
    private readonly feed: LogFeed,
    private readonly commands: Commands,
    @Inject(WALL_CLOCK) private readonly clock: WallClock,
  ) {}

  @Get('events')
  @Answers(200, FeedEvent, feedAnswer)
  @Refuses(400, '`from` is no cursor of this feed, or `category` names something else than categories.')
  @AnswersAs('application/x-ndjson', 'text/event-stream')
  // Proxies would hold back the events of a quiet log until they had enough of them.
  @Header('x-accel-buffering', 'no')
  async events(
    @Query() { from, category, limit, personal = 'sealed' }: EventsAsked,
    @AskedBy() caller: Caller,
    @Headers('accept') accept = '',
    @Headers('last-event-id') lastEventId = '',
  ): Promise<StreamableFile> {
    if (personal === 'opened' && sightOf(caller.roles) !== 'with-personal')
      throw new ForbiddenException('Personal data in clear need one of the roles auditor, legal.');
    const selection = selectionOf(category);
    if (!selection)
      throw malformed('The query has fields that do not fit.', [
        { field: 'category', message: 'must be categories as in intake.complaint, with commas between them' },
      ]);
    const format = accept.includes('text/event-stream') ? 'sse' : 'ndjson';
    const stream = await this.feed.open({
      format,
      callerId: caller.id,
      from: (format === 'sse' && lastEventId) || from,
      takes: selection.takes,
      limit,
      personal,
      noting: personal === 'opened' ? () => this.note(caller, selection.name) : undefined,
    });
    return new StreamableFile(stream, { type: mediaTypes[format] });
  }

  /** A bulk read names no case: it is recorded as what it is. */
  private async note({ id, roles }: Caller, selection: string): Promise<void> {
    const cause = causeOfFeedRead({ id, roles }, selection, this.clock.now());
    await this.commands.dispatch(
      { decider: feedReader, id, command: 'RecordFeedRead', data: { readerId: id, selection } },
      cause,
    );
  }
}
