import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { type Allowance, allowanceOf } from './allow.js';
import { type Taken, takenBy } from './route-arguments.js';

export const apiPrefix = 'api';
/** Of a controller's own address: what stands outside the prefix. */
export const outsideApi = ['health/live', 'health/ready', 'metrics'];

/** One thing that can be asked. */
export interface Route extends Taken {
  readonly controller: Type;
  readonly name: string;
  readonly handler: object;
  readonly method: string;
  /** `/api/sla/clocks/{complaintId}/{metric}/pause` */
  readonly path: string;
  readonly allowance: Allowance | undefined;
  readonly status: number;
}

/** Every route of every controller, as its decorators say. */
export const routesOf = (app: INestApplication): readonly Route[] => {
  const controllers = [...app.get(ModulesContainer, { strict: false }).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const types = new Set(controllers.map(({ metatype }) => metatype as Type));
  return [...types].flatMap(routesIn);
};

const routesIn = (controller: Type): readonly Route[] => {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name] as object;
    const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
    if (path === undefined) return [];
    const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
    return prefixes.flatMap((prefix) => [path].flat().map((own) => routeAt(controller, name, handler, prefix, own)));
  });
};

const routeAt = (controller: Type, name: string, handler: object, prefix: string, own: string): Route => {
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase();
  const address = [prefix, own].flatMap((part) => part.split('/')).filter((part) => part !== '');
  const whole = outsideApi.includes(address.join('/')) ? address : [apiPrefix, ...address];
  const taken = takenBy(controller, name);
  return {
    controller,
    name,
    handler,
    method,
    path: `/${whole.map((part) => (part.startsWith(':') ? `{${part.slice(1)}}` : part)).join('/')}`,
    allowance: allowanceOf({ handler, controller }),
    ...taken,
    status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? (method === 'post' ? 201 : 200),
  };
};
