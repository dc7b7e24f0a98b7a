import type { JsonSchema } from './json-schema.js';

/** The closed list of what a field can be. */
export type Kind =
  | 'id'
  | 'code'
  | 'line'
  | 'text'
  | 'instant'
  | 'one-of'
  | 'many-of'
  | 'count'
  | 'flag'
  | 'amount-minor'
  | 'currency'
  | 'email'
  | 'phone'
  | 'locale'
  | 'sha256'
  | 'words'
  | 'shape'
  | 'list-of'
  | 'facts';

export interface Limits {
  /** UTF-8 bytes. */
  readonly maxBytes?: number;
  readonly min?: number;
  /** Of a number its value, of a list its length. */
  readonly max?: number;
  readonly values?: readonly string[];
}

/** One check of one field: the single truth behind class-validator, the event writer and the JSON Schema. */
export interface Rule {
  readonly kind: Kind;
  readonly limits: Limits;
  /** After the field's name: "must be …". */
  readonly says: string;
  /** Of the value in the class (an instant is a `Date`). Takes anything, throws never. */
  readonly accepts: (value: unknown) => boolean;
  /** Of the value in JSON (an instant is a string), for the keywords of `keywords.ts`; not of nested classes. */
  readonly schema: JsonSchema;
}

/** The most that one text field may have, on every store. */
export const longestText = 65_536;
