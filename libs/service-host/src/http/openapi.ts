import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { operationIdOf, operationOf } from './openapi-operation.js';
import { responsesOfProblems } from './openapi-problems.js';
import { Schemas } from './openapi-schemas.js';
import { refuseCareless } from './route-checks.js';
import { apiPrefix, outsideApi, type Route, routesOf } from './routes.js';

export interface ApiTitle {
  readonly title: string;
  readonly version: string;
}

/** The description of an application's API (OpenAPI 3.1): its routes as Nest knows them, their shapes as the contracts say. */
export const buildOpenApi = (app: INestApplication, { title, version }: ApiTitle): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A sign-in token.' }, 'bearer')
    .addSecurity('channelKey', { type: 'http', scheme: 'Channel-Key', description: '`Channel-Key <keyId>.<secret>`' })
    .addSecurity('customerLink', { type: 'http', scheme: 'Link', description: '`Link <token>`, of one complaint.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, { autoTagControllers: false });
  const schemas = new Schemas();
  const routes = routesOf(app);
  refuseDoubles(routes);
  const paths = Object.fromEntries(
    Object.entries(document.paths)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, operations]) => [path, describe(path, operations as Operations, routes, schemas)]),
  );
  return {
    ...document,
    paths,
    components: { ...document.components, schemas: schemas.all(), responses: responsesOfProblems() },
  };
};

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const describe = (path: string, operations: Operations, routes: readonly Route[], schemas: Schemas): Operations =>
  Object.fromEntries(
    Object.entries(operations).map(([method, given]) => {
      const route = routes.find((one) => one.path === path && one.method === method);
      if (!route) throw new Error(`The API's description does not know ${method.toUpperCase()} ${path}.`);
      return [method, operationOf(route, schemas, given)];
    }),
  );

const refuseDoubles = (routes: readonly Route[]): void => {
  const seen = new Map<string, Route>();
  for (const route of routes) {
    const id = operationIdOf(route);
    const other = seen.get(id);
    if (other) throw new Error(`Two routes are called ${id}: ${other.path} and ${route.path}.`);
    seen.set(id, route);
  }
};

/** The same without running anything: no provider is made, no connection opened, no file read. */
export const describeApi = async (root: Type | DynamicModule, title: ApiTitle): Promise<OpenAPIObject> => {
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter({ skipMiddie: true }), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(apiPrefix, { exclude: outsideApi });
  refuseCareless(routesOf(app));
  return buildOpenApi(app, title);
};

/** `/openapi.json` and, for people, `/docs`. */
export const serveDocs = (app: INestApplication, title: ApiTitle): void => {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app, title), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: title.title,
  });
};
