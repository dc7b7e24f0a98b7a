import { randomUUID } from 'node:crypto';
import { beginning, type Consumer, type EventBus, houseActor, type StoredEvent } from '@redress/eventing';
import { chance, teller } from '@redress/eventing/testing';
import { Runtime } from '@redress/service-host';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { AnalyticsModule } from '../analytics.module.js';
import type { Happened } from './lives.js';

export const partitions = 12;

const partitionOf = (key: string): number =>
  [...key].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 65_521, 7) % partitions;

/** Delivers nothing by itself: each replica is given its batches by hand. */
const busByHand = (): { readonly bus: EventBus; readonly consumers: Consumer[] } => {
  const consumers: Consumer[] = [];
  const deliver: EventBus['deliver'] = async (consumer) => {
    consumers.push(consumer);
    return { stop: async () => undefined };
  };
  return { consumers, bus: { partitions, partitionOf, deliver, close: async () => undefined } };
};

/** Two processes that share the partitions of one log and write the same tables. */
export interface Replicas {
  readonly platform: Platform;
  /** Records what happened, and gives it to whoever holds the partition, in a seeded order of partitions and batches. */
  tell(history: readonly Happened[], seed: number): Promise<void>;
  stop(): Promise<void>;
}

export const startReplicas = async (): Promise<Replicas> => {
  const [here, there] = [busByHand(), busByHand()];
  const platform = await startPlatform(AnalyticsModule, { at: '2026-09-01T00:00:00Z', bus: () => here.bus });
  const { adapters, services, commands } = platform.application.runtime;
  const elsewhere = new Runtime({ ...adapters, bus: there.bus });
  for (const { contents } of services) await elsewhere.open(contents);
  for (const service of elsewhere.services) await service.start();
  const replicas = [here, there].map(({ consumers }) => consumers[0] as Consumer);
  const holders = Array.from({ length: partitions }, (_, partition) => partition % 2);
  for (const [partition, holder] of holders.entries()) await replicas[holder]?.assigned(partition);
  let seen = beginning;

  const record = async (history: readonly Happened[]): Promise<void> => {
    for (const { event, at, historical } of history) {
      const commandId = randomUUID();
      const cause = { commandId, by: houseActor('specs'), at, correlationId: commandId, causationId: commandId };
      const { complaintId } = event.data as { complaintId: string };
      const sending = { decider: teller('intake.complaint'), id: complaintId, command: 'Tell', data: event };
      await commands.dispatch(sending, { ...cause, historical });
    }
  };
  const news = async (): Promise<readonly StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for (;;) {
      const page = await adapters.store.readLog(seen, 500);
      events.push(...page);
      seen = page.at(-1)?.position ?? seen;
      if (page.length < 500) return events;
    }
  };
  /** A partition changes hands now and then, as when a replica comes or goes. */
  const moved = async (partition: number): Promise<void> => {
    const holder = 1 - (holders[partition] as number);
    holders[partition] = holder;
    replicas[1 - holder]?.revoked(partition);
    await replicas[holder]?.assigned(partition);
  };
  return {
    platform,
    tell: async (history, seed) => {
      const random = chance(seed);
      await record(history);
      const waiting = Array.from({ length: partitions }, (): StoredEvent[] => []);
      for (const event of await news()) waiting[partitionOf(event.metadata.key)]?.push(event);
      while (waiting.some(({ length }) => length > 0)) {
        const partition = Math.floor(random() * partitions);
        const queue = waiting[partition] as StoredEvent[];
        if (queue.length === 0) continue;
        if (random() < 0.1) await moved(partition);
        const events = queue.splice(0, 1 + Math.floor(random() * 20));
        const upTo = (events.at(-1) as StoredEvent).position;
        await replicas[holders[partition] as number]?.handle({ partition, events, upTo });
      }
    },
    stop: async () => {
      for (const { timers, outbox, database } of elsewhere.services) {
        await timers.stop();
        await outbox.stop();
        await database.close();
      }
      await platform.stop();
    },
  };
};
