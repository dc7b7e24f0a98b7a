import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { Announcements } from './announcements.js';
import { caseReads } from './case-reads.js';
import { Commands } from './commands/commands.js';
import { ChangeFeed } from './feed/change-feed.js';
import { LogFeed } from './feed/log-feed.js';
import { Histories } from './histories.js';
import { HouseSecrets } from './house-secrets.js';
import { KeptTexts } from './kept-texts.js';
import { REGISTRY, STOPPING } from './http/edge.js';
import { CASE_READS, READINESS, VISIBILITY } from './http/ports.js';
import { LagController } from './operations/lag.controller.js';
import { HostMeasures } from './measures/host-measures.js';
import { LagMetrics } from './operations/lag-metrics.js';
import { ParkedController } from './operations/parked.controller.js';
import { PruneController } from './operations/prune.controller.js';
import { ReadModelsController } from './operations/read-models.controller.js';
import { ReadModels } from './operations/read-models.js';
import { readiness } from './readiness.js';
import { Runtime } from './runtime.js';
import type { Settings } from './settings.js';
import { visibility } from './visibility.js';

export const WALL_CLOCK = Symbol.for('redress.WallClock');
export const SETTINGS = Symbol.for('redress.Settings');

/** What an operator can ask of every process. */
const operations = [LagController, ParkedController, PruneController, ReadModelsController];

interface HostParts {
  readonly runtime: Runtime;
  readonly services: Type;
  readonly secrets: HouseSecrets;
  readonly settings: Settings;
  readonly announcements: Announcements;
}

/** What every service may ask for, and the services themselves. */
@Global()
@Module({})
export class HostModule {
  static with({ runtime, services, secrets, settings, announcements }: HostParts): DynamicModule {
    const providers = [
      { provide: Runtime, useValue: runtime },
      { provide: Commands, useValue: runtime.commands },
      { provide: WALL_CLOCK, useValue: runtime.adapters.clock },
      { provide: SETTINGS, useValue: settings },
      { provide: HouseSecrets, useValue: secrets },
      { provide: Announcements, useValue: announcements },
      { provide: VISIBILITY, useValue: visibility(runtime) },
      { provide: READINESS, useValue: readiness(runtime) },
      { provide: CASE_READS, useValue: caseReads(runtime) },
      Histories,
      LogFeed,
      ChangeFeed,
      KeptTexts,
      ReadModels,
      LagMetrics,
      HostMeasures,
    ];
    return { module: HostModule, imports: [services], controllers: operations, providers, exports: providers };
  }

  /** The same without anything behind it: for a description of the API, in which no provider is made. */
  static described(services: Type): DynamicModule {
    const named = [
      Runtime,
      Commands,
      HouseSecrets,
      Announcements,
      Histories,
      LogFeed,
      ChangeFeed,
      KeptTexts,
      ReadModels,
    ];
    const tokens = [...named, WALL_CLOCK, SETTINGS, VISIBILITY, READINESS, CASE_READS, REGISTRY, STOPPING];
    const providers = tokens.map((provide) => ({ provide, useValue: undefined }));
    return { module: HostModule, imports: [services], controllers: operations, providers, exports: providers };
  }
}
