import type { Position } from '@redress/eventing';
import { wakeIn } from './wake-in.js';

/** A stretch of a partition in which nothing was for a consumer. */
export interface Stretch {
  readonly upTo: Position;
  readonly lastId: string | undefined;
  readonly offset: string | undefined;
}

/** Stretches that need no transaction of their own: noted at once, written together with those of other partitions. */
export interface PassingBy {
  note(partition: number, stretch: Stretch): void;
  /** What the partition is about to be moved by covers it. */
  forget(partition: number): void;
  /** Resolves once nothing is being written. */
  written(): Promise<void>;
}

/** How long it may take until another process sees how far this one has come. */
const writtenWithinMs = 500;

/** `write` may fail: what could not be written is passed again by whoever reads it next. */
export const passingBy = (write: (stretches: ReadonlyMap<number, Stretch>) => Promise<void>): PassingBy => {
  const noted = new Map<number, Stretch>();
  let waits = false;
  let writing: Promise<void> = Promise.resolve();

  const flush = (): void => {
    waits = false;
    writing = writing.then(async () => {
      if (noted.size === 0) return;
      const stretches = new Map(noted);
      noted.clear();
      await write(stretches).catch(() => undefined);
    });
  };
  return {
    note: (partition, stretch) => {
      noted.set(partition, stretch);
      if (!waits) wakeIn(writtenWithinMs, flush);
      waits = true;
    },
    forget: (partition) => noted.delete(partition),
    written: () => writing,
  };
};
