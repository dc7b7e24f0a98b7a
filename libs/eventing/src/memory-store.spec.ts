import { eventStoreContract, type MemoryLog, memoryStore } from './testing/index.js';

eventStoreContract('memory', async () => {
  const log: MemoryLog = { events: [], wakes: new Set() };
  return { store: memoryStore(log), other: memoryStore(log), close: async () => undefined };
});
