import { fork } from 'node:child_process';
import { join } from 'node:path';
import { noStream } from '@redress/eventing';
import pg from 'pg';
import { exampleData, exampleEvent } from './example-event.js';
import { closedLoop, type Load } from './load.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/**
 * Single-event appends to distinct streams, with 1, 32 and 128 callers, beside emmett-postgresql and beside bare INSERTs
 * of the same rows, on the same server in the same minute.
 */
const seconds = Number(process.argv[2] ?? 5);

const ours = (url: string, callers: number): Promise<Load> =>
  withStore(url, (store) =>
    closedLoop(callers, seconds, () => {
      const event = exampleEvent();
      return store.append({ stream: `intake.complaint-${event.id}`, expected: noStream, events: [event] });
    }),
  );

/** In a process of its own: it changes how the driver reads numbers, for everybody in its process. */
const emmett = (url: string, callers: number): Promise<Load> =>
  new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'emmett-append.js');
    const child = fork(program, [url, String(callers), String(seconds)]);
    child.once('message', (load: Load) => resolve(load));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`emmett-postgresql ended with ${code} before it was measured.`)));
  });

/** What PostgreSQL itself gives: one INSERT, one commit, a connection for each of at most 32 callers. */
const bare = async (url: string, callers: number): Promise<Load> => {
  const pool = new pg.Pool({ connectionString: url, max: Math.min(callers, 32) });
  await pool.query(
    `create table if not exists bare (position bigserial primary key, stream text not null, revision bigint not null,
     id uuid not null, type text not null, version integer not null, data text not null, metadata text not null, unique (stream, revision))`,
  );
  const load = await closedLoop(callers, seconds, () => {
    const { id, type, version, metadata } = exampleEvent();
    return pool.query(
      'insert into bare (stream, revision, id, type, version, data, metadata) values ($1, 0, $2, $3, $4, $5, $6)',
      [`intake.complaint-${id}`, id, type, version, exampleData, JSON.stringify(metadata)],
    );
  });
  await pool.end();
  return load;
};

await withServer(async (url) => {
  const lines: Line[] = [];
  for (const callers of [1, 32, 128]) {
    const inserted = await bare(url, callers);
    const reference = await emmett(url, callers);
    const measured = await ours(url, callers);
    lines.push(
      { what: `bare INSERT, ${callers} callers`, figures: { ...inserted } },
      { what: `emmett-postgresql, ${callers} callers`, figures: { ...reference } },
      {
        what: `event store, ${callers} callers`,
        figures: {
          ...measured,
          'to bare': measured.perSecond / inserted.perSecond,
          'to emmett': measured.perSecond / reference.perSecond,
        },
      },
    );
  }
  report('append', lines);
});
