import type { Type } from '@nestjs/common';
import { type ContractClass, type JsonSchema, jsonSchemaOf, type View } from '@redress/contracts';
import type { AnswerShape } from './answers.js';

const prefix = '#/components/schemas/';

/** What every problem looks like (RFC 9457). */
const problem: JsonSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  properties: {
    type: { type: 'string', description: 'A stable name, /problems/<name>; about:blank where the status says it all.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'The request, as it stands in the logs.' },
    reason: { type: 'string', description: 'Why a command was refused.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'instance'],
};

/**
 * The classes that operations name, each once. A class that reads differently as an answer (a personal field may be
 * `null` there) is described a second time, as `<Name>Answer`.
 */
export class Schemas {
  private readonly found = new Map<string, JsonSchema>([['Problem', problem]]);
  private readonly owners = new Map<string, Type>();

  request(type: Type): JsonSchema {
    return this.refer(type, 'request');
  }

  answer(shape: AnswerShape): JsonSchema {
    if (Array.isArray(shape)) return { type: 'array', items: this.refer((shape as readonly [Type])[0], 'answer') };
    if (typeof shape === 'function') return this.refer(shape, 'answer');
    const { pageOf } = shape as { readonly pageOf: Type };
    const items = { type: 'array', items: this.refer(pageOf, 'answer') };
    const next = { type: 'string', description: 'The cursor of the next page; none after the last.' };
    return { type: 'object', properties: { items, next }, required: ['items'], additionalProperties: false };
  }

  /** The fields of a class that comes as parameters. */
  parametersOf(
    type: Type,
  ): readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[] {
    const { properties = {}, required = [] } = jsonSchemaOf(type as ContractClass, 'request').schema as {
      readonly properties?: Readonly<Record<string, JsonSchema>>;
      readonly required?: readonly string[];
    };
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      required: required.includes(name),
      schema: forAll(schema, (one) => one) as JsonSchema,
    }));
  }

  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  private refer(type: Type, view: View): JsonSchema {
    const owner = this.owners.get(type.name);
    if (owner && owner !== type) throw new Error(`The API names two classes ${type.name}.`);
    this.owners.set(type.name, type);
    const own = jsonSchemaOf(type as ContractClass, view);
    const sent = jsonSchemaOf(type as ContractClass, 'request');
    const all: Record<string, JsonSchema> = { ...own.nested, [type.name]: own.schema };
    const asSent: Record<string, JsonSchema> = { ...sent.nested, [type.name]: sent.schema };
    const differing = Object.keys(all).filter((name) => readsDifferently(name, all, asSent));
    const nameOf = (name: string): string => (differing.includes(name) ? `${name}Answer` : name);
    for (const [name, schema] of Object.entries(all))
      this.found.set(nameOf(name), forAll(schema, nameOf) as JsonSchema);
    return { $ref: prefix + nameOf(type.name) };
  }
}

/** Itself or something it refers to. */
const readsDifferently = (
  name: string,
  all: Record<string, JsonSchema>,
  asSent: Record<string, JsonSchema>,
  seen: readonly string[] = [],
): boolean => {
  if (JSON.stringify(all[name]) !== JSON.stringify(asSent[name])) return true;
  const referred = [...JSON.stringify(all[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, one]) => one ?? '',
  );
  return referred.some((one) => !seen.includes(one) && readsDifferently(one, all, asSent, [...seen, name]));
};

/** For whoever reads a schema without knowing our keywords: so many bytes are never more characters. */
const lengthOf = (key: string, value: unknown): JsonSchema =>
  key === 'x-maxBytes' ? { [key]: value, maxLength: value } : { [key]: value };

const forAll = (node: unknown, nameOf: (name: string) => string): unknown => {
  if (Array.isArray(node)) return node.map((item) => forAll(item, nameOf));
  if (typeof node !== 'object' || node === null) return node;
  return Object.assign(
    {},
    ...Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? { [key]: prefix + nameOf(value.slice(prefix.length)) }
        : lengthOf(key, forAll(value, nameOf)),
    ),
  ) as unknown;
};
