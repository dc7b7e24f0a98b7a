import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import { sentBy } from './sender.js';

/** What a route takes from a request. */
export interface Taken {
  readonly body: Type | undefined;
  readonly query: Type | undefined;
  readonly parameters: Type | undefined;
  /** Takes `@SentBy()`. */
  readonly isCommand: boolean;
  /** What it takes without a class that says how it must look, so that nothing would be checked. */
  readonly unchecked: readonly string[];
}

interface Argument {
  readonly index: number;
  readonly data?: unknown;
  readonly factory?: unknown;
}

const kinds = [
  ['body', RouteParamtypes.BODY, '@Body'],
  ['query', RouteParamtypes.QUERY, '@Query'],
  ['parameters', RouteParamtypes.PARAM, '@Param'],
] as const;

const notClasses: readonly unknown[] = [undefined, Object, Array, String, Number, Boolean, Date, Map, Set];

export const takenBy = (controller: Type, name: string): Taken => {
  const described = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ?? []) as Type[];
  const unchecked: string[] = [];
  const typeOf = (kind: RouteParamtypes, decorator: string): Type | undefined => {
    const found = Object.entries(described).find(([key]) => key.split(':', 1)[0] === String(kind));
    if (!found) return undefined;
    const [, { index, data }] = found;
    if (data !== undefined && data !== null) unchecked.push(`${decorator}(${JSON.stringify(data)})`);
    else if (notClasses.includes(types[index])) unchecked.push(`${decorator}()`);
    return types[index];
  };
  const [body, query, parameters] = kinds.map(([, kind, decorator]) => typeOf(kind, decorator));
  const isCommand = Object.values(described).some(({ factory }) => factory === sentBy);
  return { body, query, parameters, isCommand, unchecked };
};
