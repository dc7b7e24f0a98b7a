import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { checkedUrl, eventStoreDb } from '@redress/adapter-eventstoredb';
import { beginning, type EventStore, noStream, type Position } from '@redress/eventing';
import { exampleData, exampleEvent } from './example-event.js';
import { closedLoop, type Load } from './load.js';
import { type Line, report } from './table.js';

/**
 * The event store on EventStoreDB beside its bare client, on the same server in the same minute: single-event appends to
 * distinct streams with 1, 32 and 128 callers, and reading the log in pages.
 */
const seconds = Number(process.argv[2] ?? 5);
const url = process.env.EVENTSTOREDB_URL;
if (!url) {
  console.log('Not measured: EVENTSTOREDB_URL is not set. It names a server, as in esdb://127.0.0.1:2113?tls=false');
  process.exit(0);
}

const bare = (client: EventStoreDBClient, callers: number): Promise<Load> =>
  closedLoop(callers, seconds, () => {
    const { id, type, metadata } = exampleEvent();
    const event = binaryEvent({ id, type, data: Buffer.from(exampleData), metadata });
    return client.appendToStream(`bench-${id}`, event, { expectedRevision: NO_STREAM });
  });

const ours = (store: EventStore, callers: number): Promise<Load> =>
  closedLoop(callers, seconds, () => {
    const event = exampleEvent();
    return store.append({ stream: `bench.thing-${randomUUID()}`, expected: noStream, events: [event] });
  });

const eventsPerSecond = async (store: EventStore, from: Position): Promise<number> => {
  const began = performance.now();
  let count = 0;
  for (let position = from; ;) {
    const page = await store.readLog(position, 500);
    const last = page.at(-1);
    if (!last) return (count / (performance.now() - began)) * 1000;
    count += page.length;
    position = last.position;
  }
};

const store = eventStoreDb({ url, report: (error) => console.error(String(error)) });
const client = EventStoreDBClient.connectionString(checkedUrl(url));
const from = (await store.head()) || beginning;
const lines: Line[] = [];
for (const callers of [1, 32, 128]) {
  const reference = await bare(client, callers);
  const measured = await ours(store, callers);
  lines.push(
    { what: `bare client, ${callers} callers`, figures: { ...reference } },
    {
      what: `event store, ${callers} callers`,
      figures: { ...measured, 'to bare': measured.perSecond / reference.perSecond },
    },
  );
}
lines.push({ what: 'reading the log, 500 at a time', figures: { perSecond: await eventsPerSecond(store, from) } });
report('esdb', lines);
await store.close();
process.exit(0);
