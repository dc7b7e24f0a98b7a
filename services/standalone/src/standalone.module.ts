import { Module } from '@nestjs/common';
import { AuditModule } from '@redress/audit';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { SlaModule } from '@redress/sla';

/** All services in one process. */
@Module({ imports: [DirectoryModule, IntakeModule, SlaModule, AuditModule] })
export class StandaloneModule {}
