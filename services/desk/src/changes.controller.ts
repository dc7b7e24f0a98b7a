import { Controller, Get, Header, Headers, Query, StreamableFile } from '@nestjs/common';
import { CaseChange, ChangesAsked } from '@redress/contracts';
import {
  Allow,
  Answers,
  AnswersAs,
  AskedBy,
  type Caller,
  ChangeFeed,
  mediaTypes,
  Refuses,
} from '@redress/service-host';
import { changeIn } from './changes.rules.js';

const answer =
  'Server-sent events, from now on or from a cursor (`from`, Last-Event-ID): each says which case is another than before, once the desk shows it. A comment every 15 seconds says that nothing has changed.';

/** For screens that are open while others work. */
@Controller('desk/changes')
@Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
export class ChangesController {
  constructor(private readonly changes: ChangeFeed) {}

  @Get()
  @Answers(200, CaseChange, answer)
  @Refuses(400, '`from` is no cursor of this feed.')
  @AnswersAs('text/event-stream')
  // Proxies would hold back the changes of a quiet hour until they had enough of them.
  @Header('x-accel-buffering', 'no')
  async follow(
    @Query() { complaintId, from }: ChangesAsked,
    @AskedBy() { id: callerId }: Caller,
    @Headers('last-event-id') lastEventId = '',
  ): Promise<StreamableFile> {
    const stream = await this.changes.open({
      service: 'desk',
      callerId,
      from: lastEventId || from,
      tells: (event) => (complaintId === undefined || event.metadata.key === complaintId ? changeIn(event) : undefined),
    });
    return new StreamableFile(stream, { type: mediaTypes.sse });
  }
}
