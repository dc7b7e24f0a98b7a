import 'reflect-metadata';

const mediaTypesKey = 'redress.http.media-types';

/** As what a route answers, where it is not JSON: the shape of `@Answers` is that of a line, or of an event's data. */
export const AnswersAs =
  (...types: readonly [string, ...string[]]): MethodDecorator =>
  (_target, _name, descriptor) =>
    Reflect.defineMetadata(mediaTypesKey, types, descriptor.value as object);

export const mediaTypesOf = (handler: object): readonly string[] | undefined =>
  Reflect.getMetadata(mediaTypesKey, handler) as readonly string[] | undefined;
