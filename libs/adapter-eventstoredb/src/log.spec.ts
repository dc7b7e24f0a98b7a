import { ANY, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { beginning, type EventToAppend, noStream } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';
import { type EventStoreDb, eventStoreDb } from './event-store.js';
import { StreamTombstoned } from './failures.js';
import { type EventStoreDbDouble, startEventStoreDbDouble } from './testing/double.js';

const quiet = (): void => undefined;

describe('The log on EventStoreDB', () => {
  let double: EventStoreDbDouble;
  let store: EventStoreDb;
  let server: EventStoreDBClient;
  const event = (name: string): EventToAppend => exampleEvent(name);

  beforeEach(async () => {
    double = await startEventStoreDbDouble();
    store = eventStoreDb({ url: double.url, report: quiet, pace: { retryMs: 1, longestRetryMs: 5, stalledMs: 50 } });
    server = EventStoreDBClient.connectionString(double.url);
  });
  afterEach(async () => {
    await store.close();
    await server.dispose();
    await double.stop();
  });
  const woken = (): Promise<void> => new Promise((resolve) => store.onAppended(resolve));

  it('is empty at first, whatever the server itself has written', async () => {
    await store.logId();
    expect(await store.head()).toBe(beginning);
    expect(await store.readLog(beginning, 10)).toEqual([]);
  });

  it('has one id, however many ask for it first at once', async () => {
    const many = Array.from({ length: 8 }, () => eventStoreDb({ url: double.url, report: quiet }));
    const ids = await Promise.all(many.map((one) => one.logId()));
    await Promise.all(many.map((one) => one.close()));
    expect(new Set([...ids, await store.logId()]).size).toBe(1);
  });

  it('passes over what the server and other programs write, however much it is, and its head is the last event', async () => {
    const { position } = await store.append({ stream: 'example.head-1', expected: noStream, events: [event('head')] });
    for (let n = 0; n < 60; n += 1) {
      await server.setStreamMetadata('example.head-1', { maxAge: 1_000_000 + n });
      await server.appendToStream('orders', jsonEvent({ type: 'OrderPlaced', data: {} }), { expectedRevision: ANY });
    }
    const fresh = eventStoreDb({ url: double.url, report: quiet });
    for (const one of [store, fresh]) {
      expect(await one.head()).toBe(position);
      expect(await one.readLog(position, 10)).toEqual([]);
      expect((await one.readLog(beginning, 10)).map(({ id }) => id)).toEqual([event('head').id]);
    }
    await fresh.close();
  });

  it('is read in parts of any size', async () => {
    for (let n = 0; n < 120; n += 1)
      await store.append({ stream: `example.part-${n}`, expected: noStream, events: [event(`part ${n}`)] });
    const whole = await store.readLog(beginning, 1000);
    expect(whole).toHaveLength(120);
    const [at, after] = [whole[49], whole.slice(50, 57)];
    expect(await store.readLog(at?.position ?? beginning, 7)).toEqual(after);
    expect(await store.at(at?.position ?? beginning)).toEqual(at);
  });

  it('holds no event at a position that it does not name', async () => {
    const { position } = await store.append({ stream: 'example.at-1', expected: noStream, events: [event('at')] });
    const beside = position.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) as typeof position;
    expect(await store.at(beside)).toBeUndefined();
    await expect(store.at('0000000000000000001' as typeof position)).rejects.toThrow('not a position');
  });

  it('lets a stream that was deleted go on with its old revisions', async () => {
    const stream = 'example.deleted-1';
    await store.append({ stream, expected: noStream, events: [event('one'), event('two')] });
    await server.deleteStream(stream, { expectedRevision: 1n });
    expect(await store.read(stream)).toEqual([]);
    expect(await store.revision(stream)).toBe(noStream);
    const append = { stream, expected: noStream, events: [event('three')] };
    expect(await store.append(append)).toMatchObject({ revision: 2n, repeated: false });
    expect(await store.append(append)).toMatchObject({ revision: 2n, repeated: true });
    expect((await store.read(stream)).map(({ revision }) => revision)).toEqual([2n]);
  });

  it('reads a stream that was truncated from its first kept event on', async () => {
    const stream = 'example.cut-1';
    await store.append({ stream, expected: noStream, events: ['a', 'b', 'c'].map(event) });
    await server.setStreamMetadata(stream, { truncateBefore: 2 });
    expect((await store.read(stream)).map(({ revision }) => revision)).toEqual([2n]);
    expect(await store.append({ stream, expected: 2n, events: [event('d')] })).toMatchObject({ revision: 3n });
  });

  it('says by name that a stream was tombstoned', async () => {
    const stream = 'example.gone-1';
    await store.append({ stream, expected: noStream, events: [event('last')] });
    await server.tombstoneStream(stream, { expectedRevision: ANY });
    await expect(store.read(stream)).rejects.toBeInstanceOf(StreamTombstoned);
    await expect(store.append({ stream, expected: 0n, events: [event('later')] })).rejects.toMatchObject({ stream });
  });

  it('says by name that somebody else has written to one of its streams', async () => {
    await server.appendToStream('example.foreign-1', jsonEvent({ type: 'OrderPlaced', data: {} }));
    await expect(store.read('example.foreign-1')).rejects.toThrow('Redress did not append');
  });

  it('wakes again after its subscription was broken off, and counts that', async () => {
    await woken();
    const other = eventStoreDb({ url: double.url, report: quiet });
    double.faults.meet('subscribe', 'unavailable', 2);
    const resubscribed = new Promise<void>((resolve) => {
      store.onAppended(() => store.following().resubscribed > 0 && resolve());
    });
    double.drop();
    await resubscribed;
    const again = woken();
    await other.append({ stream: 'example.woken-1', expected: noStream, events: [event('woken')] });
    await again;
    expect(store.following()).toMatchObject({ connected: true, behind: 0n });
    await other.close();
  });

  it.each([
    ['mute', 2],
    ['hang', 1],
  ] as const)('gives up a subscription that tells of nothing: %s', async (fault, times) => {
    await woken();
    double.faults.meet('subscribe', fault);
    const replaced = new Promise<void>((resolve) => {
      store.onAppended(() => store.following().resubscribed >= times && resolve());
    });
    double.drop();
    await double.faults.met('subscribe');
    let enough = false;
    const growing = async (n = 0): Promise<void> => {
      if (enough) return;
      await store.append({ stream: `example.growing-${n}`, expected: noStream, events: [event(`growing ${n}`)] });
      return growing(n + 1);
    };
    const grown = growing();
    await replaced;
    enough = true;
    await grown;
    expect(store.following().connected).toBe(true);
  });
});
