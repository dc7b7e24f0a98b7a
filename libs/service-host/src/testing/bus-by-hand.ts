import { type Consumer, type EventBus } from '@redress/eventing';

/** Delivers nothing by itself: a spec gives each consumer its batches, whoever may think that it holds the partition. */
export const busByHand = (): { readonly bus: EventBus; readonly consumers: readonly Consumer[] } => {
  const consumers: Consumer[] = [];
  return {
    consumers,
    bus: {
      partitions: 1,
      partitionOf: () => 0,
      deliver: async (consumer) => {
        consumers.push(consumer);
        return { stop: async () => undefined };
      },
      close: async () => undefined,
    },
  };
};
