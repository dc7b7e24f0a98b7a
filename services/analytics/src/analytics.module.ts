import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { compensationsPaid } from './compensations.projection.js';
import { complaintFacts } from './complaint-facts.projection.js';
import { KpisController } from './kpis.controller.js';
import { phaseStays } from './phases.projection.js';
import { TermsController } from './terms.controller.js';
import { describedTexts } from './texts.projection.js';

@Module(
  service({
    name: 'analytics',
    deciders: [],
    reactors: [],
    projections: [complaintFacts, phaseStays, compensationsPaid, describedTexts],
    controllers: [KpisController, TermsController],
  }),
)
export class AnalyticsModule {}
