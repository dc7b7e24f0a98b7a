import type { Readiness, ReadinessPart } from './http/ports.js';
import type { Runtime } from './runtime.js';

export const readiness = (runtime: Runtime): Readiness => ({
  check: async () => {
    const { store } = runtime.adapters;
    const log: ReadinessPart = await store.head().then(
      () => ({ name: 'event store', ready: true }),
      () => ({ name: 'event store', ready: false, detail: 'it does not answer' }),
    );
    const services = [...runtime.services, ...runtime.duties].map(({ name, notReady }): ReadinessPart => {
      const detail = notReady();
      return detail === undefined ? { name, ready: true } : { name, ready: false, detail };
    });
    const parts = [log, ...services];
    return { ready: parts.every((part) => part.ready), parts };
  },
});
