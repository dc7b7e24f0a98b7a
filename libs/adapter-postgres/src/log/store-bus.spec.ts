import { eventBusContract } from '@redress/eventing/testing';
import pg from 'pg';
import { postgresLeases } from '../service/leases.js';
import { openServiceDatabase } from '../service/service-database.js';
import { testDatabase } from '../testing/test-database.js';
import { postgresEventStore } from './event-store.js';
import { prepareLog } from './schema.js';
import { storeBus } from './store-bus.js';
import { wakesOver } from './wakes.js';

const quiet = (): void => undefined;

eventBusContract('the store', 'example', async () => {
  const database = await testDatabase();
  const service = await openServiceDatabase(database.url, { service: 'example', readModels: [], memories: [] });
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  await prepareLog(pool);
  const process = (): { store: ReturnType<typeof postgresEventStore>; bus: ReturnType<typeof storeBus> } => {
    const store = postgresEventStore(pool, wakesOver(pool, database.url, quiet));
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
    },
  };
});
