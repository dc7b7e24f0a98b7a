import { Module } from '@nestjs/common';
import { AuditModule } from '@redress/audit';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { RelayModule } from '@redress/relay';
import { SlaModule } from '@redress/sla';

/** All services in one process, and the relay, which has something to do only with `EVENT_BUS=kafka`. */
@Module({ imports: [DirectoryModule, IntakeModule, SlaModule, AuditModule, RelayModule] })
export class StandaloneModule {}
