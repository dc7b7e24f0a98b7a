import { noStream, type EventStore, type Position } from '@redress/eventing';
import { exampleEvent } from './example-event.js';
import { closedLoop, type Load } from './load.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/** The log at 5,000,000 events against the same at 50,000: cost per event must not depend on how many there are. */
const seconds = Number(process.argv[2] ?? 5);
const sizes = [50_000, Number(process.argv[3] ?? 5_000_000)] as const;
const perStream = 20;

const fill = async (store: EventStore, from: number, to: number): Promise<void> => {
  let next = from;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < to) {
        const stream = `intake.complaint-${next}`;
        next += perStream;
        await store.append({ stream, expected: noStream, events: Array.from({ length: perStream }, exampleEvent) });
      }
    }),
  );
};

const measure = async (store: EventStore, size: number): Promise<Readonly<Record<string, Load>>> => {
  const somewhere = (turn: number): number => Math.floor(((turn * 7919) % (size / perStream)) * perStream);
  return {
    append: await closedLoop(32, seconds, () => {
      const event = exampleEvent();
      return store.append({ stream: `intake.other-${event.id}`, expected: noStream, events: [event] });
    }),
    'read a stream': await closedLoop(4, seconds, (caller, turn) =>
      store.read(`intake.complaint-${somewhere(caller * 104_729 + turn)}`),
    ),
    'page of the log': await closedLoop(1, seconds, (_, turn) =>
      store.readLog(String(somewhere(turn)).padStart(19, '0') as Position, 500),
    ),
  };
};

await withServer((url) =>
  withStore(url, async (store, pool) => {
    const lines: Line[] = [];
    const before = new Map<string, Load>();
    let filled = 0;
    for (const size of sizes) {
      await fill(store, filled, size);
      filled = size;
      await pool.query('vacuum analyze redress_log.events');
      // What filling left to be written is not the cost of what is measured.
      await pool.query('checkpoint');
      for (const [what, load] of Object.entries(await measure(store, size))) {
        const first = before.get(what);
        const ratio = first ? { ratio: load.p50 / first.p50 } : {};
        if (!first) before.set(what, load);
        lines.push({ what: `${what}, ${size.toLocaleString('en-US')} events`, figures: { ...load, ...ratio } });
      }
    }
    report('flat', lines);
  }),
);
