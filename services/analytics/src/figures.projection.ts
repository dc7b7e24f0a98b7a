import type { Figure, Grain, Grouping, KpisAsked } from '@redress/contracts';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { mostBuckets, mostGroups, mostTallies } from './asked.rules.js';
import { ComplaintFacts } from './complaint-facts.projection.js';
import { CompensationPaidOut } from './compensations.projection.js';
import {
  columnOf,
  groupIn,
  type Measuring,
  measuringOf,
  openAt,
  selectable,
  type Source,
  sourcesOf,
  type Tables,
} from './figures.rules.js';
import { PhaseStays } from './phases.projection.js';

/** What happened in one bucket to complaints of one group. */
export interface Tally {
  readonly figure: Figure;
  /** From 1; of `open`, 0: before the first one. */
  readonly bucket: number;
  readonly group: string | null;
  readonly kind: string | null;
  readonly count: number;
  /** Of the measures, or of those above nothing. */
  readonly sum: number;
  /** Of the measures below nothing. */
  readonly below: number;
  readonly median: number;
  readonly p90: number;
}

type Selection = { readonly [Name in (typeof selectable)[number]]?: string | boolean };

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

/** One moment of the tables, so that figures agree with each other, and plans for many rows. */
export const atOneMoment = <Answer>(
  rows: Repository<ComplaintFacts>,
  ask: (manager: EntityManager) => Promise<Answer>,
): Promise<Answer> =>
  rows.manager.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('set transaction read only');
    await manager.query(`set local work_mem = '64MB'`);
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
  { from: begin, until }: { readonly from: string; readonly until: string },
  conditions: readonly string[],
  columns: string,
): readonly string[] =>
  sources.map(({ from, at, part, kind = 'null::text', measure = 'null::bigint', where }) => {
    const all = [`${at} >= ${begin}`, `${at} < ${until}`, ...(where === undefined ? [] : [where]), ...conditions];
    return `select ${at} as at, ${part} as part, ${kind} as kind, ${measure} as measure, ${columns} from ${from} where ${all.join(' and ')}`;
  });

const aggregates: Readonly<Record<Measuring, string>> = {
  counted: 'count(*) as count',
  durations: `count(*) as count, sum(measure) as sum,
    percentile_disc(array[0.5, 0.9]) within group (order by measure) as percentiles`,
  amounts: `count(*) as count, sum(measure) filter (where measure > 0) as sum, -sum(measure) filter (where measure < 0) as below`,
};

interface Raw {
  readonly bucket: number | string;
  readonly group: string | null;
  readonly kind: string | null;
  readonly count: string;
  readonly sum?: string | null;
  readonly below?: string | null;
  readonly percentiles?: readonly number[];
}

const told = (figure: Figure, { bucket, group, kind, count, sum, below, percentiles }: Raw): Tally => ({
  figure,
  bucket: Number(bucket),
  group,
  kind,
  count: Number(count),
  sum: Number(sum ?? 0),
  below: Number(below ?? 0),
  median: percentiles?.[0] ?? 0,
  p90: percentiles?.[1] ?? 0,
});

export type Counted = Selection & { readonly by?: Grouping | undefined };

/** The happenings of a figure, by bucket, group and kind. */
export const tally = async (
  manager: EntityManager,
  figure: Exclude<Figure, 'open'>,
  asked: Counted,
  bounds: readonly Date[],
): Promise<readonly Tally[]> => {
  const parameters = new Parameters();
  const raw: Raw[] = await manager.query(
    `${bucketByBucket(tablesIn(manager), figure, asked, bounds, parameters)} limit ${mostTallies + 1}`,
    parameters.values,
  );
  return raw.map((row) => told(figure, row));
};

/** Each bucket is a stretch of an index, so that no row is asked which bucket it belongs to. */
const bucketByBucket = (
  tables: Tables,
  figure: Exclude<Figure, 'open'>,
  asked: Counted,
  bounds: readonly Date[],
  parameters: Parameters,
): string => {
  const [begins, ends] = [parameters.add(bounds.slice(0, -1)), parameters.add(bounds.slice(1))];
  const within = { from: 'b.begins', until: 'b.ends' };
  const columns = `${groupIn(asked.by)} as "group"`;
  const conditions = selected(asked, parameters);
  const joining = conditions.length > 0 || (asked.by ?? 'none') !== 'none' ? 'with-facts' : 'alone';
  const rows = happenings(sourcesOf(figure, tables, within.from, joining), within, conditions, columns).join(
    ' union all ',
  );
  return `select b.bucket, counted.* from unnest(${begins}::timestamptz[], ${ends}::timestamptz[]) with ordinality as b(begins, ends, bucket)
    cross join lateral (select "group" collate "C" as "group", kind collate "C" as kind, ${aggregates[measuringOf[figure]]} from (${rows}) h group by 1, 2) counted`;
};

/** How many were open when the first bucket began. */
export const openBefore = async (manager: EntityManager, asked: Counted, at: Date): Promise<readonly Tally[]> => {
  const parameters = new Parameters(at);
  const conditions = selected(asked, parameters);
  const rows = openAt('$1').map(
    (open) =>
      `select ${groupIn(asked.by)} as "group" from ${tablesIn(manager).facts} f where ${[open, ...conditions].join(' and ')}`,
  );
  const raw: Raw[] = await manager.query(
    `select 0 as bucket, "group", null::text as kind, count(*) as count from (${rows.join(' union all ')}) h
     group by 2 limit ${10 * mostGroups}`,
    parameters.values,
  );
  return raw.map((row) => told('open', row));
};
