import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresEventStore, prepareLog, startEmbeddedServer, wakesOver } from '@redress/adapter-postgres';
import { type EventToAppend, noStream } from '@redress/eventing';
import pg from 'pg';
import { closedLoop, type Load } from './load.js';
import { report } from './table.js';

/** Single-event appends to distinct streams, beside bare INSERTs of the same rows on the same server in the same minute. */
const seconds = Number(process.argv[2] ?? 5);
const directory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
const server = await startEmbeddedServer({ dataDirectory: directory, log: () => undefined });

const data = JSON.stringify({ complaintId: randomUUID(), text: `1.${'c'.repeat(400)}` });
const eventOf = (): EventToAppend => {
  const id = randomUUID();
  return {
    id,
    type: 'intake.ComplaintReceived',
    version: 1,
    data,
    metadata: {
      occurredAt: '2026-03-02T09:00:00.000Z',
      recordedAt: '2026-03-02T09:00:00.000Z',
      by: { id: 'bench', roles: ['agent'] },
      commandId: id,
      key: id,
      correlationId: id,
      causationId: id,
    },
  };
};

const ours = async (callers: number): Promise<Load> => {
  const pool = new pg.Pool({ connectionString: server.url, max: 10 });
  await prepareLog(pool);
  const store = postgresEventStore(pool, wakesOver(pool, server.url, console.error));
  const load = await closedLoop(callers, seconds, () => {
    const event = eventOf();
    return store.append({ stream: `intake.complaint-${event.id}`, expected: noStream, events: [event] });
  });
  await store.close();
  await pool.end();
  return load;
};

/** What PostgreSQL itself gives: one INSERT, one commit, a connection for each of at most 32 callers. */
const bare = async (callers: number): Promise<Load> => {
  const pool = new pg.Pool({ connectionString: server.url, max: Math.min(callers, 32) });
  await pool.query(
    `create table if not exists bare (position bigserial primary key, stream text not null, revision bigint not null,
     id uuid not null, type text not null, version integer not null, data text not null, metadata text not null, unique (stream, revision))`,
  );
  const load = await closedLoop(callers, seconds, () => {
    const { id, type, version, metadata } = eventOf();
    return pool.query(
      'insert into bare (stream, revision, id, type, version, data, metadata) values ($1, 0, $2, $3, $4, $5, $6)',
      [`intake.complaint-${id}`, id, type, version, data, JSON.stringify(metadata)],
    );
  });
  await pool.end();
  return load;
};

const lines = [];
for (const callers of [1, 32, 128]) {
  const reference = await bare(callers);
  const measured = await ours(callers);
  lines.push(
    { what: `bare INSERT, ${callers} callers`, figures: { ...reference } },
    {
      what: `event store, ${callers} callers`,
      figures: { ...measured, ratio: measured.perSecond / reference.perSecond },
    },
  );
}
report('append', lines);
await server.stop();
rmSync(directory, { recursive: true, force: true });
