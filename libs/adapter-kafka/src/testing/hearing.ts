import {
  type Batch,
  beginning,
  type Consumer,
  type ConsumerEnded,
  type Position,
  type Standpoint,
  type StoredEvent,
} from '@redress/eventing';

/** A consumer that remembers what it was given, and where it stands, as a table with its checkpoint would. */
export interface Hearing {
  readonly consumer: Consumer;
  readonly events: StoredEvent[];
  readonly standpoints: Map<number, Standpoint>;
  /** How often each partition was assigned. */
  readonly assignments: Map<number, number>;
  readonly ended: () => ConsumerEnded | undefined;
  /** Resolves once it holds; looked at after everything that happens here. */
  until(holds: () => boolean): Promise<void>;
}

export const hearing = (
  name: string,
  from: ReadonlyMap<number, Standpoint> = new Map(),
  before: (batch: Batch) => Promise<void> = async () => undefined,
): Hearing => {
  const events: StoredEvent[] = [];
  const standpoints = new Map(from);
  const assignments = new Map<number, number>();
  let reason: ConsumerEnded | undefined;
  let waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];
  const look = (): void => {
    const done = waiting.filter(({ holds }) => holds());
    waiting = waiting.filter((one) => !done.includes(one));
    for (const { resolve } of done) resolve();
  };
  return {
    events,
    standpoints,
    assignments,
    ended: () => reason,
    until: (holds) =>
      new Promise((resolve) => {
        waiting.push({ holds, resolve });
        look();
      }),
    consumer: {
      name,
      assigned: async (partition) => {
        assignments.set(partition, (assignments.get(partition) ?? 0) + 1);
        look();
        return standpoints.get(partition) ?? { position: beginning };
      },
      revoked: () => undefined,
      handle: async (batch) => {
        await before(batch);
        events.push(...batch.events);
        const offset = batch.offset ?? standpoints.get(batch.partition)?.offset;
        standpoints.set(batch.partition, { position: batch.upTo, ...(offset !== undefined && { offset }) });
        look();
      },
      ended: (ending) => {
        reason = ending;
        look();
      },
    },
  };
};

/** Whether everything up to a position was heard on so many partitions. */
export const passed = ({ standpoints }: Hearing, partitions: number, position: Position): boolean =>
  Array.from({ length: partitions }, (_, partition) => standpoints.get(partition)?.position ?? beginning).every(
    (each) => each >= position,
  );

/** Whether each event of a log came once, and those of each key in its order. */
export const heardOnceInOrder = (heard: readonly StoredEvent[], log: readonly StoredEvent[]): void => {
  const byKey = (events: readonly StoredEvent[]): Record<string, string[]> => {
    const keys: Record<string, string[]> = {};
    for (const { metadata, id } of events) (keys[metadata.key] ??= []).push(id);
    return keys;
  };
  expect(byKey(heard)).toEqual(byKey(log));
};
