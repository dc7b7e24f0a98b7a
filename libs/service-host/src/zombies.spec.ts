import { type Batch, beginning, type Consumer, type EventBus, Fenced, type Position } from '@redress/eventing';
import { Runtime } from './runtime.js';
import { ExampleModule, type TeamRow } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';

/** Delivers nothing by itself: a spec gives each consumer its batches, whoever may think that it holds the partition. */
const busByHand = (): { readonly bus: EventBus; readonly consumers: Consumer[] } => {
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

describe('A process that has lost a partition and does not know it yet', () => {
  let platform: Platform;
  let elsewhere: Runtime;
  const [here, there] = [busByHand(), busByHand()];
  let seen: Position = beginning;

  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z', bus: () => here.bus });
    const { adapters, services } = platform.application.runtime;
    elsewhere = new Runtime({ ...adapters, bus: there.bus });
    for (const { contents } of services) await elsewhere.open(contents);
    for (const service of elsewhere.services) await service.start();
  });
  afterAll(async () => {
    for (const { timers, outbox, database } of elsewhere.services) {
      await timers.stop();
      await outbox.stop();
      await database.close();
    }
    await platform.stop();
  });

  const consumerOf = ({ consumers }: typeof here, what: 'act' | 'read'): Consumer =>
    consumers.find(({ name }) => name.startsWith(`example.${what}`)) as Consumer;
  /** What was appended since it was asked last. */
  const news = async (): Promise<Batch> => {
    const { store } = platform.application.runtime.adapters;
    const events = await store.readLog(seen, 100);
    seen = await store.head();
    return { partition: 0, events, upTo: seen };
  };
  const rows = async (): Promise<readonly TeamRow[]> => (await platform.anonymous.get(path)).body.items;
  const dueNext = async (): Promise<Date | undefined> => platform.application.runtime.services[0]?.timers.next();

  it('writes nothing any more: no rows, no timers, no checkpoint', async () => {
    const [zombies, living] = [
      [consumerOf(here, 'read'), consumerOf(here, 'act')],
      [consumerOf(there, 'read'), consumerOf(there, 'act')],
    ] as const;
    for (const consumer of zombies) await consumer.assigned(0);
    const { teamId } = (await platform.anonymous.post(path, { name: 'Returns' })).body as { teamId: string };
    const first = await news();
    await zombies[0].handle(first);
    expect(await rows()).toMatchObject([{ name: 'Returns', renames: 0 }]);

    for (const consumer of living) await consumer.assigned(0);
    await expect(zombies[1].handle(first)).rejects.toBeInstanceOf(Fenced);
    expect(await dueNext()).toBeUndefined();
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'Refunds' });
    const second = await news();
    await expect(zombies[0].handle(second)).rejects.toBeInstanceOf(Fenced);
    expect(await rows()).toMatchObject([{ name: 'Returns', renames: 0 }]);

    await living[0].handle(second);
    await living[1].handle({ ...second, events: [...first.events, ...second.events] });
    expect(await rows()).toMatchObject([{ name: 'Refunds', renames: 1 }]);
    expect(await dueNext()).toEqual(new Date('2026-03-02T10:00:00Z'));
    for (const consumer of zombies) await expect(consumer.handle(second)).rejects.toBeInstanceOf(Fenced);
    expect(await rows()).toMatchObject([{ name: 'Refunds', renames: 1 }]);
  });
});
