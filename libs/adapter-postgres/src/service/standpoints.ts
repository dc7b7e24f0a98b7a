import { beginning, type Position } from '@redress/eventing';
import type { EntityManager } from 'typeorm';
import type { Checkpoints } from './checkpoints.js';

/** How far a consumer has come on every partition, whoever moved it there. Rejects with `LogChanged`. */
export const standpointsOf = async (
  checkpoints: Checkpoints,
  manager: EntityManager,
  consumer: string,
  partitions: number,
): Promise<Position[]> => {
  const rows = await checkpoints.standing(manager, consumer, 'look');
  for (const { changed } of rows.values()) if (changed) throw changed;
  return Array.from({ length: partitions }, (_, partition) => rows.get(partition)?.position ?? beginning);
};
