import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { exampleData } from './example-event.js';
import { closedLoop } from './load.js';

/** The reference of `append`: the same events through emmett-postgresql. Answers its parent and ends. */
const [url = '', callers = '1', seconds = '5'] = process.argv.slice(2);
const store = getPostgreSQLEventStore(url);
const data = JSON.parse(exampleData) as Record<string, unknown>;

const append = (): Promise<unknown> =>
  store.appendToStream(`complaint-${randomUUID()}`, [{ type: 'ComplaintReceived', data }], {
    expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
  });

await append();
process.send?.(await closedLoop(Number(callers), Number(seconds), append));
process.exit(0);
