/**
 * Asks the EventStoreDB at a URL what it answers in 82 situations and prints one JSON line each, with ids, positions and
 * times normalised, so that two servers (or a server and a double) can be compared line by line. observed.jsonl beside it
 * is what EventStoreDB 22.10.5 (single node, insecure) answered. It writes to fresh streams named `probe-…`.
 */
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';

const db = createRequire(`${process.cwd()}/`)('@eventstore/db-client');
const {
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  ANY,
  STREAM_EXISTS,
  START,
  END,
  BACKWARDS,
  FORWARDS,
  streamNameFilter,
  eventTypeFilter,
} = db;
const client = EventStoreDBClient.connectionString(process.argv[2] ?? 'esdb://127.0.0.1:2113?tls=false');
const run = `probe-${randomUUID()}`;
const ids = new Map();
/** A named event id: the same name is the same id within one run. */
const id = (name) => ids.get(name) ?? (ids.set(name, randomUUID()), ids.get(name));
const event = (name, type = 'Happened', data = { name }) =>
  jsonEvent({ id: id(name), type, data, metadata: { by: 'probe' } });
const stream = (name) => `${run}-${name}`;
const short = (text) => String(text).replaceAll(run, 'probe');
const say = (situation, answer) =>
  console.log(
    JSON.stringify({ situation, answer }, (_, v) =>
      typeof v === 'bigint' ? Number(v) : typeof v === 'string' ? short(v) : v,
    ),
  );
const problem = (e) => ({
  error: e.constructor.name,
  type: e.type ?? null,
  ...Object.fromEntries(
    ['streamName', 'expectedVersion', 'actualVersion', 'maxAppendSize']
      .filter((k) => e[k] !== undefined)
      .map((k) => [k, e[k]]),
  ),
});
async function asks(situation, action) {
  try {
    say(situation, await action());
  } catch (e) {
    say(situation, problem(e));
  }
}
const nameOf = (eventId) => [...ids].find(([, v]) => v === eventId)?.[0] ?? eventId;
/** Positions only by what can be relied on: commit = prepare, and greater than the previous one. */
const appended = ({ success, nextExpectedRevision, position }) => ({
  success,
  nextExpectedRevision,
  position: position ? { commitEqualsPrepare: position.commit === position.prepare } : null,
});
const seen = (e) => ({
  event: nameOf(e.event.id),
  stream: e.event.streamId,
  revision: e.event.revision,
  type: e.event.type,
  json: e.event.isJson,
  data: e.event.data,
  metadata: e.event.metadata,
  created: e.event.created instanceof Date,
});
const collect = async (reading) => {
  const out = [];
  for await (const e of reading) out.push(seen(e));
  return out;
};

