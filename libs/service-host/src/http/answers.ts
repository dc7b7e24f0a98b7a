import { HttpCode, type Type } from '@nestjs/common';

/** A list of a class, in parts: `{ items, next? }`. */
export interface PageOf {
  readonly pageOf: Type;
}
export const pageOf = (type: Type): PageOf => ({ pageOf: type });

export type AnswerShape = Type | readonly [Type] | PageOf;

export interface Answer {
  readonly status: number;
  readonly shape: AnswerShape | undefined;
  readonly description: string | undefined;
}

const answersKey = 'redress.http.answers';

/**
 * What a route answers: `@Answers(200, pageOf(DueClock))`, `@Answers(201, [Line])`, `@Answers(204)`. The first one with a
 * 2xx status is also what it is answered with.
 */
export const Answers =
  (status: number, shape?: AnswerShape, description?: string): MethodDecorator =>
  (target, name, descriptor) => {
    const handler = descriptor.value as object;
    const before = answersOf(handler);
    // Decorators are applied from the last to the first: the one written first comes last.
    Reflect.defineMetadata(answersKey, [{ status, shape, description }, ...before], handler);
    if (status >= 200 && status < 300) HttpCode(status)(target, name, descriptor);
  };

export const answersOf = (handler: object): readonly Answer[] =>
  (Reflect.getMetadata(answersKey, handler) as readonly Answer[] | undefined) ?? [];

/** A problem that what a route takes does not tell of. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409;
  /** A sentence: in which case. */
  readonly when: string;
}

const refusalsKey = 'redress.http.refusals';

/**
 * What a route refuses beside what its shapes and roles say: `@Refuses(400, 'What is imported lies in the future.')`. On a
 * method, or on a controller for all of its methods.
 */
export const Refuses =
  (status: Refusal['status'], when: string): MethodDecorator & ClassDecorator =>
  (target: object, _name?: string | symbol, descriptor?: PropertyDescriptor) => {
    const owner = (descriptor?.value as object | undefined) ?? target;
    Reflect.defineMetadata(refusalsKey, [{ status, when }, ...refusalsIn(owner)], owner);
  };

const refusalsIn = (owner: object): readonly Refusal[] =>
  (Reflect.getOwnMetadata(refusalsKey, owner) as readonly Refusal[] | undefined) ?? [];

export const refusalsOf = (target: { readonly handler: object; readonly controller: object }): readonly Refusal[] => [
  ...refusalsIn(target.controller),
  ...refusalsIn(target.handler),
];
