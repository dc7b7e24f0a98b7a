import { type Dialect, repeatedWithin, type Tables } from './figures.rules.js';

/** A statement to the columns, and its parameters in their order. */
export interface Question {
  readonly statement: string;
  readonly values: readonly unknown[];
}

/** A column of a projection's table, as its entity declares it. */
export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
}

const types: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  text: 'varchar',
  timestamptz: 'timestamp',
  int: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
};

/** The same in the columnar copy, whose instants are all of UTC; `undefined` where it has none. */
export const typeInCopy = ({ type, isList }: Declared): string | undefined => {
  const found = types[type];
  return found !== undefined && isList ? `${found}[]` : found;
};

/** How PostgreSQL is to write it for the copy to be read. */
export const writtenForCopy = ({ name, isList }: Declared): string =>
  isList ? `'[' || array_to_string(${name}, ', ') || ']'` : name;

/** As a text of SQL, in either database. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** As an instant of the copy, of any year. */
export const sqlInstant = (at: Date): string => `make_timestamp(${BigInt(at.getTime()) * 1000n})`;

const dialect: Dialect = {
  unrolled: (table, lists, butLast) => {
    const rest = (list: string): string => `f.${list}[:len(f.${list}) - ${butLast}]`;
    const elements = lists.map((list, index) => `unnest(${rest(list)}) as e${index}`);
    return {
      from: `(select f.*, ${elements.join(', ')} from ${table} f where len(f.${lists[0]}) > ${butLast}) f`,
      elements: elements.map((_, index) => `f.e${index}`),
      ordinal: `''`,
    };
  },
  repeated: () => 'f.repeated',
};

export const copiedTables = {
  facts: 'facts',
  stays: 'stays',
  compensations: 'compensations',
  texts: 'texts',
  dialect,
} satisfies Tables & { readonly texts: string };

const since = (alike: string): string =>
  `coalesce(${alike} is not null and received_at - lag(received_at) over
     (partition by customer_key, ${alike} order by received_at, complaint_id) <= ${repeatedWithin}, false)`;

/**
 * Whether the one before of the same customer and product, or customer and type, is recent enough: what a changed
 * complaint is about may make others of its customer repeated, or no longer so.
 */
export const findingRepeated = `update facts set repeated = found.repeated
     from (select complaint_id, ${since('product_code')} or ${since('type')} as repeated from facts
       where customer_key in (select customer_key from concerned)) found
     where found.complaint_id = facts.complaint_id and found.repeated is distinct from facts.repeated`;
