import type { Position, TableMoment } from '@redress/eventing';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { quoted } from './tables.js';

/**
 * Of a projection's table. For a transaction that sees one moment (REPEATABLE READ) and has locked the table against
 * being replaced before it looked at anything, or name, rows and checkpoints may be of different moments.
 */
export const tableMoment = async (manager: EntityManager, table: EntityTarget<ObjectLiteral>): Promise<TableMoment> => {
  const { tableName, schema = 'public' } = manager.dataSource.getMetadata(table);
  const house = quoted(schema);
  const [row]: [Found] = await manager.query(
    `select $1::regclass::oid::text as made,
       array(select partition from ${house}.checkpoints where consumer = $2 order by partition) as partitions,
       array(select position from ${house}.checkpoints where consumer = $2 order by partition) as positions,
       array(select distinct key from ${house}.parked where consumer = $2) as parked`,
    [`${house}.${quoted(tableName)}`, `read ${tableName}`],
  );
  const { made, partitions, positions, parked } = row;
  const reached = partitions.map((partition, index): [number, Position] => [partition, positions[index] as Position]);
  return { made, reached: new Map(reached), parked };
};

interface Found {
  readonly made: string;
  readonly partitions: readonly number[];
  readonly positions: readonly Position[];
  readonly parked: readonly string[];
}
