import { once } from 'node:events';
import { Writable } from 'node:stream';
import { type EventStore, noStream } from '@redress/eventing';
import { exampleEvent, memoryStore } from '@redress/eventing/testing';
import { feedSteps, type FeedParts, type FeedStep, usualPace } from './feed-steps.js';
import { feedText } from './feed-text.js';
import { start } from './log-cursor.js';
import { OpenFeeds } from './open-feeds.js';
import { Pulled } from './pulled.js';

const never = new AbortController().signal;
const pace = { ...usualPace, pageSize: 4, gatherMs: 0 };

let written = 0;
const append = async (store: EventStore, count: number, data?: string): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    written += 1;
    const events = [exampleEvent(String(written), data)];
    await store.append({ stream: `example.thing-${written}`, expected: noStream, events });
  }
};
const stepsOf = (store: EventStore, parts: Partial<FeedParts> = {}): AsyncGenerator<FeedStep, void> =>
  feedSteps({
    store,
    after: start,
    takes: () => true,
    limit: Infinity,
    until: 'follow',
    gone: never,
    stopping: never,
    pace,
    ...parts,
  });
const textOf = (steps: AsyncIterable<FeedStep>) =>
  feedText(steps, {
    format: 'ndjson',
    logId: 'the log',
    now: () => new Date('2026-03-02T09:00:00Z'),
    dataOf: async () => (event) => event.data,
  });

describe('A follower of the log', () => {
  it('hears of what is appended while it waits', async () => {
    const store = memoryStore();
    const steps = stepsOf(store);
    const first = steps.next();
    await append(store, 1);
    expect((await first).value).toMatchObject({ kind: 'events', events: [{ stream: `example.thing-${written}` }] });
    await steps.return();
  });

  it('is told how far it has come while nothing concerns it', async () => {
    const store = memoryStore();
    await append(store, 3);
    const steps = stepsOf(store, { takes: () => false, pace: { ...pace, quietMs: 1 } });
    const { value } = await steps.next();
    expect(value).toMatchObject({ kind: 'quiet', upTo: { position: await store.head() } });
    await steps.return();
  });

  it('is let go while it waits, when the process stops or when it lasted long enough', async () => {
    const stopping = new AbortController();
    const stopped = stepsOf(memoryStore(), { stopping: stopping.signal }).next();
    stopping.abort();
    expect((await stopped).value).toMatchObject({ kind: 'end', endedBy: 'stopping' });
    const old = stepsOf(memoryStore(), { pace: { ...pace, lifeMs: 0 } });
    expect((await old.next()).value).toMatchObject({ kind: 'end', endedBy: 'time' });
  });

  it('listens to the log no longer than it reads', async () => {
    const log = { events: [], wakes: new Set<() => void>() };
    const gone = new AbortController();
    const stream = new Pulled(textOf(stepsOf(memoryStore(log), { gone: gone.signal })), () => gone.abort());
    stream.resume();
    while (log.wakes.size === 0) await new Promise((resolve) => setImmediate(resolve));
    stream.destroy();
    await once(stream, 'close');
    expect(log.wakes.size).toBe(0);
  });
});

describe('A reader of the log', () => {
  it('that takes nothing keeps the log from being read ahead', async () => {
    const store = memoryStore();
    await append(store, 200, JSON.stringify({ text: 'x'.repeat(20_000) }));
    let read = 0;
    const counting: EventStore = {
      ...store,
      readLog: async (after, limit) => {
        read += 1;
        return store.readLog(after, limit);
      },
    };
    const stream = new Pulled(textOf(stepsOf(counting, { until: await store.head() })), () => undefined);
    let release = (): void => undefined;
    let taken = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        taken += chunk.length;
        release = done;
      },
    });
    stream.pipe(slow);
    while (taken === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // Of 50 pages of 80 kB those that wait in the stream and in the pipe.
    expect(read).toBeLessThan(6);
    const whole = once(slow, 'finish');
    slow._write = (chunk: Buffer, _encoding, done) => {
      taken += chunk.length;
      done();
    };
    release();
    await whole;
    expect(read).toBe(50);
    expect(taken).toBeGreaterThan(4_000_000);
  });

  it('that fails on the way ends without the line that says how far it came', async () => {
    const store = memoryStore();
    await append(store, 8);
    const head = await store.head();
    const failing: EventStore = {
      ...store,
      readLog: async (after, limit) => {
        if (after !== '') throw new Error('The log is away.');
        return store.readLog(after, limit);
      },
    };
    let text = '';
    const stream = new Pulled(textOf(stepsOf(failing, { until: head })), () => undefined);
    const ended = once(stream, 'end');
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await expect(ended).rejects.toThrow('The log is away.');
    expect(text.split('\n').filter(Boolean)).toHaveLength(4);
    expect(text).not.toContain('redress.progress');
  });
});

describe('Feeds that are read at once', () => {
  it('are limited for each caller and for all, and left once', () => {
    const feeds = new OpenFeeds({ perCaller: 2, inAll: 3 });
    const leave = feeds.enter('a');
    feeds.enter('a');
    expect(() => feeds.enter('a')).toThrow('2 feeds may be read at once');
    leave();
    leave();
    feeds.enter('a');
    expect(() => feeds.enter('a')).toThrow('2 feeds may be read at once');
    feeds.enter('b');
    expect(() => feeds.enter('b')).toThrow('Too many feeds');
  });
});
