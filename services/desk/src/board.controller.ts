import { Controller, Get, Query } from '@nestjs/common';
import { BoardAsked, BoardCounted, type BoardSort, CaseListed, CasesWanted } from '@redress/contracts';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  keysetPage,
  type Order,
  type Page,
  pageOf,
  Rows,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { BoardRow } from './board.projection.js';
import { caseListed } from './case-listed.projection.js';
import { casesWanted, countsOf } from './cases-wanted.projection.js';

const orders: Readonly<Record<BoardSort, readonly Order<BoardRow>[]>> = {
  due: [
    ['dueAt', 'ASC'],
    ['complaintId', 'ASC'],
  ],
  received: [
    ['receivedAt', 'DESC'],
    ['complaintId', 'DESC'],
  ],
  activity: [
    ['lastActivityAt', 'DESC'],
    ['complaintId', 'DESC'],
  ],
};

/** What there is to do: the open cases, unless others are asked for. */
@Controller('desk/board')
@Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
export class BoardController {
  constructor(@Rows(BoardRow) private readonly cases: Repository<BoardRow>) {}

  @Get()
  @Answers(200, pageOf(CaseListed))
  async list(@Query() asked: BoardAsked, @AskedBy() { id }: Caller): Promise<Page<CaseListed>> {
    const { sort = 'due', cursor, limit } = asked;
    const page = await keysetPage(casesWanted(this.cases, asked, id), { columns: orders[sort], cursor, limit });
    return { ...page, items: page.items.map(caseListed) };
  }

  /** How many of the same cases stand where. */
  @Get('counts')
  @Answers(200, BoardCounted)
  counts(@Query() wanted: CasesWanted, @AskedBy() { id }: Caller): Promise<BoardCounted> {
    return countsOf(casesWanted(this.cases, wanted, id));
  }
}
