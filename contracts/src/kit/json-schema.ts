/** A JSON Schema 2020-12 document or a part of one; a property of a field decorator's making, never of input. */
export type JsonSchema = { readonly [keyword: string]: unknown };
