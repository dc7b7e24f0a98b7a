import { memoryStore } from '@redress/eventing/testing';
import { connect } from './connection.js';
import { kafkaBus } from './kafka-bus.js';
import {
  appendSome,
  contentsOf,
  heardOnceInOrder,
  hearing,
  type LocalKafka,
  passed,
  positionsIn,
  publishing,
  startLocalKafka,
  testTopic,
  wholeLog,
} from './testing/index.js';

describe('A broker that hangs, and wakes', () => {
  let broker: LocalKafka;
  beforeAll(async () => {
    broker = await startLocalKafka();
  });
  afterAll(() => broker.stop());

  it('loses, doubles and turns round nothing of what is published meanwhile', async () => {
    let notice = (): void => undefined;
    const noticed = new Promise<void>((resolve) => (notice = resolve));
    const hear = (about: object, sentence: string): void => {
      if (/timed out|timeout/i.test(sentence + JSON.stringify(about))) notice();
    };
    const log = { debug: hear, info: hear, warn: hear, error: hear };
    const kafka = connect({ brokers: [broker.broker], clientId: 'specs' }, log);
    const [store, topic] = [memoryStore(), testTopic()];
    const quiet = (): void => undefined;
    const bus = kafkaBus({ ...topic, kafka, store, report: quiet, foreign: quiet, gatherMs: 0, maxWaitMs: 50 });
    const heard = hearing('example.hanging');
    let relay = publishing(kafka, store, topic);
    await bus.deliver(heard.consumer);
    const early = await appendSome(store, 100);
    await heard.until(() => passed(heard, topic.partitions, early));

    const before = heard.events.length;
    broker.freeze();
    await appendSome(store, 300);
    await noticed;
    expect(heard.events).toHaveLength(before);
    broker.thaw();
    // Whether the send that hung is tried again or given up, whoever publishes next finds out what arrived.
    await relay.stop().catch(quiet);
    const head = await appendSome(store, 300);
    relay = publishing(kafka, store, topic, relay.published(), { until: 'head' });
    await relay.ended;
    await heard.until(() => passed(heard, topic.partitions, head));
    await bus.close();

    heardOnceInOrder(heard.events, await wholeLog(store));
    const positions = (await contentsOf(kafka, topic.topic)).map(positionsIn);
    for (const partition of positions) expect(partition).toEqual(partition.toSorted());
    expect(positions.flat().toSorted()).toEqual((await wholeLog(store)).map(({ position }) => position));
  });
});
