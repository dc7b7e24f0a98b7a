import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keysetPage, type Page, type PageWanted } from './keyset.js';

/**
 * Published versions, newest first, without the id of the one policy they are of. Nobody published the first version: it
 * came with the product, stands in no table, and ends every list.
 */
export const versionsPage = async <Row extends ObjectLiteral & { readonly version: number }, Shipped>(
  published: SelectQueryBuilder<Row>,
  { cursor, limit }: Pick<PageWanted<Row>, 'cursor' | 'limit'>,
  shipped: Shipped,
): Promise<Page<Omit<Row, 'policyId'> | Shipped>> => {
  const { items, next } = await keysetPage(published, { columns: [['version', 'DESC']], cursor, limit });
  const versions = items.map(({ policyId: _, ...version }) => version);
  return next === undefined ? { items: [...versions, shipped] } : { items: versions, next };
};
