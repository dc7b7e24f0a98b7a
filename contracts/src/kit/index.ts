export {
  AmountMinor,
  Code,
  Count,
  Currency,
  Email,
  type FieldOf,
  Flag,
  Id,
  Instant,
  Key,
  Line,
  Locale,
  ManyOf,
  OneOf,
  Optional,
  Personal,
  Phone,
  Sha256,
  Text,
  Words,
} from './decorators.js';
export { Facts, ListOf, Shape } from './nested.js';
export { Event } from './event.decorator.js';
export { type DefinedEvent, eventsIn } from './event-shape.js';
export { faultsOf } from './faults.js';
export { type ContractClass, type Field, fieldsOf, registeredClasses } from './fields.js';
export type { JsonSchema } from './json-schema.js';
export { annotations, formats, keywords } from './keywords.js';
export { coerceQuery } from './query.js';
export { type Kind, type Limits, longestText } from './rule.js';
export { type ClassSchema, clearSchemaOf, jsonSchemaOf, schemaOf, type View } from './schema.js';
export { settleRules } from './settled-rules.js';
export { unfit } from './unfit.js';
