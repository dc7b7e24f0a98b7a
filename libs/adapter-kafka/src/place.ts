import type { Position } from '@redress/eventing';

/** Where the next record of a partition is, and what stands before it: another topic has something else there. */
export interface Place {
  /** Of the next record. */
  readonly offset: bigint;
  /** Of the record before it. */
  readonly after: Position;
}

/** As it is kept beside a checkpoint. */
export const writePlace = ({ offset, after }: Place): string => `${offset}@${after}`;

/** `undefined` for what another bus wrote. */
export const readPlace = (text: string | undefined): Place | undefined => {
  const [, offset, after] = /^(\d+)@(.+)$/s.exec(text ?? '') ?? [];
  return offset === undefined || after === undefined || offset === '0'
    ? undefined
    : { offset: BigInt(offset), after: after as Position };
};
