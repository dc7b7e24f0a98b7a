import { Controller, Get, Post } from '@nestjs/common';
import { AllowAnyone } from './allow.js';
import { announceStop } from './create-app.js';
import { buildOpenApi, describeApi } from './openapi.js';
import { READINESS, type Readiness } from './ports.js';
import { type ExampleApp, exampleApp, parcelId } from './testing/example-app.js';
import { ParcelsController } from './testing/example.controllers.js';

let state: Awaited<ReturnType<Readiness['check']>> | undefined;
const readiness: Readiness = {
  check: () => (state ? Promise.resolve(state) : Promise.reject(new Error('unknown'))),
};

let example: ExampleApp;
beforeEach(async () => {
  state = { ready: true, parts: [] };
  example = await exampleApp({ providers: [{ provide: READINESS, useValue: readiness }], logLevel: 'debug' });
});
afterEach(() => example.close());

describe('Health', () => {
  it('says that the process is alive, and whether it should be sent requests', async () => {
    expect((await example.inject('/health/live')).json()).toEqual({ alive: true });
    expect((await example.inject('/health/ready')).statusCode).toBe(200);
    state = { ready: false, parts: [{ name: 'sla.read', ready: false, detail: 'catching up' }] };
    const answer = await example.inject('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual(state);
  });

  it('is not ready when nobody can tell, or when it stops', async () => {
    state = undefined;
    expect((await example.inject('/health/ready')).statusCode).toBe(503);
    state = { ready: true, parts: [] };
    announceStop(example.app);
    expect((await example.inject('/health/ready')).json()).toMatchObject({ parts: [{ detail: 'stopping' }] });
    expect((await example.inject('/health/live')).statusCode).toBe(200);
  });
});

describe('Measures and logs', () => {
  it('count requests by the template of their route', async () => {
    await example.inject({ url: `/api/shipping/parcels/${parcelId}?name=Kim`, headers: await example.as('finance') });
    await example.inject({ url: '/api/shipping/Kim' });
    const { body, headers } = await example.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/shipping/parcels/:parcelId",status="403"} 1',
    );
    expect(body).toContain('route="unknown",status="404"');
    expect(body).toContain('process_cpu_user_seconds_total');
    expect(body).not.toContain('Kim');
    expect(body).not.toContain(parcelId);
  });

  it('say in one line who asked what, and nothing of what was said', async () => {
    const id = '7f0c1f0e-0b9a-4a55-8ab4-2d9b9f3f1a11';
    await example.inject({
      url: `/api/shipping/parcels/${parcelId}?name=Kim`,
      headers: { ...(await example.as('finance')), 'x-request-id': id, 'user-agent': 'Kim' },
    });
    const line = example.logged().find(({ msg }) => msg === 'request');
    expect(line).toEqual({
      level: 'info',
      time: expect.any(String) as string,
      msg: 'request',
      method: 'GET',
      route: '/api/shipping/parcels/:parcelId',
      status: 403,
      ms: expect.any(Number) as number,
      requestId: id,
      caller: 'person-1',
    });
    expect(example.lines.join()).not.toContain('Kim');
  });
});

