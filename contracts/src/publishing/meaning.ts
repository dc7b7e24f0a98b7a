import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../kit/index.js';

/** Words about a schema; they change neither what it accepts nor what is done with it. */
const words: ReadonlySet<string> = new Set(['title', 'description', '$comment']);

/**
 * Whether two schemas of one event version say the same. A version is closed to additions as well: whoever checks
 * against the old schema would refuse a new field, and an old reader would meet a word it does not know.
 */
export const sameMeaning = (one: JsonSchema, other: JsonSchema): boolean =>
  isDeepStrictEqual(withoutWords(one), withoutWords(other));

const withoutWords = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !words.has(keyword))
      .map(([keyword, value]) => [keyword, inside(keyword, value)]),
  );

/** Below these stand names of somebody's choosing, which are not keywords even where they look like some. */
const named: ReadonlySet<string> = new Set(['properties', '$defs']);

const inside = (keyword: string, value: unknown): unknown => {
  // The order of required fields means nothing.
  if (keyword === 'required') return new Set(value as readonly string[]);
  if (named.has(keyword))
    return Object.fromEntries(
      Object.entries(value as Record<string, JsonSchema>).map(([name, schema]) => [name, withoutWords(schema)]),
    );
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? withoutWords(value as JsonSchema)
    : value;
};
