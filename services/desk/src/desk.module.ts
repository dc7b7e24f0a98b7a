import { Inject, Injectable, Module } from '@nestjs/common';
import type { WallClock } from '@redress/eventing';
import { KeptTexts, Rows, service, WALL_CLOCK } from '@redress/service-host';
import { BoardController } from './board.controller.js';
import { board } from './board.projection.js';
import { caseStreams } from './case-streams.projection.js';
import { CasesController } from './cases.controller.js';
import { ChangesController } from './changes.controller.js';
import { type DraftRows, DraftRow, Drafts } from './drafts.adapter.js';
import { DraftsController } from './drafts.controller.js';
import { Drafts1774000000000 } from './drafts.migration.js';
import { replies, ReplyRow, type ReplyRows } from './replies.projection.js';
import { SearchController } from './search.controller.js';
import { search } from './search.projection.js';

@Injectable()
class DraftsHere extends Drafts {
  constructor(
    @Rows(DraftRow) drafts: DraftRows,
    @Rows(ReplyRow) answers: ReplyRows,
    texts: KeptTexts,
    @Inject(WALL_CLOCK) clock: WallClock,
  ) {
    super(drafts, answers, texts, clock);
  }
}

@Module(
  service({
    name: 'desk',
    deciders: [],
    reactors: [],
    projections: [board, search, caseStreams, replies],
    controllers: [BoardController, SearchController, CasesController, ChangesController, DraftsController],
    keptTables: [DraftRow],
    migrations: [Drafts1774000000000],
    providers: [{ provide: Drafts, useClass: DraftsHere }],
  }),
)
export class DeskModule {}
