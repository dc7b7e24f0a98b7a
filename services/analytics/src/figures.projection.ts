import type { Grain, KpisAsked } from '@redress/contracts';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { mostBuckets } from './asked.rules.js';
import { ComplaintFacts } from './complaint-facts.projection.js';
import { CompensationPaidOut } from './compensations.projection.js';
import { columnOf, selectable, type Source, type Tables, type Within } from './figures.rules.js';
import { PhaseStays } from './phases.projection.js';

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

export const tablesIn = (manager: EntityManager): Tables => {
  const path = (entity: EntityTarget<ObjectLiteral>): string => manager.dataSource.getMetadata(entity).tablePath;
  return { facts: path(ComplaintFacts), stays: path(PhaseStays), compensations: path(CompensationPaidOut) };
};

/**
 * One moment of the tables, so that figures agree with each other, and plans for many rows: compiling such a statement
 * takes longer than it runs.
 */
export const atOneMoment = <Answer>(
  rows: Repository<ComplaintFacts>,
  ask: (manager: EntityManager) => Promise<Answer>,
): Promise<Answer> =>
  rows.manager.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('set transaction read only');
    await manager.query(`set local work_mem = '64MB'; set local jit = off`);
    return ask(manager);
  });

const steps: Readonly<Record<Grain, string>> = {
  hour: '1 hour',
  day: '1 day',
  week: '1 week',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};

/** Where buckets begin and end, the ends of the question among them; more than are allowed are cut off. */
export const boundsOf = async (
  manager: EntityManager,
  { from, to, grain, zone }: Pick<KpisAsked, 'from' | 'to' | 'grain' | 'zone'>,
): Promise<readonly Date[]> => {
  // Where clocks were set at midnight, one step of a day leads to one o'clock, and so would all after it: hence the second cut.
  const inner: { at: Date }[] = await manager.query(
    `select distinct date_trunc($3, step, $4) as at
     from generate_series(date_trunc($3, $1::timestamptz, $4), $2::timestamptz, $5::interval, $4) step
     order by at limit ${mostBuckets + 3}`,
    [from, to, grain, zone, steps[grain]],
  );
  return [from, ...inner.map(({ at }) => at).filter((at) => at > from && at < to), to];
};

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
