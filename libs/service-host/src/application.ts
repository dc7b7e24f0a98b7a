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
import { tracesBy } from './tracing/traces.js';

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

/**
 * The application around a module of services, its consumers running; it does not listen for requests yet. When it
 * cannot be made, what was opened for it is closed.
 */
export const createApplication = async (parts: ApplicationParts): Promise<Application> => {
  const runtime = new Runtime(parts.adapters, parts.telemetry && tracesBy(parts.telemetry.tracer));
  const announcements = new Announcements();
  try {
    return { app: await startHttp(parts, runtime, announcements), runtime, announcements };
  } catch (error) {
    await runtime.close();
    throw error;
  }
};

const startHttp = async (
  { module, adapters, secrets, settings, limits, telemetry }: ApplicationParts,
  runtime: Runtime,
  announcements: Announcements,
): Promise<NestFastifyApplication> => {
  const app = await createHttpApp(HostModule.with({ runtime, services: module, secrets, settings, announcements }), {
    title: 'Redress',
    version: process.env.npm_package_version ?? '0.1.0',
    clock: adapters.clock,
    logger: adapters.logger,
    publicKeys: secrets.signInPublicKeysFile,
    linkKeys: secrets.linkPublicKeysFile,
    requestSecrets: secrets.requests.map(({ version, secret }) => ({ version, secret: secret.toString('base64') })),
    ...(settings.trustProxy === undefined ? {} : { trustProxy: settings.trustProxy }),
    ...(limits && { limits }),
    ...(telemetry && { telemetry }),
  });
  app.connectMicroservice({ strategy: new ConsumersStrategy(runtime) });
  await app.init();
  return app;
};
