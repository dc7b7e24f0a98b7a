import { randomUUID } from 'node:crypto';
import { connect, createTopic, asking, kafkaBus, type NewTopic, publishLog, resting } from '@redress/adapter-kafka';
import { startLocalKafka } from '@redress/adapter-kafka/testing';
import {
  checkpointsOf,
  forgettingOf,
  openServiceDatabase,
  parkingOf,
  readConsumer,
  reading,
} from '@redress/adapter-postgres';
import { catalogue } from '@redress/contracts';
import {
  beginning,
  codec,
  type Consumer,
  type EventStore,
  noStream,
  type Position,
  projection,
  systemClock,
} from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { exampleData, exampleEvent } from './example-event.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/**
 * Events from the event store by the relay over Kafka into the rows of a projection, beside a bare producer and consumer
 * of messages of the same size. Relay and projection share one process here; the broker and PostgreSQL have the others.
 */
const events = Number(process.argv[2] ?? 60_000);
const partitions = 24;

@Entity('received')
class Received {
  @PrimaryColumn('text') complaintId!: string;
  @Column('text') firstCase!: string;
}
const received = projection<Received, 'complaintId'>({
  name: 'bench.received',
  table: Received,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId }) => ({ complaintId, firstCase: row?.firstCase ?? complaintId }),
  },
});

const quiet = (): void => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const newTopic = (): NewTopic => ({ topic: `bench-${randomUUID()}`, partitions });

interface Measured {
  readonly 'events/s': number;
  readonly seconds: number;
  /** Of this process, in microseconds. */
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
        const event = exampleEvent();
        const data = exampleData.replace(/"complaintId":"[^"]+"/, `"complaintId":"${event.id}"`);
        await store.append({
          stream: `intake.complaint-${event.id}`,
          expected: noStream,
          events: [{ ...event, data }],
        });
      }
    }),
  );
  return store.head();
};

const ours = (url: string, broker: string): Promise<Measured> =>
  withStore(url, async (store) => {
    const kafka = connect({ brokers: [broker], clientId: 'bench' }, silent);
    const topic = newTopic();
    const database = await openServiceDatabase(url, { service: 'bench', readModels: [received], memories: [] });
    const bus = kafkaBus({ ...topic, kafka, store, report: (_, error) => console.error(error), foreign: quiet });
    const { consumer } = readConsumer({
      database,
      store,
      checkpoints: checkpointsOf('bench', store),
      reading: reading(codec(catalogue), undefined, quiet),
      parking: parkingOf(database.dataSource, 'bench', store),
      forgetting: forgettingOf(database.dataSource, 'bench', () => []),
      partitions,
      partitionOf: (key) => bus.partitionOf(key),
      alarm: (_, event, error) => console.error(event.id, error),
    });
    const reached = new Map<number, Position>();
    let isAssigned = quiet;
    const assigned = new Promise<void>((resolve) => (isAssigned = resolve));
    const goal: { head?: Position } = {};
    let finish = quiet;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const watched: Consumer = {
      ...consumer,
      assigned: async (partition) => {
        const standpoint = await consumer.assigned(partition);
        reached.set(partition, beginning);
        if (reached.size === partitions) isAssigned();
        return standpoint;
      },
      handle: async (batch) => {
        await consumer.handle(batch);
        reached.set(batch.partition, batch.upTo);
        const { head } = goal;
        if (head !== undefined && [...reached.values()].every((position) => position >= head)) finish();
      },
    };
    await asking(kafka, (admin) => createTopic(admin, topic));
    await bus.deliver(watched);
    // What is there when it begins comes from the store; only what comes later travels.
    await assigned;
    goal.head = await fill(store);
    const rest = resting();
    const measured = measuring();
    const relay = publishLog(
      {
        kafka,
        store,
        topic,
        clock: systemClock,
        published: { position: beginning },
        held: () => true,
        save: async () => undefined,
      },
      rest,
    );
    await Promise.race([finished, relay]);
    const result = measured(events);
    rest.stop();
    await relay;
    await bus.close();
    const rows: { count: string }[] = await database.dataSource.query(
      `select count(*) from ${database.readModels[0]?.path ?? ''}`,
    );
    const count = Number(rows[0]?.count);
    await database.close();
    if (count !== events) throw new Error(`${count} rows came of ${events} events.`);
    return result;
  });

/** What the client gives when it does nothing else: the same messages, one awaited send of 500 at a time, counted on arrival. */
const bare = async (broker: string): Promise<Measured> => {
  const kafka = connect({ brokers: [broker], clientId: 'bench' }, silent);
  const topic = newTopic();
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
