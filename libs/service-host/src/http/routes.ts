import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
  SSE_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { type Allowance, allowanceOf } from './allow.js';
import { sentBy } from './sender.js';

export const apiPrefix = 'api';
/** Of a controller's own address: what stands outside the prefix. */
export const outsideApi = ['health/live', 'health/ready', 'metrics'];

/** One thing that can be asked. */
export interface Route {
  readonly controller: Type;
  readonly name: string;
  readonly handler: object;
  readonly method: string;
  /** `/api/sla/clocks/{complaintId}/{metric}/pause` */
  readonly path: string;
  readonly allowance: Allowance | undefined;
  readonly body: Type | undefined;
  readonly query: Type | undefined;
  readonly parameters: Type | undefined;
  /** Takes `@SentBy()`. */
  readonly isCommand: boolean;
  readonly isStream: boolean;
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
  const args = argumentsOf(controller, name);
  return {
    controller,
    name,
    handler,
    method,
    path: `/${whole.map((part) => (part.startsWith(':') ? `{${part.slice(1)}}` : part)).join('/')}`,
    allowance: allowanceOf({ handler, controller }),
    body: args.typeOf(RouteParamtypes.BODY),
    query: args.typeOf(RouteParamtypes.QUERY),
    parameters: args.typeOf(RouteParamtypes.PARAM),
    isCommand: args.factories.includes(sentBy),
    isStream: Reflect.getMetadata(SSE_METADATA, handler) === true,
    status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? (method === 'post' ? 201 : 200),
  };
};

interface Argument {
  readonly index: number;
  readonly data?: unknown;
  readonly factory?: unknown;
}

const argumentsOf = (controller: Type, name: string) => {
  const described = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ?? []) as Type[];
  return {
    factories: Object.values(described).map(({ factory }) => factory),
    /** Of the argument that takes the whole of it; one that takes a single value is not described. */
    typeOf: (kind: RouteParamtypes): Type | undefined => {
      const found = Object.entries(described).find(
        ([key, { data }]) => key.split(':', 1)[0] === String(kind) && (data === undefined || data === null),
      );
      const type = found && types[found[1].index];
      return type && (type as unknown) !== Object ? type : undefined;
    },
  };
};

/** Throws, naming each, when a route does not say who may call it. */
export const refuseUnguarded = (routes: readonly Route[]): void => {
  const open = routes.filter(({ allowance }) => !allowance);
  if (open.length === 0) return;
  const names = open.map(
    ({ controller, name, method, path }) => `${controller.name}.${name} (${method.toUpperCase()} ${path})`,
  );
  throw new Error(`Say with @Allow, @AllowSignedIn or @AllowAnyone who may call: ${names.join(', ')}.`);
};
