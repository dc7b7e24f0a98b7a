import { Controller, Get, Query } from '@nestjs/common';
import { TermsAsked, TermShown } from '@redress/contracts';
import { Allow, Answers, malformed, Refuses, Rows } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { ComplaintFacts } from './complaint-facts.projection.js';
import { DescribedText, termsAsked } from './texts.projection.js';

@Controller('analytics')
@Allow('analyst', 'lead', 'finance', 'auditor', 'administrator')
export class TermsController {
  constructor(
    @Rows(DescribedText) private readonly texts: Repository<DescribedText>,
    @Rows(ComplaintFacts) private readonly facts: Repository<ComplaintFacts>,
  ) {}

  /** Most complaints first. */
  @Get('terms')
  @Answers(200, [TermShown])
  @Refuses(400, '`to` is not after `from`.')
  async terms(@Query() asked: TermsAsked): Promise<TermShown[]> {
    if (asked.to <= asked.from)
      throw malformed('The query cannot be answered.', [{ field: 'to', message: 'must be after from' }]);
    return termsAsked(this.texts, this.facts, asked);
  }
}
