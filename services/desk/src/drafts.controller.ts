import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { DeskCasePath, type PersonId, ReplyDraftGiven, ReplyDraftShown } from '@redress/contracts';
import { Allow, Answers, AskedBy, type Caller, NotThereError, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { BoardRow } from './board.projection.js';
import { type DraftId, Drafts } from './drafts.adapter.js';

/** What somebody is about to answer: their own, seen by nobody else. */
@Controller('desk/cases/:complaintId/draft')
@Allow('agent', 'lead')
export class DraftsController {
  constructor(
    private readonly drafts: Drafts,
    @Rows(BoardRow) private readonly cases: Repository<BoardRow>,
  ) {}

  @Get()
  @Answers(200, ReplyDraftShown)
  async read(@Param() path: DeskCasePath, @AskedBy() caller: Caller): Promise<ReplyDraftShown> {
    const draft = await this.drafts.find(own(path, caller));
    if (!draft) throw new NotThereError('draft');
    return draft;
  }

  @Put()
  @Answers(200, ReplyDraftShown)
  async save(
    @Param() path: DeskCasePath,
    @Body() { text }: ReplyDraftGiven,
    @AskedBy() caller: Caller,
  ): Promise<ReplyDraftShown> {
    if (!(await this.cases.existsBy({ complaintId: path.complaintId }))) throw new NotThereError('complaint');
    return this.drafts.save(own(path, caller), text);
  }

  @Delete()
  @Answers(204)
  async discard(@Param() path: DeskCasePath, @AskedBy() caller: Caller): Promise<void> {
    await this.drafts.discard(own(path, caller));
  }
}

const own = ({ complaintId }: DeskCasePath, { id }: Caller): DraftId => ({ complaintId, personId: id as PersonId });
