import { batched } from '@redress/eventing';
import { In, type FindOptionsWhere, type ObjectLiteral, type Repository } from 'typeorm';

/**
 * The repository with one difference: rows that are asked for by their id (`findOneBy({ personId })`) at the same time are
 * one question. Many commands look up a row each while they wait for the database together.
 */
export const askedTogether = <Row extends ObjectLiteral>(rows: Repository<Row>): Repository<Row> => {
  const [id, ...others] = rows.metadata.primaryColumns.map(({ propertyName }) => propertyName);
  if (id === undefined || others.length > 0) return rows;
  const byId = batched(async (wanted: readonly unknown[]): Promise<readonly (Row | null)[]> => {
    const found = await rows.findBy({ [id]: In([...new Set(wanted)]) } as FindOptionsWhere<Row>);
    const known = new Map(found.map((row) => [row[id] as unknown, row]));
    return wanted.map((one) => known.get(one) ?? null);
  });
  const findOneBy: Repository<Row>['findOneBy'] = (where) => {
    const [asked, ...more] = Object.entries(where) as [string, unknown][];
    const [name, value] = asked ?? [];
    return name === id && typeof value === 'string' && more.length === 0 ? byId(value) : rows.findOneBy(where);
  };
  return Object.assign(Object.create(rows) as Repository<Row>, { findOneBy });
};
