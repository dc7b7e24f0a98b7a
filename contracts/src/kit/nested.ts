// class-transformer's @Type asks it for the types of fields.
import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { applyRule, type FieldOf } from './decorators.js';
import { type ContractClass, describe } from './fields.js';
import type { Rule } from './rule.js';

/** Whether it can be read as an object with fields. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const shapeRule: Rule = {
  kind: 'shape',
  limits: {},
  says: 'must be an object',
  accepts: isRecord,
  schema: { type: 'object' },
};

const factsRule: Rule = {
  kind: 'facts',
  limits: {},
  says: 'must be an object',
  accepts: isRecord,
  schema: { type: 'object' },
};

const listRule = (max: number): Rule => {
  if (!Number.isSafeInteger(max) || max < 1) throw new Error(`A list's max is a positive integer, not ${max}.`);
  return {
    kind: 'list-of',
    limits: { max },
    says: `must be a list of at most ${max} ${max === 1 ? 'object' : 'objects'}`,
    accepts: (value) => value !== overlong && Array.isArray(value) && value.length <= max && value.every(isRecord),
    schema: { type: 'array', maxItems: max },
  };
};

/** Stands for a list that is too long, so that a flood is refused as one fault instead of being looked at item by item. */
const overlong: readonly never[] = Object.freeze([]);

/** Another class of the contracts. */
export const Shape =
  <Part extends object>(type: () => ContractClass<Part>): FieldOf<Part> =>
  (owner, name) => {
    applyRule(shapeRule, owner, name);
    describe(owner, name, { nested: type });
    Type(type)(owner, name);
    ValidateNested({ message: `${name} ${shapeRule.says}` })(owner, name);
  };

/** What an event says, whichever event it is: its own contract describes the fields. Only in answers; nobody sends it. */
export const Facts = (): FieldOf<Readonly<Record<string, unknown>>> => (owner, name) =>
  applyRule(factsRule, owner, name);

/** A list of another class of the contracts. */
export const ListOf = <Part extends object>(
  type: () => ContractClass<Part>,
  { max }: { max: number },
): FieldOf<readonly Part[]> => {
  const rule = listRule(max);
  return (owner, name) => {
    applyRule(rule, owner, name);
    describe(owner, name, { nested: type });
    Type(type)(owner, name);
    Transform(
      ({ value }: { readonly value: unknown }) => (Array.isArray(value) && value.length > max ? overlong : value),
      { toClassOnly: true },
    )(owner, name);
    ValidateNested({ message: `${name} ${rule.says}` })(owner, name);
  };
};