/** Where this run begins in $all, so that a long log does not slow the subscriptions down. */
let origin = START;
for await (const e of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
  origin = e.event.position;

for (const [way, options] of [
  ['batch append', {}],
  ['plain append', { credentials: { username: 'admin', password: 'changeit' } }],
]) {
  const s = (n) => stream(`${way.slice(0, 5)}-${n}`);
  const e = (n, ...rest) => event(`${way.slice(0, 5)}:${n}`, ...rest);
  const append = (to, events, expectedRevision) =>
    client.appendToStream(s(to), events, { expectedRevision, ...options }).then(appended);
  await asks(`${way}: two events, noStream, to a missing stream`, () => append('a', [e(1), e(2)], NO_STREAM));
  await asks(`${way}: the same two again, noStream`, () => append('a', [e(1), e(2)], NO_STREAM));
  await asks(`${way}: the first of the two again, noStream`, () => append('a', [e(1)], NO_STREAM));
  await asks(`${way}: another event, noStream, to an existing stream`, () => append('a', [e('x')], NO_STREAM));
  await asks(`${way}: exact revision`, () => append('a', [e(3)], 1n));
  await asks(`${way}: the same event again at the same exact revision`, () => append('a', [e(3)], 1n));
  await asks(`${way}: the same id with other data at the same exact revision`, () =>
    append('a', [e(3, 'Happened', { other: true })], 1n),
  );
  await asks(`${way}: another event at a revision that has passed`, () => append('a', [e('y')], 1n));
  await asks(`${way}: another event at a revision that is not there yet`, () => append('a', [e('y')], 99n));
  await asks(`${way}: a known event followed by a new one at the passed revision`, () =>
    append('a', [e(3), e('z')], 1n),
  );
  await asks(`${way}: a known event followed by a new one at the current revision`, () =>
    append('a', [e(3), e('z2')], 2n),
  );
  await asks(`${way}: a known event again, any`, () => append('a', [e(3)], ANY));
  await asks(`${way}: a known event again, streamExists`, () => append('a', [e(3)], STREAM_EXISTS));
  await asks(`${way}: a new event, any`, () => append('a', [e(4)], ANY));
  await asks(`${way}: a new event, streamExists`, () => append('a', [e(5)], STREAM_EXISTS));
  await asks(`${way}: an event id known in another stream, noStream`, () => append('b', [e(3)], NO_STREAM));
  await asks(`${way}: any, to a missing stream`, () => append('c', [e('c1')], ANY));
  await asks(`${way}: streamExists, to a missing stream`, () => append('none', [e('n1')], STREAM_EXISTS));
  await asks(`${way}: exact revision 0, to a missing stream`, () => append('none', [e('n1')], 0n));
  await asks(`${way}: no events, exact current revision`, () => append('c', [], 0n));
  await asks(`${way}: one event over 1 MiB`, () =>
    append('big', [e('big', 'Happened', { text: 'x'.repeat(1_200_000) })], NO_STREAM),
  );
  await asks(`${way}: three events of 0.5 MB together`, () =>
    append(
      'big',
      [1, 2, 3].map((n) => e(`big${n}`, 'Happened', { text: 'x'.repeat(500_000) })),
      NO_STREAM,
    ),
  );
  await asks(`${way}: after the two refusals that stream is`, () => collect(client.readStream(s('big'))));
  await asks(`${way}: 1,000 small events at once`, () =>
    append(
      'many',
      Array.from({ length: 1000 }, (_, n) => e(`many${n}`)),
      NO_STREAM,
    ),
  );
  await asks(`${way}: what is in the stream now`, () => collect(client.readStream(s('a'))));
  const race = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => append('race', [e(`race${n}`)], NO_STREAM)),
  );
  say(`${way}: twenty writers at once, noStream`, {
    won: race.filter((r) => r.status === 'fulfilled').length,
    lost: [...new Set(race.filter((r) => r.status === 'rejected').map((r) => r.reason.type))],
  });
}

const many = (await collect(client.readStream(stream('batch-many'), { maxCount: 3 }))).map((e) => e.revision);
say('read: forwards, at most 3', many);
await asks('read: forwards from revision 998', async () =>
  (await collect(client.readStream(stream('batch-many'), { direction: FORWARDS, fromRevision: 998n }))).map(
    (e) => e.revision,
  ),
);
await asks('read: forwards from beyond the end', async () =>
  (await collect(client.readStream(stream('batch-many'), { fromRevision: 5000n }))).map((e) => e.revision),
);
await asks('read: backwards from the end, at most 2', async () =>
  (
    await collect(client.readStream(stream('batch-many'), { direction: BACKWARDS, fromRevision: END, maxCount: 2 }))
  ).map((e) => e.revision),
);
await asks('read: backwards from the start', async () =>
  (await collect(client.readStream(stream('batch-many'), { direction: BACKWARDS, fromRevision: START }))).map(
    (e) => e.revision,
  ),
);
await asks('read: the whole stream', async () => (await collect(client.readStream(stream('batch-many')))).length);
await asks('read: missing stream', () => collect(client.readStream(stream('missing'))));
await asks('read: missing stream, backwards', () =>
  collect(client.readStream(stream('missing'), { direction: BACKWARDS, fromRevision: END, maxCount: 1 })),
);

const gone = stream('gone');
await client.appendToStream(gone, [event('g1'), event('g2')], { expectedRevision: NO_STREAM });
await asks('delete: at a wrong revision', () =>
  client.deleteStream(gone, { expectedRevision: 7n }).then(() => 'deleted'),
);
await asks('delete: at the right revision', () =>
  client.deleteStream(gone, { expectedRevision: 1n }).then(() => 'deleted'),
);
await asks('delete: then read', () => collect(client.readStream(gone)));
await asks('delete: then append, noStream', () =>
  client.appendToStream(gone, [event('g3')], { expectedRevision: NO_STREAM }).then(appended),
);
await asks('delete: then read again', async () => (await collect(client.readStream(gone))).map((e) => e.revision));
await asks('tombstone: any', () => client.tombstoneStream(gone, { expectedRevision: ANY }).then(() => 'tombstoned'));
await asks('tombstone: then read', () => collect(client.readStream(gone)));
await asks('tombstone: then append, any', () =>
  client.appendToStream(gone, [event('g4')], { expectedRevision: ANY }).then(appended),
);
await asks('tombstone: then plain append, any', () =>
  client
    .appendToStream(gone, [event('g4')], {
      expectedRevision: ANY,
      credentials: { username: 'admin', password: 'changeit' },
    })
    .then(appended),
);

