import type { WallClock } from '@redress/eventing';
import type { Runtime } from '../runtime.js';

const patienceMs = 20_000;

/**
 * Resolves once nothing is left to do: every consumer has passed the log's head on every partition, timers that are due
 * were fired, outboxes are empty of what is due, and the head is still the same.
 */
export const settle = async (runtime: Runtime, clock: WallClock): Promise<void> => {
  const { store, bus } = runtime.adapters;
  const partitions = Array.from({ length: bus.partitions }, (_, partition) => partition);
  for (;;) {
    const head = await store.head();
    for (const { name, act, read } of runtime.services)
      for (const partition of partitions) {
        const passed = await Promise.all([
          act?.waitFor(partition, head, patienceMs) ?? true,
          read?.waitFor(partition, head, patienceMs) ?? true,
        ]);
        if (!passed.every(Boolean)) throw new Error(`${name} did not come to ${head} within ${patienceMs} ms.`);
      }
    for (const { timers, outbox } of runtime.services) {
      timers.look();
      outbox.look();
      await timers.idle();
      await outbox.idle();
    }
    const due = await Promise.all(runtime.services.flatMap(({ timers, outbox }) => [timers.next(), outbox.next()]));
    const nothingDue = due.every((instant) => !instant || instant > clock.now());
    if (nothingDue && (await store.head()) === head) return;
  }
};
