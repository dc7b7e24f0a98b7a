import { Module } from '@nestjs/common';

/** The gateway decides nothing and keeps nothing: it has the pages that every process has. */
@Module({})
export class GatewayModule {}
