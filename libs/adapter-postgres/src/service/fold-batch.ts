import type { Recorded, StoredEvent } from '@redress/eventing';
import type { EntityManager } from 'typeorm';
import type { TableFold } from './fold-table.js';
import type { Parking } from './parking.js';

/** Whose events are folded into which table; under that name its keys are parked. */
export interface Folded {
  readonly fold: TableFold;
  readonly consumer: string;
}

/** Folds what a table hears, but for the keys that are parked: their events wait behind the earlier ones. */
export const foldBatch = async (
  manager: EntityManager,
  parking: Parking,
  { fold, consumer }: Folded,
  heard: readonly Recorded[],
  stored: readonly StoredEvent[],
  parked: ReadonlySet<string>,
): Promise<void> => {
  const free = heard.filter(({ key }) => !parked.has(key));
  if (free.length > 0) {
    const folding = await fold.begin(manager, free);
    for (const event of free) folding.apply(event);
    await folding.end();
  }
  await parking.park(manager, consumer, waitingBehind(heard, parked, stored), 'waits behind an earlier one');
};

/** Events of keys that are parked already, as they were stored. */
const waitingBehind = (
  heard: readonly Recorded[],
  parked: ReadonlySet<string>,
  stored: readonly StoredEvent[],
): readonly StoredEvent[] => {
  const ids = new Set(heard.filter(({ key }) => parked.has(key)).map(({ id }) => id));
  return stored.filter(({ id }) => ids.has(id));
};
