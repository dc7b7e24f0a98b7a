import type { EventStore } from '@redress/eventing';
import { eventStoreContract } from '@redress/eventing/testing';
import { eventStoreDb } from './event-store.js';
import { startEventStoreDbDouble } from './testing/double.js';

const quiet = (): void => undefined;
const openAt = (url: string): EventStore => eventStoreDb({ url, report: quiet });

eventStoreContract('EventStoreDB, as its double answers', async () => {
  const double = await startEventStoreDbDouble();
  const [store, other] = [openAt(double.url), openAt(double.url)];
  return {
    store,
    other,
    close: async () => {
      await store.close();
      await other.close();
      await double.stop();
    },
  };
});
