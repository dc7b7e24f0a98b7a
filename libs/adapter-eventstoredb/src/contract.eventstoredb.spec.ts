import type { EventStore } from '@redress/eventing';
import { eventStoreContract } from '@redress/eventing/testing';
import { eventStoreDb } from './event-store.js';

const url = process.env.EVENTSTOREDB_URL ?? '';

eventStoreContract('the EventStoreDB that EVENTSTOREDB_URL names', async () => {
  const open = (): EventStore => eventStoreDb({ url, report: (error) => process.stderr.write(`${String(error)}\n`) });
  const [store, other] = [open(), open()];
  return {
    store,
    other,
    close: async () => {
      await store.close();
      await other.close();
    },
  };
});
