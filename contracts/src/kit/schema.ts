import type { DefinedEvent } from './event-shape.js';
import { type ContractClass, type Field, fieldsOf } from './fields.js';
import type { JsonSchema } from './json-schema.js';
import { sealed } from './text-patterns.js';

/**
 * Who reads the JSON: `request` as it is sent to us, `answer` as we send it (a personal field is `null` once forgotten,
 * or withheld), `stored` as it lies in the log and travels on the bus (personal fields sealed).
 */
export type View = 'request' | 'answer' | 'stored';

/** A class as JSON Schema 2020-12, and the classes it refers to by `#/components/schemas/<name>`, itself included where it is one of them. */
export interface ClassSchema {
  readonly schema: JsonSchema;
  readonly nested: Readonly<Record<string, JsonSchema>>;
}

/** For OpenAPI 3.1. Throws where two classes of one name are referred to. */
export const jsonSchemaOf = (type: ContractClass, view: View = 'request'): ClassSchema =>
  collect(type, view, '#/components/schemas/');

/** Of one event version as it is stored and published: self-contained, `$id` `redress:event:<type>:<version>`. */
export const schemaOf = ({ definedBy, type, version }: DefinedEvent): JsonSchema =>
  eventSchema(definedBy, `redress:event:${type}:${version}`, `${type}, version ${version}`, 'stored');

/** The same as it is before sealing and after opening. */
export const clearSchemaOf = ({ definedBy, type, version }: DefinedEvent): JsonSchema =>
  eventSchema(definedBy, `redress:event:${type}:${version}:clear`, `${type}, version ${version}, in clear`, 'request');

const eventSchema = (type: ContractClass, id: string, title: string, view: View): JsonSchema => {
  const { schema, nested } = collect(type, view, '#/$defs/');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title,
    ...schema,
    ...(Object.keys(nested).length > 0 ? { $defs: nested } : {}),
  };
};

const collect = (type: ContractClass, view: View, prefix: string): ClassSchema => {
  const nested: Record<string, JsonSchema> = {};
  const owners = new Map<string, ContractClass>();
  const refer = (part: ContractClass): JsonSchema => {
    const owner = owners.get(part.name);
    if (owner && owner !== part) throw new Error(`${type.name} refers to two classes called ${part.name}.`);
    if (!owner) {
      owners.set(part.name, part);
      nested[part.name] = objectSchema(part, view, refer);
    }
    return { $ref: prefix + part.name };
  };
  return { schema: objectSchema(type, view, refer), nested };
};

type Refer = (part: ContractClass) => JsonSchema;

const objectSchema = (type: ContractClass, view: View, refer: Refer): JsonSchema => {
  const fields = fieldsOf(type);
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, view, refer)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
};

const fieldSchema = (field: Field, view: View, refer: Refer): JsonSchema => {
  const { kind, rule, nested, personal, key } = field;
  if (nested) return kind === 'list-of' ? { ...rule.schema, items: refer(nested()) } : refer(nested());
  const marks = { ...(key ? { 'x-key': true } : {}), ...(personal ? { 'x-personal': personal } : {}) };
  if (!personal || view === 'request') return { ...rule.schema, ...marks };
  if (view === 'stored') return { type: 'string', pattern: sealed, ...marks };
  return { anyOf: [rule.schema, { type: 'null' }], ...marks };
};
