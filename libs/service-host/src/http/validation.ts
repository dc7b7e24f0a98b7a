import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import { coerceQuery, type ContractClass, settleRules, unfit } from '@redress/contracts';
import type { ValidationError } from 'class-validator';
import { type FieldFault, malformed, plainProblem, ProblemError } from './problem.js';
import { waitParameter } from './waiting.js';

/** A flood of wrong fields must not become a flood of sentences. */
const mostFaults = 100;
/** A name that the caller made up is repeated only where it looks like one. */
const name = /^[\w$-]{1,64}$/;

settleRules();

/** Every fault by its field. Values are never repeated: they may be personal. */
export const faultsIn = (errors: readonly ValidationError[], path = ''): readonly FieldFault[] =>
  errors.flatMap(({ property, constraints, children }) => {
    const field = path + (name.test(property) ? property : '?');
    const own = Object.entries(constraints ?? {})
      .slice(0, 1)
      .map(([rule, message]) => ({ field, message: rule === 'whitelistValidation' ? 'is not a field' : message }));
    return [...own, ...faultsIn(children ?? [], `${field}.`)];
  });

const where = { body: 'The body', query: 'The query', param: 'The address', custom: 'The request' } as const;

const refuse = (type: ArgumentMetadata['type'], faults: readonly FieldFault[]): ProblemError =>
  malformed(`${where[type]} has fields that do not fit.`, faults.slice(0, mostFaults));

/** Bodies, queries and paths, by the classes of the contracts: a 400 that names every field, or a value that fits. */
export class Validation implements PipeTransform {
  private readonly pipes = new Map<ArgumentMetadata['type'], ValidationPipe>();

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type === 'custom' || metatype === undefined) return value;
    if ((metatype as unknown) === Buffer) return theFile(value);
    const given = type === 'body' ? bodyOf(value) : coerceQuery(metatype as ContractClass, plain(value));
    return (await this.pipeOf(type).transform(given, { ...metadata, metatype: metatype })) as unknown;
  }

  private pipeOf(type: ArgumentMetadata['type']): ValidationPipe {
    const known = this.pipes.get(type);
    if (known) return known;
    const pipe = new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => refuse(type, faultsIn(errors)),
    });
    this.pipes.set(type, pipe);
    return pipe;
  }
}

const theFile = (value: unknown): Buffer => {
  if (Buffer.isBuffer(value)) return value;
  throw new ProblemError(plainProblem(415, 'Send the file itself as the body, under its own type.'));
};

/** No body is an object without fields: what is missing in it is named, and what needs nothing needs no body. */
const bodyOf = (value: unknown): unknown => {
  if (value === undefined) return {};
  if (!isRecord(value))
    throw malformed('The body must be a JSON object.', [{ field: '', message: 'must be an object' }]);
  const reason = unfit(value);
  if (reason !== undefined) throw malformed(`${reason}.`);
  return value;
};

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** A copy with a prototype, without what every query may carry. */
const plain = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value as object).filter(([field]) => field !== waitParameter));
