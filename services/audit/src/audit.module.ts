import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { caseReads } from './case-reads.projection.js';
import { complaintStreams } from './complaint-streams.projection.js';
import { HistoryController } from './history.controller.js';
import { ReadsController } from './reads.controller.js';

@Module(
  service({
    name: 'audit',
    deciders: [],
    reactors: [],
    projections: [complaintStreams, caseReads],
    controllers: [HistoryController, ReadsController],
  }),
)
export class AuditModule {}
