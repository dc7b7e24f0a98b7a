import type { Position as LogPosition } from '@eventstore/db-client';
import { beginning, type Position } from '@redress/eventing';

/** As wide as any unsigned number of 64 bits, so that text compares as numbers do. */
const digits = 20;

/** What a server answers for an event whose place in the log it does not tell. */
const untold = 0xffff_ffff_ffff_ffffn;

/** Commit and prepare position, one after the other: opaque, but sorts as the log does. */
export const positionOf = (position: LogPosition | undefined): Position => {
  if (!position || position.commit === untold)
    throw new Error('This EventStoreDB does not say where in the log an event of a stream stands: it is too old.');
  const [commit, prepare] = [position.commit, position.prepare].map((part) => part.toString().padStart(digits, '0'));
  return `${commit}${prepare}` as Position;
};

/** `undefined` for the beginning. Throws for what was made by another store. */
export const logPositionOf = (position: Position): LogPosition | undefined => {
  if (position === beginning) return undefined;
  if (!/^\d{40}$/.test(position)) throw new Error(`${position} is not a position in a log of EventStoreDB.`);
  return { commit: BigInt(position.slice(0, digits)), prepare: BigInt(position.slice(digits)) };
};
