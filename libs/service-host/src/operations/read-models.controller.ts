import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ReadModelGiven, ReadModelWork, ReadModelWorkPath } from '@redress/contracts';
import { Allow } from '../http/allow.js';
import { Answers, Refuses } from '../http/answers.js';
import { AskedBy } from '../http/asked.js';
import type { Caller } from '../http/caller.js';
import { ReadModels } from './read-models.js';

@Controller('operations')
@Allow('administrator')
export class ReadModelsController {
  constructor(private readonly readModels: ReadModels) {}

  /** Makes tables anew from the log, beside the live ones. How it goes: `GET /api/operations/work/{workId}`. */
  @Post('rebuilds')
  @Answers(202, [ReadModelWork])
  @Refuses(404, 'This process has no such service or read model.')
  rebuild(@Body() given: ReadModelGiven, @AskedBy() { id }: Caller): readonly ReadModelWork[] {
    return this.readModels.begin('rebuild', given, id);
  }

  /** Compares tables with what the log says, row by row. */
  @Post('verifications')
  @Answers(202, [ReadModelWork])
  @Refuses(404, 'This process has no such service or read model.')
  verify(@Body() given: ReadModelGiven, @AskedBy() { id }: Caller): readonly ReadModelWork[] {
    return this.readModels.begin('verification', given, id);
  }

  /** What was asked of this process since it started. */
  @Get('work')
  @Answers(200, [ReadModelWork])
  list(): readonly ReadModelWork[] {
    return this.readModels.all();
  }

  @Get('work/:workId')
  @Answers(200, ReadModelWork)
  read(@Param() { workId }: ReadModelWorkPath): ReadModelWork {
    return this.readModels.one(workId);
  }
}