describe('Answers', () => {
  it('carry what keeps a browser from doing harm', async () => {
    for (const url of ['/api/shipping/parcels/me', '/api/nothing', '/docs', '/health/live']) {
      const { headers } = await example.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('of the API are kept by nobody, and allow a page nothing', async () => {
    const { headers } = await example.inject({
      url: '/api/shipping/parcels/me',
      headers: { origin: 'https://evil.example' },
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('to the pages of the description allow no script that stands in the page', async () => {
    const page = await example.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    const script = await example.inject('/docs/swagger-ui-init.js');
    expect(script.body).toContain('shipping.parcels.send');
    expect((await example.inject('/docs/swagger-ui-bundle.js')).statusCode).toBe(200);
    expect((await example.inject('/docs/../../package.json')).statusCode).toBe(404);
    expect((await example.inject('/docs/%2e%2e%2f%2e%2e%2fpackage.json')).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('The API’s description', () => {
  interface Operation {
    readonly operationId: string;
    readonly parameters: {
      readonly name: string;
      readonly in: string;
      readonly required: boolean;
      readonly schema: object;
    }[];
    readonly responses: Record<string, object>;
    readonly [name: string]: unknown;
  }
  const described = async () =>
    (await example.inject('/openapi.json')).json() as {
      readonly openapi: string;
      readonly paths: Record<string, Record<string, Operation>>;
      readonly components: { readonly schemas: Record<string, object>; readonly responses: Record<string, object> };
    };

  it('says of a command who may send it, what it takes, and which problems it meets', async () => {
    const { paths, openapi } = await described();
    expect(openapi).toBe('3.1.0');
    const send = paths['/api/shipping/parcels']?.['post'];
    expect(send).toMatchObject({
      operationId: 'shipping.parcels.send',
      tags: ['shipping'],
      'x-roles': ['agent', 'channel'],
      security: [{ bearer: [] }, { channelKey: [] }],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/NewParcel' } } },
      },
    });
    expect(send?.parameters.map(({ name }) => name)).toEqual(['Idempotency-Key', 'X-Correlation-Id']);
    expect(Object.keys(send?.responses ?? {})).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '414',
      '415',
      '422',
      '429',
      '431',
      '503',
    ]);
    expect(send?.responses['201']).toEqual({
      description: 'It will be sent.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Sent' } } },
    });
  });

  it('says of a query its parameters and that it can wait', async () => {
    const { paths } = await described();
    const wanted = paths['/api/shipping/parcels']?.['get'];
    expect(wanted?.parameters).toMatchObject([
      { name: 'states', in: 'query', required: false, schema: { type: 'array' } },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200 } },
      { name: 'before', in: 'query', schema: { format: 'date-time' } },
      { name: 'waitFor', in: 'query' },
    ]);
    const page = { properties: { items: { items: { $ref: '#/components/schemas/ParcelAnswer' } } } };
    expect(wanted?.responses['200']).toMatchObject({ content: { 'application/json': { schema: page } } });
    const read = paths['/api/shipping/parcels/{parcelId}']?.['get'];
    expect(read?.parameters[0]).toMatchObject({
      name: 'parcelId',
      in: 'path',
      required: true,
      schema: { type: 'string' },
    });
    expect(Object.keys(read?.responses ?? {})).toContain('404');
  });

  it('holds each shape once, and tells how an answer differs from a request', async () => {
    const { components } = await described();
    expect(components.schemas).toMatchObject({
      Customer: { properties: { name: { type: 'string', 'x-personal': 'contact' } } },
      CustomerAnswer: { properties: { name: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
      ParcelAnswer: { properties: { customer: { $ref: '#/components/schemas/CustomerAnswer' } } },
      NewParcel: { properties: { customer: { $ref: '#/components/schemas/Customer' } } },
      Problem: { required: ['type', 'title', 'status', 'instance'] },
    });
    expect(components.schemas).not.toHaveProperty('Parcel');
  });

  it('refers to nothing that is not there, and names every operation once', async () => {
    const document = await described();
    const text = JSON.stringify(document);
    for (const [, kind = '', name = ''] of text.matchAll(/#\/components\/(\w+)\/(\w+)/g))
      expect((document.components as Record<string, Record<string, object>>)[kind]).toHaveProperty(name);
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('platform.health.ready');
  });

  it('is made without running anything, and is the same', async () => {
    class Example {}
    const made = { count: 0 };
    const expensive = { provide: 'expensive', useFactory: () => (made.count += 1) };
    const root = { module: Example, controllers: [ParcelsController], providers: [expensive] };
    const offline = await describeApi(root, { title: 'Example', version: '1.0.0' });
    expect(made.count).toBe(0);
    const online = JSON.parse(
      JSON.stringify(buildOpenApi(example.app, { title: 'Example', version: '1.0.0' })),
    ) as typeof offline;
    const ofApi = ({ paths }: typeof offline) => Object.entries(paths).filter(([path]) => path.startsWith('/api/'));
    expect(JSON.parse(JSON.stringify(ofApi(offline)))).toEqual(ofApi(online));
    expect(JSON.parse(JSON.stringify(offline.components))).toEqual(online.components);
  });

  it('refuses two operations of one name', async () => {
    @Controller(['shipping/a', 'shipping/b'])
    @AllowAnyone()
    class TwiceController {
      @Post()
      add(): object {
        return {};
      }
      @Get()
      all(): object {
        return {};
      }
    }
    class Example {}
    const root = { module: Example, controllers: [TwiceController] };
    await expect(describeApi(root, { title: 'x', version: '1' })).rejects.toThrow(
      'Two routes are called shipping.twice.add',
    );
  });
});
