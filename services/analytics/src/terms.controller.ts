import { Controller, Get, Query } from '@nestjs/common';
import { TermsAsked, TermShown } from '@redress/contracts';
import { Allow, Answers, malformed, Refuses } from '@redress/service-host';
import { CurrentColumns } from './current-columns.adapter.js';
import { askingTerms, type TermFound, termsShown } from './terms.rules.js';

@Controller('analytics')
@Allow('analyst', 'lead', 'finance', 'auditor', 'administrator')
export class TermsController {
  constructor(private readonly columns: CurrentColumns) {}

  /** Most complaints first. */
  @Get('terms')
  @Answers(200, [TermShown])
  @Refuses(400, '`to` is not after `from`.')
  async terms(@Query() asked: TermsAsked): Promise<TermShown[]> {
    if (asked.to <= asked.from)
      throw malformed('The query cannot be answered.', [{ field: 'to', message: 'must be after from' }]);
    return termsShown(await this.columns.ask<TermFound>(askingTerms(asked)));
  }
}
