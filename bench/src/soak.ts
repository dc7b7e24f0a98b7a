import { setTimeout as pause } from 'node:timers/promises';
import { startLocalKafka } from '@redress/adapter-kafka/testing';
import type { EventStore } from '@redress/eventing';
import { appendOne, openPipeline } from './bus-pipeline.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/**
 * Memory of the process that reads the bus while events keep coming: `npm run bench soak -- <minutes> <events a second>`.
 * What is held after a collection must not grow with what went through; the first quarter is warming up.
 */
const minutes = Number(process.argv[2] ?? 10);
const rate = Number(process.argv[3] ?? 500);
const samples = 12;

const collect = globalThis.gc;
if (!collect) throw new Error('The collector is to be called by hand: node --expose-gc bench/dist/soak.js.');
const heldMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** So many a second, as far as the store keeps up, and nothing kept of them but their number. */
const appending = async (store: EventStore): Promise<number> => {
  const began = performance.now();
  let [asked, answered] = [0, 0];
  const due = (): number => Math.min(rate * minutes * 60, Math.floor(((performance.now() - began) / 1000) * rate));
  while (answered < rate * minutes * 60) {
    // What waits for a slow store is memory of this bench, not of what it looks at.
    for (; asked < due() && asked - answered < 500; asked += 1) void appendOne(store).then(() => (answered += 1));
    await pause(10);
  }
  return answered;
};

const broker = await startLocalKafka();
try {
  await withServer((url) =>
    withStore(url, async (store) => {
      const pipeline = await openPipeline(store, url, broker.broker, 24);
      pipeline.relay.send('begin');
      const lines: Line[] = [];
      const load = appending(store);
      for (let sample = 1; sample <= samples; sample += 1) {
        await pause((minutes * 60_000) / samples);
        const figures = {
          'held MB': heldMb(),
          'resident MB': process.memoryUsage.rss() / 2 ** 20,
          rows: await pipeline.rows(),
        };
        lines.push({ what: `after ${((minutes * sample) / samples).toFixed(1)} minutes`, figures });
      }
      const appended = await load;
      await pipeline.reached(await store.head());
      const [warm, last] = [lines[samples / 4 - 1], lines.at(-1)];
      const growth = (last?.figures['held MB'] ?? 0) - (warm?.figures['held MB'] ?? 0);
      const rows = await pipeline.rows();
      if (rows !== appended) throw new Error(`${rows} rows came of ${appended} events.`);
      lines.push({ what: 'growth since warm', figures: { 'held MB': growth, rows } });
      await pipeline.close();
      report('soak', lines);
    }),
  );
} finally {
  await broker.stop();
}
