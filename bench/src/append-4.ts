import { fork } from 'node:child_process';
import { beginning } from '@redress/eventing';
import { closedLoop } from './load.js';
import { exampleEvent } from './example-event.js';
import { withServer, withStore } from './measured-server.js';
import { report } from './table.js';

/** Four processes of 32 callers on one log, beside one process of 128; then: is the order total, and without gaps? */
const seconds = Number(process.argv[2] ?? 5);
const given = process.env.REDRESS_BENCH_URL;

const measure = (url: string, callers: number): Promise<number> =>
  withStore(url, async (store) => {
    const { perSecond } = await closedLoop(callers, seconds, () => {
      const event = exampleEvent();
      return store.append({ stream: `intake.complaint-${event.id}`, expected: -1n, events: [event] });
    });
    return perSecond;
  });

const inProcess = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [String(seconds)], { env: { ...process.env, REDRESS_BENCH_URL: url } });
    child.once('message', (perSecond: number) => resolve(perSecond));
    child.once('error', reject);
  });

const countInOrder = (url: string): Promise<number> =>
  withStore(url, async (store) => {
    let count = 0;
    for (let position = beginning; ;) {
      const page = await store.readLog(position, 5000);
      const last = page.at(-1);
      if (!last) return count;
      for (const event of page) {
        count += 1;
        if (BigInt(event.position) !== BigInt(count)) throw new Error(`There is a gap before ${event.position}.`);
      }
      position = last.position;
    }
  });

if (given !== undefined) process.send?.(await measure(given, 32));
else
  await withServer(async (url) => {
    const one = await measure(url, 128);
    const four = (await Promise.all([1, 2, 3, 4].map(() => inProcess(url)))).reduce((sum, each) => sum + each, 0);
    report('append-4', [
      { what: 'one process, 128 callers', figures: { perSecond: one } },
      { what: 'four processes, 32 callers each', figures: { perSecond: four, ratio: four / one } },
      { what: 'events in one gapless order', figures: { count: await countInOrder(url) } },
    ]);
  });
