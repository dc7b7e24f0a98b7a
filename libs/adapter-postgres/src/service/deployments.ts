import { beginning, type EventStore, type Position } from '@redress/eventing';
import type { DataSource } from 'typeorm';

/** From where each listener hears: kept from its first start on, so that a later one does not skip or repeat anything. */
export const deploymentOf = async (
  dataSource: DataSource,
  service: string,
  store: EventStore,
  listeners: readonly { readonly name: string; readonly from: 'beginning' | 'deployment' }[],
): Promise<ReadonlyMap<string, Position>> => {
  const table = `"${service}".deployments`;
  const head = await store.head();
  for (const { name, from } of listeners)
    await dataSource.query(`insert into ${table} (name, position) values ($1, $2) on conflict do nothing`, [
      name,
      from === 'beginning' ? beginning : head,
    ]);
  const rows: { name: string; position: Position }[] = await dataSource.query(`select name, position from ${table}`);
  return new Map(rows.map(({ name, position }) => [name, position]));
};
