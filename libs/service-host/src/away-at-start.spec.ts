import type { EventStore } from '@redress/eventing';
import { Runtime } from './runtime.js';
import { busByHand } from './testing/bus-by-hand.js';
import { ExampleModule } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

describe('A service whose event store goes away while it starts', () => {
  let platform: Platform;
  const begun: Runtime[] = [];
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterAll(async () => {
    for (const { services } of begun) for (const { database } of services) await database.close();
    await platform.stop();
  });

  /** As in another process of the same service, of which the store answers until `leave` is called. */
  const beside = async () => {
    const { adapters, services } = platform.application.runtime;
    let fault: Error | undefined;
    const answers =
      <Asked extends readonly unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
      async (...asked: Asked): Promise<Answer> => {
        if (fault) throw fault;
        return ask(...asked);
      };
    const { store } = adapters;
    const leaving: EventStore = { ...store, logId: answers(store.logId), head: answers(store.head) };
    const runtime = new Runtime({ ...adapters, store: leaving, bus: busByHand().bus });
    for (const { contents } of services) await runtime.open(contents);
    begun.push(runtime);
    const [service] = runtime.services;
    if (!service) throw new Error('Nothing was opened.');
    const says = async (words: string): Promise<void> => {
      while (!service.notReady()?.includes(words)) await new Promise((resolve) => setImmediate(resolve));
    };
    return {
      service,
      says,
      leave: (error: Error) => void (fault = error),
      comeBack: () => void (fault = undefined),
    };
  };

  it('waits and says so, and goes on once the store answers', async () => {
    const { service, says, leave, comeBack } = await beside();
    leave(new Error('Connection terminated unexpectedly'));
    const started = service.start();
    await says('it waits: Connection terminated unexpectedly');
    comeBack();
    await started;
    expect(service.notReady()).toBeUndefined();
    await service.stop();
  });

  it('ends its waiting when it is told to stop', async () => {
    const { service, says, leave, comeBack } = await beside();
    leave(new Error('Connection terminated unexpectedly'));
    const started = service.start();
    await says('it waits');
    await service.stop();
    comeBack();
    await started;
    expect(service.notReady()).toBe('it is stopping');
  });

  it('does not wait for what waiting cannot mend', async () => {
    const { service, leave } = await beside();
    leave(new Error('The store is of another kind.'));
    await expect(service.start()).rejects.toThrow('another kind');
  });
});
