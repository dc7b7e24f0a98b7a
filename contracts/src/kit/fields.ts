import type { Purpose } from '@redress/eventing';
import type { Kind, Limits, Rule } from './rule.js';
import { isTaken } from './unfit.js';

/** A class of the contracts: its fields carry decorators, and it is made without arguments. */
export type ContractClass<T extends object = object> = new () => T;

/** One field as its decorators describe it. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly limits: Limits;
  readonly rule: Rule;
  readonly optional: boolean;
  readonly key: boolean;
  readonly personal: Purpose | undefined;
  /** Of `@Shape` and `@ListOf`; a function, since classes may name each other. */
  readonly nested: (() => ContractClass) | undefined;
}

interface Draft {
  rule?: Rule;
  optional?: true;
  key?: true;
  personal?: Purpose;
  nested?: () => ContractClass;
}

const drafts = new WeakMap<object, Map<string, Draft>>();
const described = new WeakMap<ContractClass, readonly Field[]>();
const registered = new Set<ContractClass>();

const sealable: ReadonlySet<Kind> = new Set<Kind>([
  'id',
  'code',
  'line',
  'text',
  'one-of',
  'currency',
  'email',
  'phone',
  'locale',
  'sha256',
]);

/** What one decorator says about a field; called while the class is being defined. */
export const describe = (prototype: object, name: string, part: Draft): void => {
  registered.add(prototype.constructor as ContractClass);
  const fields = drafts.get(prototype) ?? new Map<string, Draft>();
  drafts.set(prototype, fields);
  const known = fields.get(name) ?? {};
  for (const word of Object.keys(part))
    if (word in known) throw new Error(`${prototype.constructor.name}.${name} says twice what its ${word} is.`);
  fields.set(name, { ...known, ...part });
};

/** Of the class and of those it extends, the latter first, in the order in which they are written. Throws where decorators contradict each other. */
export const fieldsOf = (type: ContractClass): readonly Field[] => {
  const known = described.get(type);
  if (known) return known;
  const fields = new Map<string, Field>();
  for (const prototype of lineage(type))
    for (const [name, draft] of drafts.get(prototype) ?? []) {
      // class-validator would apply both rules.
      if (fields.has(name)) throw new Error(`${type.name}.${name} is defined by a class it extends already.`);
      fields.set(name, complete(type, name, draft));
    }
  const list = [...fields.values()];
  described.set(type, list);
  return list;
};

/** Every class with a field decorator that this process has loaded: published ones, bodies, answers and their parts. */
export const registeredClasses = (): readonly ContractClass[] => [...registered];

const lineage = (type: ContractClass): readonly object[] => {
  const prototypes: object[] = [];
  for (let one: object = type.prototype as object; one !== Object.prototype; one = Object.getPrototypeOf(one) as object)
    prototypes.unshift(one);
  return prototypes;
};

const complete = (type: ContractClass, name: string, draft: Draft): Field => {
  const { rule, optional = false, key = false, personal, nested } = draft;
  const where = `${type.name}.${name}`;
  if (!rule) throw new Error(`${where} says nothing about its values.`);
  if (isTaken(name)) throw new Error(`${where} has a name that every object has already.`);
  if (personal && !sealable.has(rule.kind)) throw new Error(`${where} is personal, but no string.`);
  if (key && !sealable.has(rule.kind)) throw new Error(`${where} is the key, but no string.`);
  if (key && (personal || optional)) throw new Error(`${where} is the key: always present, and never personal.`);
  return { name, kind: rule.kind, limits: rule.limits, rule, optional, key, personal, nested };
};
