import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from './allow.js';
import { EDGE, type Edge } from './edge.js';

/** For the orchestrator: is the process alive, and should it be sent requests? */
@Controller('health')
@AllowAnyone()
export class HealthController {
  constructor(@Inject(EDGE) private readonly edge: Edge) {}

  /** Alive means: it answers. A process that waits for its database is alive. */
  @Get('live')
  live(): { readonly alive: true } {
    return { alive: true };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const state = this.edge.stopping.aborted
      ? { ready: false, parts: [{ name: 'process', ready: false, detail: 'stopping' }] }
      : await this.parts();
    reply.header('cache-control', 'no-store');
    reply.status(state.ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return state;
  }

  private async parts(): ReturnType<NonNullable<ReturnType<Edge['readiness']>>['check']> {
    try {
      return (await this.edge.readiness()?.check()) ?? { ready: true, parts: [] };
    } catch (error) {
      this.edge.logger.error({ error }, 'whether this process is ready could not be found out');
      return { ready: false, parts: [{ name: 'process', ready: false, detail: 'unknown' }] };
    }
  }
}
