import { asking, kafkaBus, type NewTopic } from '@redress/adapter-kafka';
import {
  appendSome,
  contentsOf,
  heardOnceInOrder,
  hearing,
  passed,
  positionsIn,
  testKafka,
  testTopic,
  wholeLog,
} from '@redress/adapter-kafka/testing';
import { postgresEventStore, postgresLeases, prepareLog, wakesOver } from '@redress/adapter-postgres';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { type EventStore, type Position, systemClock } from '@redress/eventing';
import { chance } from '@redress/eventing/testing';
import pg from 'pg';
import { republish } from './republish.adapter.js';
import { type RelayProcess, startRelay } from './testing/relay-process.js';

const kafka = testKafka();
const quiet = (): void => undefined;
/** Repeats when a relay is killed; set by REDRESS_SEED. */
const random = chance(Number(process.env['REDRESS_SEED'] ?? 1));

describe('The relay, a process of its own', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  let store: EventStore;
  let topic: NewTopic;
  let relays: RelayProcess[];
  let environment: Record<string, string>;
  beforeEach(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 5 });
    pool.on('error', quiet);
    await prepareLog(pool);
    store = postgresEventStore(pool, wakesOver(pool, database.url, quiet));
    topic = testTopic();
    relays = [];
    environment = {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['TEST_KAFKA_BROKER'] ?? '',
      KAFKA_TOPIC: topic.topic,
      KAFKA_PARTITIONS: String(topic.partitions),
    };
  });
  afterEach(async () => {
    for (const relay of relays) await relay.stop();
    await store.close();
    await pool.end();
    await database.drop();
  });

  const start = async (): Promise<RelayProcess> => {
    const relay = await startRelay(environment);
    relays.push(relay);
    return relay;
  };
  const consumed = (): { readonly bus: ReturnType<typeof kafkaBus>; readonly heard: ReturnType<typeof hearing> } => {
    const bus = kafkaBus({ ...topic, kafka, store, report: quiet, foreign: quiet, gatherMs: 0, maxWaitMs: 50 });
    return { bus, heard: hearing(`example.${topic.topic}`) };
  };
  /** Of each partition, without what stands there again: what a consumer sees that drops what it knows. */
  const expectNoGap = async (): Promise<void> => {
    const log = (await wholeLog(store)).map(({ position }) => position);
    const fresh = (await contentsOf(kafka, topic.topic)).map((partition) => {
      let known = '';
      return positionsIn(partition).filter((position) => {
        const isNew = position > known;
        if (isNew) known = position;
        return isNew;
      });
    });
    expect(fresh.flat().toSorted()).toEqual(log);
  };
  const publishing = async (among: readonly RelayProcess[]): Promise<RelayProcess> => {
    for (;;) for (const relay of among) if (await relay.publishes()) return relay;
  };

  it('leaves no gap and turns nothing round, however often it is killed while it publishes', async () => {
    await start();
    const { bus, heard } = consumed();
    await bus.deliver(heard.consumer);
    let head = '' as Position;
    for (let round = 0; round < 3; round += 1) {
      const relay = relays.at(-1);
      const appending = appendSome(store, 600);
      const reached = heard.events.length + 50 + Math.floor(random() * 300);
      await heard.until(() => heard.events.length >= reached);
      relay?.signal('SIGKILL');
      await relay?.stop();
      head = await appending;
      await start();
    }
    await heard.until(() => passed(heard, topic.partitions, head));
    await bus.close();
    heardOnceInOrder(heard.events, await wholeLog(store));
    await expectNoGap();
  });

  it('is followed by the other replica when it hangs, and does no harm when it wakes', async () => {
    await start();
    await start();
    const { bus, heard } = consumed();
    await bus.deliver(heard.consumer);
    const early = await appendSome(store, 200);
    await heard.until(() => passed(heard, topic.partitions, early));
    const first = await publishing(relays);
    const other = relays.find((relay) => relay !== first) as RelayProcess;
    const appending = appendSome(store, 400);
    await heard.until(() => heard.events.length > 250);
    first.signal('SIGSTOP');
    const middle = await appending;
    await heard.until(() => passed(heard, topic.partitions, middle));
    expect(await other.publishes()).toBe(true);
    first.signal('SIGCONT');
    const head = await appendSome(store, 400);
    await heard.until(() => passed(heard, topic.partitions, head));
    expect(await publishing([other])).toBe(other);
    expect((await first.ready()).status).toBe(200);
    await bus.close();
    heardOnceInOrder(heard.events, await wholeLog(store));
    await expectNoGap();
  });

  it('says that it is not ready when the topic is gone, and goes on once it was filled again', async () => {
    const relay = await start();
    const { bus, heard } = consumed();
    await bus.deliver(heard.consumer);
    const early = await appendSome(store, 50);
    await heard.until(() => passed(heard, topic.partitions, early));
    await bus.close();
    await relay.stop();
    await asking(kafka, (admin) => admin.deleteTopics({ topics: [topic.topic] }));
    const again = await start();
    let answer = await again.ready();
    while (answer.status === 200 || !answer.text.includes('topic-changed')) answer = await again.ready();
    expect(answer.text).toContain('redress relay republish');
    const leases = postgresLeases(pool);
    const parts = { kafka, topic, groupPrefix: '', store, leases, databaseUrl: database.url, clock: systemClock };
    expect(await republish(parts, quiet)).toBe(50);
    while (answer.status !== 200) answer = await again.ready();
    const next = consumed();
    await next.bus.deliver(next.heard.consumer);
    const head = await appendSome(store, 50);
    await next.heard.until(() => passed(next.heard, topic.partitions, head));
    await next.bus.close();
    while ((await contentsOf(kafka, topic.topic)).flatMap(positionsIn).length < 100);
    await expectNoGap();
  });
});