const cut = stream('cut');
await client.appendToStream(
  cut,
  Array.from({ length: 6 }, (_, n) => event(`cut${n}`)),
  { expectedRevision: NO_STREAM },
);
await asks('truncate: $tb 4, then read', async () => {
  await client.setStreamMetadata(cut, { truncateBefore: 4 });
  return (await collect(client.readStream(cut))).map((e) => e.revision);
});
await asks('truncate: append at the exact revision', () =>
  client.appendToStream(cut, [event('cut6')], { expectedRevision: 5n }).then(appended),
);

/** Everything a subscription gives until `count` events came or a second passed without any. */
async function subscribed(subscription, count = Infinity) {
  const out = [];
  await new Promise((done, failed) => {
    let timer = setTimeout(done, 1500);
    subscription.on('data', (e) => {
      clearTimeout(timer);
      out.push(e);
      if (out.length >= count) done();
      else timer = setTimeout(done, 1000);
    });
    subscription.on('error', failed);
  });
  await subscription.unsubscribe();
  return out;
}
const filter = streamNameFilter({ prefixes: [`${run}-batch-a`, `${run}-plain-a`] });
let all = [];
await asks('$all subscription, stream prefixes: order and streams', async () => {
  all = await subscribed(client.subscribeToAll({ fromPosition: origin, filter }));
  return all.map((e) => `${nameOf(e.event.id)}@${short(e.event.streamId)}`);
});
await asks("$all subscription: positions rise, commit = prepare, and commitPosition is the event's", () => ({
  rising: all.every((e, n) => n === 0 || e.event.position.commit > all[n - 1].event.position.commit),
  commitEqualsPrepare: all.every((e) => e.event.position.commit === e.event.position.prepare),
  sameAsCommitPosition: all.every((e) => e.commitPosition === e.event.position.commit),
}));
// As many as were seen: how many come before the subscription has ended is a matter of chance.
await asks('$all subscription: resumed after the third event starts with', async () =>
  (await subscribed(client.subscribeToAll({ fromPosition: all[2].event.position, filter }), 4))
    .slice(0, 4)
    .map((e) => nameOf(e.event.id)),
);
await asks('$all subscription: event type filter', async () => {
  await client.appendToStream(stream('typed'), [event('t1', `${run}-Odd`), event('t2', `${run}-Even`)], {
    expectedRevision: NO_STREAM,
  });
  return (
    await subscribed(
      client.subscribeToAll({ fromPosition: origin, filter: eventTypeFilter({ prefixes: [`${run}-Even`] }) }),
    )
  ).map((e) => nameOf(e.event.id));
});
await asks('$all subscription: checkpoints come although nothing matches', async () => {
  let checkpoints = 0;
  const none = await subscribed(
    client.subscribeToAll({
      fromPosition: origin,
      filter: streamNameFilter({
        prefixes: [`${run}-nothing`],
        checkpointInterval: 1,
        checkpointReached: () => {
          checkpoints += 1;
        },
      }),
    }),
  );
  return { events: none.length, checkpoints: checkpoints > 0 };
});
await asks('$all subscription from the end sees only what comes later', async () => {
  const later = client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: [`${run}-later`] }) });
  await new Promise((ready) => later.once('confirmation', ready));
  const events = subscribed(later, 1);
  await client.appendToStream(stream('later'), [event('l1')], { expectedRevision: NO_STREAM });
  return (await events).map((e) => nameOf(e.event.id));
});
await asks('stream subscription from revision 1 starts with', async () =>
  (await subscribed(client.subscribeToStream(stream('batch-a'), { fromRevision: 1n }))).map((e) => nameOf(e.event.id)),
);
await asks('subscription to a missing stream, then its first event', async () => {
  const waiting = client.subscribeToStream(stream('unborn'), { fromRevision: START });
  const events = subscribed(waiting, 1);
  await client.appendToStream(stream('unborn'), [event('u1')], { expectedRevision: NO_STREAM });
  return (await events).map((e) => nameOf(e.event.id));
});
await asks('readAll: first events belong to the system', async () => {
  for await (const e of client.readAll({ maxCount: 1 })) return e.event.streamId.startsWith('$');
});
await asks('readAll: a filter option is', async () => {
  for await (const e of client.readAll({ maxCount: 1, filter }))
    return e.event.streamId.startsWith('$') ? 'ignored' : 'respected';
});
await asks('readAll: backwards from the end, at most 1', async () => {
  for await (const e of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
    return nameOf(e.event.id);
});
// Not by `dispose`: it waits for ever for a read that was left before its end.
process.exit(0);
