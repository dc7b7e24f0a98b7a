import { eventStoreDb } from '@redress/adapter-eventstoredb';
import { startEventStoreDbDouble } from '@redress/adapter-eventstoredb/testing';
import { openServiceDatabase, postgresLeases, storeBus } from '@redress/adapter-postgres';
import { testDatabase } from '@redress/adapter-postgres/testing';
import type { EventBus, EventStore } from '@redress/eventing';
import { eventBusContract } from '@redress/eventing/testing';
import pg from 'pg';

const quiet = (): void => undefined;

eventBusContract('the store, on EventStoreDB', 'example', async () => {
  const [database, double] = [await testDatabase(), await startEventStoreDbDouble()];
  const service = await openServiceDatabase(database.url, { service: 'example', readModels: [], memories: [] });
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  const process = (): { store: EventStore; bus: EventBus } => {
    const store = eventStoreDb({ url: double.url, report: quiet });
    return { store, bus: storeBus({ store, leases: postgresLeases(pool), report: quiet }) };
  };
  const [one, other] = [process(), process()];
  return {
    store: one.store,
    bus: one.bus,
    other: other.bus,
    close: async () => {
      for (const { bus, store } of [one, other]) {
        await bus.close();
        await store.close();
      }
      await service.close();
      await pool.end();
      await database.drop();
      await double.stop();
    },
  };
});
