import { columnOf, selectable, type Source, type Within } from './figures.rules.js';

export type Selection = { readonly [Name in (typeof selectable)[number]]?: string | boolean };

/** The parameters of a statement, named as they are added. */
export class Parameters {
  readonly values: unknown[];
  constructor(...values: readonly unknown[]) {
    this.values = [...values];
  }
  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Conditions on the facts. */
export const selected = (asked: Selection, parameters: Parameters): readonly string[] =>
  selectable.flatMap((name) => {
    const value = asked[name];
    return value === undefined ? [] : [`${columnOf(name)} = ${parameters.add(value)}`];
  });

/** One happening a row, of the time between two expressions of SQL: a query for each source. */
export const happenings = (
  sources: readonly Source[],
  { from: begin, until }: Within,
  conditions: readonly string[],
  columnsOf: (source: Source) => string,
): readonly string[] =>
  sources.map((source) => {
    const { from, at, where } = source;
    const all = [`${at} >= ${begin}`, `${at} < ${until}`, ...(where === undefined ? [] : [where]), ...conditions];
    return `select ${columnsOf(source)} from ${from} where ${all.join(' and ')}`;
  });
