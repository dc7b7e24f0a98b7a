import type { Visibility } from './http/ports.js';
import type { Runtime } from './runtime.js';

/** How long a query waits for its own writes before it says that they are late. */
const longestWaitMs = 5000;

export const visibility = (runtime: Runtime): Visibility => ({
  passed: async ({ logId, position, key }, service) => {
    const { store, bus } = runtime.adapters;
    if (logId !== (await store.logId())) return 'other-log';
    const partition = bus.partitionOf(key);
    const asked = runtime.services.filter(({ name }) => service === undefined || name === service);
    const passed = await Promise.all(
      asked.map(({ read }) => read?.waitFor(partition, position, longestWaitMs) ?? Promise.resolve(true)),
    );
    return passed.every(Boolean) ? 'visible' : 'late';
  },
});
