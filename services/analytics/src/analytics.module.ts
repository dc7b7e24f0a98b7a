import { Injectable, Module } from '@nestjs/common';
import { Rows, Runtime, service, tableMoment } from '@redress/service-host';
import { CompensationPaidOut, compensationsPaid } from './compensations.projection.js';
import { ComplaintFacts, complaintFacts } from './complaint-facts.projection.js';
import { type AnyRows, CurrentColumns } from './current-columns.adapter.js';
import { KpisController } from './kpis.controller.js';
import { phaseStays, PhaseStays } from './phases.projection.js';
import { TermsController } from './terms.controller.js';
import { DescribedText, describedTexts } from './texts.projection.js';

@Injectable()
class ColumnsHere extends CurrentColumns {
  constructor(@Rows(ComplaintFacts) rows: AnyRows, runtime: Runtime) {
    super(rows, tableMoment, {
      facts: ComplaintFacts,
      stays: PhaseStays,
      compensations: CompensationPaidOut,
      texts: DescribedText,
    });
    runtime.undertake({
      name: 'analytics by column',
      notReady: () => undefined,
      start: async () =>
        this.begin((err) =>
          runtime.adapters.logger.warn({ err }, 'the columns could not be copied ahead of a question'),
        ),
      stop: () => this.close(),
    });
  }
}

@Module(
  service({
    name: 'analytics',
    deciders: [],
    reactors: [],
    projections: [complaintFacts, phaseStays, compensationsPaid, describedTexts],
    controllers: [KpisController, TermsController],
    providers: [{ provide: CurrentColumns, useClass: ColumnsHere }],
  }),
)
export class AnalyticsModule {}
