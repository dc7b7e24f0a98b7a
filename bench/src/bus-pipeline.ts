import { randomUUID } from 'node:crypto';
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { asking, connect, createTopic, kafkaBus, type NewTopic } from '@redress/adapter-kafka';
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
} from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { exampleData, exampleEvent } from './example-event.js';

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

export const quiet = (): void => undefined;
export const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
export const newTopic = (partitions: number): NewTopic => ({ topic: `bench-${randomUUID()}`, partitions });

/** A complaint of its own, received. */
export const appendOne = (store: EventStore): Promise<unknown> => {
  const event = exampleEvent();
  const data = exampleData.replace(/"complaintId":"[^"]+"/, `"complaintId":"${event.id}"`);
  return store.append({ stream: `intake.complaint-${event.id}`, expected: noStream, events: [{ ...event, data }] });
};

export interface Pipeline {
  /** The relay, in a process of its own as in production; it publishes from when it is told to. */
  readonly relay: ChildProcess;
  /** Resolves once every partition is read up to there. */
  reached(head: Position): Promise<void>;
  rows(): Promise<number>;
  close(): Promise<void>;
}

/** From the log over the relay and Kafka into the rows of a projection, which are folded in this process. */
export const openPipeline = async (
  store: EventStore,
  url: string,
  broker: string,
  partitions: number,
): Promise<Pipeline> => {
  const kafka = connect({ brokers: [broker], clientId: 'bench' }, silent);
  const topic = newTopic(partitions);
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
  const waiting = new Set<() => void>();
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const watched: Consumer = {
    ...consumer,
    assigned: async (partition) => {
      const standpoint = await consumer.assigned(partition);
      reached.set(partition, beginning);
      for (const look of waiting) look();
      return standpoint;
    },
    handle: async (batch) => {
      await consumer.handle(batch);
      reached.set(batch.partition, batch.upTo);
      for (const look of waiting) look();
    },
  };
  await asking(kafka, (admin) => createTopic(admin, topic));
  await bus.deliver(watched);
  // What is there when it begins comes from the store; only what comes later travels.
  await until(() => reached.size === partitions);
  const relay = fork(join(import.meta.dirname, 'bus-relay.js'), [url, broker, topic.topic, String(partitions)]);
  await new Promise((resolve) => relay.once('message', resolve));
  const ended = new Promise((resolve) => relay.once('exit', resolve));
  return {
    relay,
    reached: (head) => until(() => [...reached.values()].every((position) => position >= head)),
    rows: async () => {
      const table = database.readModels[0]?.path ?? '';
      const rows: { count: string }[] = await database.dataSource.query(`select count(*) from ${table}`);
      return Number(rows[0]?.count);
    },
    close: async () => {
      relay.send('stop');
      await ended;
      await bus.close();
      await database.close();
    },
  };
};
