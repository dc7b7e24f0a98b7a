import type { Grain, KpisAsked } from '@redress/contracts';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { mostBuckets } from './asked.rules.js';
import { ComplaintFacts } from './complaint-facts.projection.js';
import { CompensationPaidOut } from './compensations.projection.js';
import { type Dialect, repeatedWithin, type Tables } from './figures.rules.js';
import { PhaseStays } from './phases.projection.js';

const inPostgres: Dialect = {
  unrolled: (table, lists, butLast) => {
    const all = lists.map((list) =>
      butLast === 0 ? `f.${list}` : `trim_array(f.${list}, least(${butLast}, cardinality(f.${list})))`,
    );
    const elements = lists.map((_, index) => `e${index}`);
    return {
      from: `${table} f cross join lateral unnest(${all.join(', ')}) with ordinality as e(${elements.join(', ')}, ordinal)`,
      elements: elements.map((element) => `e.${element}`),
      ordinal: 'e.ordinal::text',
    };
  },
  // That the earlier one was received in the stretch, or not long before it, follows; it is said so that no others are looked at.
  repeated: (facts, { from, until }) =>
    `exists (select 1 from ${facts} e where e.customer_key = f.customer_key
       and (e.received_at, e.complaint_id) < (f.received_at, f.complaint_id)
       and e.received_at >= f.received_at - ${repeatedWithin}
       and e.received_at >= ${from}::timestamptz - ${repeatedWithin} and e.received_at < ${until}::timestamptz
       and (e.product_code = f.product_code or e.type = f.type))`,
};

export const tablesIn = (manager: EntityManager): Tables => {
  const path = (entity: EntityTarget<ObjectLiteral>): string => manager.dataSource.getMetadata(entity).tablePath;
  return {
    facts: path(ComplaintFacts),
    stays: path(PhaseStays),
    compensations: path(CompensationPaidOut),
    dialect: inPostgres,
  };
};

/** One moment of the tables, and plans for many rows: compiling such a statement takes longer than it runs. */
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
