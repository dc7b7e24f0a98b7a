import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Announcements } from './announcements.js';
import { ConsumersStrategy } from './consumers-strategy.js';
import { HostModule } from './host.module.js';
import type { HouseSecrets } from './house-secrets.js';
import { createHttpApp } from './http/create-app.js';
import type { HttpLimits } from './http/options.js';
import type { Telemetry } from './http/telemetry.js';
import { type Adapters, Runtime } from './runtime.js';
import type { Settings } from './settings.js';

export interface ApplicationParts {
  readonly module: Type;
  readonly adapters: Adapters;
  readonly secrets: HouseSecrets;
  readonly settings: Settings;
  readonly limits?: Partial<HttpLimits>;
  readonly telemetry?: Telemetry | undefined;
}

export interface Application {
  readonly app: NestFastifyApplication;
  readonly runtime: Runtime;
  readonly announcements: Announcements;
}

/** The application around a module of services, its consumers running; it does not listen for requests yet. */
export const createApplication = async (parts: ApplicationParts): Promise<Application> => {
  const { module, adapters, secrets, settings, limits, telemetry } = parts;
  const runtime = new Runtime(adapters);
  const announcements = new Announcements();
  const app = await createHttpApp(HostModule.with({ runtime, services: module, secrets, settings, announcements }), {
    title: 'Redress',
    version: process.env.npm_package_version ?? '0.1.0',
    clock: adapters.clock,
    logger: adapters.logger,
    publicKeys: secrets.signInPublicKeysFile,
    requestSecrets: [{ version: 1, secret: secrets.request.toString('base64') }],
    ...(settings.trustProxy === undefined ? {} : { trustProxy: settings.trustProxy }),
    ...(limits && { limits }),
    ...(telemetry && { telemetry }),
  });
  app.connectMicroservice({ strategy: new ConsumersStrategy(runtime) });
  await app.init();
  return { app, runtime, announcements };
};
