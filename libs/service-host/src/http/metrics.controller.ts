import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from './allow.js';
import { EDGE, type Edge } from './edge.js';

@Controller('metrics')
@AllowAnyone()
export class MetricsController {
  constructor(@Inject(EDGE) private readonly edge: Edge) {}

  @Get()
  read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.edge.registry.contentType);
    return this.edge.registry.metrics();
  }
}
