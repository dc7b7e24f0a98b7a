import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { canOrderBy, type Place, readCursor, writeCursor } from './cursor.js';
import { malformed } from './problem.js';

/** Part of a list. Without `next` it was the last part. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

export const usualPage = 50;
export const largestPage = 200;

/** A column to order by. `never-null` promises that the query leaves out rows without a value there. */
export type Order<Row> = readonly [column: keyof Row & string, direction: 'ASC' | 'DESC', promise?: 'never-null'];

export interface PageWanted<Row> {
  /** The last ones make the order total: they hold the primary key, or what identifies a row. */
  readonly columns: readonly Order<Row>[];
  /** `next` of the page before; from the beginning without one. */
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * The page after a cursor, over a query of one table, found by comparing and never by counting: no row is shown twice or
 * passed over because others came or went, and every page costs the same. Places are exact to the microsecond, though
 * a `Date` is not. A cursor that no page answered is a 400.
 */
export const keysetPage = async <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { columns, cursor, limit = usualPage }: PageWanted<Row>,
): Promise<Page<Row>> => {
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage)
    throw malformed(`A page has 1 to ${largestPage} items.`, [
      { field: 'limit', message: `must be an integer from 1 to ${largestPage}` },
    ]);
  const places = placesOf(query, columns);
  const paged = query.clone();
  beyondCursor(paged, places, cursor);
  inOrder(paged, places);
  places.forEach((place, index) => paged.addSelect(exactText(place), `keyset_${index}`));
  const { entities, raw } = await paged.limit(limit + 1).getRawAndEntities<Record<string, string>>();
  if (raw.length !== entities.length) throw new Error('A page is taken of one table, without joins to many rows.');
  const last = raw[limit - 1];
  if (entities.length <= limit || !last) return { items: entities };
  return {
    items: entities.slice(0, limit),
    next: writeCursor(
      places,
      places.map((_, index) => last[`keyset_${index}`] as string),
    ),
  };
};

/**
 * The query, of the next so many rows of its table alone, whether it wants them or not: what it finds among them it finds
 * at a price that does not depend on how rare it is.
 */
export const amongNext = async <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { columns, cursor }: Pick<PageWanted<Row>, 'columns' | 'cursor'>,
  rows: number,
): Promise<SelectQueryBuilder<Row>> => {
  const places = placesOf(query, columns);
  const [first] = places;
  if (!first) throw new Error('Rows without an order have no next.');
  const coming = query.clone().where('true');
  beyondCursor(coming, places, cursor);
  inOrder(coming, places);
  // What is skipped is not to be written as text.
  coming
    .select(first.column, 'last')
    .offset(rows - 1)
    .limit(1);
  const last = await query.dataSource
    .createQueryBuilder()
    .select(exactText({ ...first, column: 'coming.last' }), 'last')
    .from(`(${coming.getQuery()})`, 'coming')
    .setParameters(coming.getParameters())
    .getRawOne<{ readonly last: string }>();
  if (!last) return query;
  const upTo = first.direction === 'ASC' ? '<=' : '>=';
  return query
    .clone()
    .andWhere(`${first.column} ${upTo} CAST(:keysetLast AS ${first.type})`, { keysetLast: last.last });
};

const beyondCursor = <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  places: readonly Place[],
  cursor: string | undefined,
): void => {
  if (cursor === undefined) return;
  const values = readCursor(places, cursor);
  query.andWhere(after(places), Object.fromEntries(values.map((value, index) => [`keyset${index}`, value])));
};

const inOrder = <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, places: readonly Place[]): void => {
  query.orderBy();
  for (const { column, direction } of places) query.addOrderBy(column, direction);
};

const placesOf = <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  columns: readonly Order<Row>[],
): readonly Place[] => {
  const metadata = query.expressionMap.mainAlias?.metadata;
  if (!metadata) throw new Error('A page is taken of a table.');
  return columns.map(([name, direction, promise]) => {
    const column = metadata.findColumnWithPropertyName(name);
    if (!column) throw new Error(`${metadata.name} has no column ${name}.`);
    const type = metadata.dataSource.driver.normalizeType(column);
    if (!canOrderBy(type)) throw new Error(`${metadata.name}.${name} is ${type}, which no page can be ordered by.`);
    if (column.isNullable && promise !== 'never-null')
      throw new Error(`${metadata.name}.${name} may be null: rows without it have no place in the order.`);
    return { type, column: `${query.alias}.${name}`, direction };
  });
};

/** As text that reads back to the very same value, whatever the session's settings are. */
const exactText = ({ column, type }: Place): string =>
  type === 'timestamp with time zone'
    ? `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : `CAST(${column} AS text)`;

/** What comes after a place. In one direction it is a row comparison, which an index over the columns answers. */
const after = (places: readonly Place[]): string => {
  const values = places.map(({ type }, index) => `CAST(:keyset${index} AS ${type})`);
  const beyond = (direction: Place['direction']): string => (direction === 'ASC' ? '>' : '<');
  const [first] = places;
  if (first && places.every(({ direction }) => direction === first.direction))
    return `(${places.map(({ column }) => column).join(', ')}) ${beyond(first.direction)} (${values.join(', ')})`;
  const steps = places.map((place, index) => {
    const equal = places.slice(0, index).map(({ column }, before) => `${column} = ${values[before]}`);
    return `(${[...equal, `${place.column} ${beyond(place.direction)} ${values[index]}`].join(' AND ')})`;
  });
  return `(${steps.join(' OR ')})`;
};
