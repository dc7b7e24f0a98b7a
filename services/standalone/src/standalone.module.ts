import { Module } from '@nestjs/common';
import { AnalyticsModule } from '@redress/analytics';
import { AuditModule } from '@redress/audit';
import { CompensationModule } from '@redress/compensation';
import { DeskModule } from '@redress/desk';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { NotificationModule } from '@redress/notification';
import { RelayModule } from '@redress/relay';
import { SlaModule } from '@redress/sla';
import { TriageModule } from '@redress/triage';

/** All services in one process, and the relay, which has something to do only with `EVENT_BUS=kafka`. */
@Module({
  imports: [
    DirectoryModule,
    IntakeModule,
    TriageModule,
    SlaModule,
    CompensationModule,
    NotificationModule,
    AnalyticsModule,
    DeskModule,
    AuditModule,
    RelayModule,
  ],
})
export class StandaloneModule {}
