import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { HostModule } from './host.module.js';
import { type ApiTitle, describeApi } from './http/openapi.js';

/** The API of a module of services (OpenAPI 3.1), without a database, a secret or a running process. */
export const describeServices = (module: Type, title: ApiTitle): Promise<OpenAPIObject> =>
  describeApi(HostModule.described(module), title);
