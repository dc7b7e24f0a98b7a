import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { EDGE, type Edge, REGISTRY, STOPPING } from './edge.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';

/** The root of an application: what was asked for, and the edge's own pages. */
@Global()
@Module({})
export class HttpEdge {
  static around(root: Type | DynamicModule, edge: Edge): DynamicModule {
    return {
      module: HttpEdge,
      imports: [root],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: EDGE, useValue: edge },
        { provide: STOPPING, useValue: edge.stopping },
        { provide: REGISTRY, useValue: edge.registry },
      ],
      exports: [STOPPING, REGISTRY],
    };
  }
}
