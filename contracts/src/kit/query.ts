import { type ContractClass, type Field, fieldsOf } from './fields.js';

type Words = string | readonly string[];

/**
 * The text of a query string or of path parameters as the values its fields expect: numbers, booleans, lists (repeated,
 * or with commas). Text that does not fit stays as it is, and so do unknown names: the validator names them. Throws never.
 */
export const coerceQuery = (type: ContractClass, raw: unknown): unknown => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const fields = new Map(fieldsOf(type).map((field) => [field.name, field]));
  // defineProperty, since assigning to `__proto__` would change the object instead of naming a field.
  const query = {};
  for (const [name, value] of Object.entries(raw as Record<string, unknown>)) {
    const field = fields.get(name);
    const coerced = field && isWords(value) ? coerce(field, value) : value;
    Object.defineProperty(query, name, { value: coerced, enumerable: true, writable: true, configurable: true });
  }
  return query;
};

const isWords = (value: unknown): value is Words =>
  typeof value === 'string' || (Array.isArray(value) && value.every((word) => typeof word === 'string'));

const coerce = ({ kind }: Field, words: Words): unknown => {
  if (kind === 'many-of') return listed(words);
  if (typeof words !== 'string') return words;
  if (kind === 'count' || kind === 'amount-minor')
    return /^(?:0|-?[1-9][0-9]{0,15})$/u.test(words) ? Number(words) : words;
  if (kind === 'flag') return words === 'true' ? true : words === 'false' ? false : words;
  return words;
};

const listed = (words: Words): readonly string[] => {
  const list = typeof words === 'string' ? [words] : words;
  return list.flatMap((word) => (word === '' ? [] : word.split(',')));
};
