import { connect, asking, createTopic } from '@redress/adapter-kafka';
import { startLocalKafka } from '@redress/adapter-kafka/testing';
import type { EventStore, Position } from '@redress/eventing';
import { appendOne, newTopic, openPipeline, quiet, silent } from './bus-pipeline.js';
import { exampleData } from './example-event.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/**
 * Events from the event store by the relay over Kafka into the rows of a projection, beside a bare producer and consumer
 * of messages of the same size: one partition for each of two cores, which broker and PostgreSQL share.
 */
const events = Number(process.argv[2] ?? 100_000);
const partitions = Number(process.argv[3] ?? 2);

interface Measured {
  readonly 'events/s': number;
  readonly seconds: number;
  /** Of the process that reads, in microseconds. */
  readonly 'cpu µs/event': number;
  readonly cores: number;
}
const measuring = (): ((count: number) => Measured) => {
  const [began, before] = [performance.now(), process.cpuUsage()];
  return (count) => {
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const micros = user + system;
    return { 'events/s': count / seconds, seconds, 'cpu µs/event': micros / count, cores: micros / 1e6 / seconds };
  };
};

const fill = async (store: EventStore): Promise<Position> => {
  let next = 0;
  await Promise.all(
    Array.from({ length: 128 }, async () => {
      while (next < events) {
        next += 1;
        await appendOne(store);
      }
    }),
  );
  return store.head();
};

const ours = (url: string, broker: string): Promise<Measured> =>
  withStore(url, async (store) => {
    const pipeline = await openPipeline(store, url, broker, partitions);
    const head = await fill(store);
    const measured = measuring();
    pipeline.relay.send('begin');
    await pipeline.reached(head);
    const result = measured(events);
    const count = await pipeline.rows();
    await pipeline.close();
    if (count !== events) throw new Error(`${count} rows came of ${events} events.`);
    return result;
  });

/** What the client gives when it does nothing else: the same messages, one awaited send of 500 at a time, counted on arrival. */
const bare = async (broker: string): Promise<Measured> => {
  const kafka = connect({ brokers: [broker], clientId: 'bench' }, silent);
  const topic = newTopic(partitions);
  await asking(kafka, (admin) => createTopic(admin, topic));
  const consumer = kafka.consumer({ groupId: topic.topic, maxWaitTimeInMs: 50 });
  let arrived = 0;
  let finish = quiet;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let join = quiet;
  const joined = new Promise<void>((resolve) => (join = resolve));
  consumer.on(consumer.events.GROUP_JOIN, () => join());
  await consumer.connect();
  await consumer.subscribe({ topic: topic.topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      arrived += batch.messages.length;
      if (arrived >= events) finish();
    },
  });
  await joined;
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const value = exampleData + 'h'.repeat(700);
  const measured = measuring();
  for (let sent = 0; sent < events; sent += 500)
    await producer.send({
      topic: topic.topic,
      acks: -1,
      messages: Array.from({ length: Math.min(500, events - sent) }, (_, index) => ({
        value,
        partition: (sent + index) % partitions,
      })),
    });
  await finished;
  const result = measured(events);
  await producer.disconnect();
  await consumer.disconnect();
  return result;
};

const broker = await startLocalKafka();
try {
  await withServer(async (url) => {
    const reference = await bare(broker.broker);
    const measured = await ours(url, broker.broker);
    const lines: Line[] = [
      { what: 'bare producer and consumer', figures: { ...reference } },
      {
        what: 'store, relay, Kafka, rows of a projection',
        figures: { ...measured, 'to bare': measured['events/s'] / reference['events/s'] },
      },
    ];
    report('bus', lines);
  });
} finally {
  await broker.stop();
}
