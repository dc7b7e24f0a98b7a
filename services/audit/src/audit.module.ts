import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { caseReads } from './case-reads.projection.js';
import { complaintStreams } from './complaint-streams.projection.js';
import { EventsController } from './events.controller.js';
import { feedReads } from './feed-reads.projection.js';
import { feedReader } from './feed-reader.decider.js';
import { HistoryController } from './history.controller.js';
import { ReadsController } from './reads.controller.js';

@Module(
  service({
    name: 'audit',
    deciders: [feedReader],
    reactors: [],
    projections: [complaintStreams, caseReads, feedReads],
    controllers: [HistoryController, ReadsController, EventsController],
  }),
)
export class AuditModule {}
