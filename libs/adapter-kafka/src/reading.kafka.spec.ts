import { randomUUID } from 'node:crypto';
import { type EventStore, Fenced, type Standpoint } from '@redress/eventing';
import { memoryStore } from '@redress/eventing/testing';
import { kafkaBus, type KafkaBusParts } from './kafka-bus.js';
import { encodeEvent } from './record.js';
import {
  appendSome,
  heardOnceInOrder,
  hearing,
  type Hearing,
  passed,
  type Publishing,
  publishing,
  testKafka,
  testTopic,
  wholeLog,
} from './testing/index.js';
import { asking, type NewTopic } from './topic.js';

const kafka = testKafka();
const named = (): string => `example.${randomUUID()}`;
const quiet = (): void => undefined;

describe('Reading the topic', () => {
  let store: EventStore;
  let topic: NewTopic;
  let relay: Publishing;
  let reports: unknown[];
  beforeEach(() => {
    store = memoryStore();
    topic = testTopic();
    reports = [];
    relay = publishing(kafka, store, topic);
  });
  afterEach(() => relay.stop());

  const busOver = (parts: Partial<KafkaBusParts> = {}): ReturnType<typeof kafkaBus> =>
    kafkaBus({
      ...topic,
      kafka,
      store,
      report: (_, error) => reports.push(error),
      foreign: quiet,
      gatherMs: 0,
      maxWaitMs: 50,
      ...parts,
    });
  const heardUpTo = async (heard: Hearing, parts?: Partial<KafkaBusParts>): Promise<void> => {
    const bus = busOver(parts);
    await bus.deliver(heard.consumer);
    const head = await store.head();
    await heard.until(() => passed(heard, topic.partitions, head));
    await bus.close();
  };
  const standing = async (): Promise<Hearing> => {
    const first = hearing(named());
    const bus = busOver();
    await bus.deliver(first.consumer);
    const early = await appendSome(store, 20);
    await first.until(() => passed(first, topic.partitions, early));
    const head = await appendSome(store, 40);
    // Only what came by the topic leaves an offset.
    await first.until(
      () => passed(first, topic.partitions, head) && [...first.standpoints.values()].every(({ offset }) => offset),
    );
    await bus.close();
    return first;
  };

  it('goes on at the offset beside the checkpoint, without asking the store for anything', async () => {
    const first = await standing();
    const before = first.events.length;
    const head = await appendSome(store, 40);
    const reads: string[] = [];
    const watched: EventStore = {
      ...store,
      readLog: (after, limit) => {
        reads.push(after);
        return store.readLog(after, limit);
      },
    };
    const next = hearing(first.consumer.name, first.standpoints);
    await heardUpTo(next, { store: watched });
    expect(passed(next, topic.partitions, head)).toBe(true);
    expect(next.events).toHaveLength(100 - before);
    expect(reads).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('drops repeats, and passes over what is not ours', async () => {
    const heard = hearing(named());
    const foreign: string[] = [];
    const bus = busOver({ foreign: (_, why) => foreign.push(why) });
    await bus.deliver(heard.consumer);
    const head = await appendSome(store, 30);
    await heard.until(() => passed(heard, topic.partitions, head));
    const log = await wholeLog(store);
    const producer = kafka.producer();
    await producer.connect();
    const logId = await store.logId();
    const repeats = log.slice(10).map((event) => {
      const { key, value, headers } = encodeEvent(event, logId);
      return { key, value, headers: { ...headers }, partition: bus.partitionOf(event.metadata.key) };
    });
    const strangers = Array.from({ length: topic.partitions }, (_, partition) => ({ value: 'hello', partition }));
    await producer.send({ topic: topic.topic, messages: [...repeats, ...strangers] });
    await producer.disconnect();
    const later = await appendSome(store, 30);
    await heard.until(() => passed(heard, topic.partitions, later));
    await bus.close();
    heardOnceInOrder(heard.events, await wholeLog(store));
    expect(foreign).toHaveLength(topic.partitions);
  });

  it('commits offsets for the tools that show lag: of the record that comes next', async () => {
    const heard = hearing(named());
    const bus = busOver();
    await bus.deliver(heard.consumer);
    const early = await appendSome(store, 30);
    await heard.until(() => passed(heard, topic.partitions, early));
    const atEnd = async (): Promise<boolean> =>
      asking(kafka, async (admin) => {
        const bounds = await admin.fetchTopicOffsets(topic.topic);
        const [committed] = await admin.fetchOffsets({ groupId: heard.consumer.name, topics: [topic.topic] });
        const ends = new Map(bounds.map(({ partition, high }) => [partition, high]));
        return (committed?.partitions ?? []).every(({ partition, offset }) => offset === ends.get(partition));
      });
    while (!(await atEnd()));
    await bus.close();
  });

  it('is assigned the partition anew when another process has taken it meanwhile', async () => {
    let fenced = false;
    const heard = hearing(named(), new Map(), async ({ events, partition, offset }) => {
      if (fenced || events.length === 0 || offset === undefined) return;
      fenced = true;
      throw new Fenced('example', partition);
    });
    const bus = busOver();
    await bus.deliver(heard.consumer);
    await heard.until(() => heard.assignments.size === topic.partitions);
    const head = await appendSome(store, 30);
    await heard.until(() => passed(heard, topic.partitions, head));
    await bus.close();
    heardOnceInOrder(heard.events, await wholeLog(store));
    expect(Math.max(...heard.assignments.values())).toBe(2);
  });

  it('is assigned anew what it keeps when the group is joined anew: somebody may have had it meanwhile', async () => {
    const name = named();
    const [first, second] = [hearing(name), hearing(name)];
    const [one, other] = [busOver(), busOver()];
    await one.deliver(first.consumer);
    await first.until(() => first.assignments.size === topic.partitions);
    await other.deliver(second.consumer);
    await second.until(() => second.assignments.size > 0);
    await first.until(() =>
      Array.from({ length: topic.partitions }, (_, partition) => partition)
        .filter((partition) => !second.assignments.has(partition))
        .every((partition) => (first.assignments.get(partition) ?? 0) > 1),
    );
    const head = await appendSome(store, 40);
    const both = (): boolean =>
      Array.from({ length: topic.partitions }, (_, partition) => partition).every((partition) =>
        [first, second].some(({ standpoints }) => (standpoints.get(partition)?.position ?? '') >= head),
      );
    await Promise.race([first.until(both), second.until(both)]);
    expect(second.assignments.size).toBeLessThan(topic.partitions);
    await Promise.all([one.close(), other.close()]);
  });

  it('reads a topic that was deleted and filled again, each event once', async () => {
    const first = await standing();
    await relay.stop();
    await asking(kafka, (admin) => admin.deleteTopics({ topics: [topic.topic] }));
    relay = publishing(kafka, store, topic);
    const head = await appendSome(store, 25);
    const next = hearing(first.consumer.name, first.standpoints);
    await heardUpTo(next);
    expect(passed(next, topic.partitions, head)).toBe(true);
    heardOnceInOrder([...first.events, ...next.events], await wholeLog(store));
    const more = await appendSome(store, 25);
    const last = hearing(first.consumer.name, next.standpoints);
    await heardUpTo(last);
    expect(passed(last, topic.partitions, more)).toBe(true);
    heardOnceInOrder([...first.events, ...next.events, ...last.events], await wholeLog(store));
  });

  it('takes nothing from a place that another topic has', async () => {
    const first = await standing();
    const [partition = 0, { position, offset = '' } = {} as Standpoint] = [...first.standpoints][0] ?? [];
    await appendSome(store, 60);
    const wrong = new Map(first.standpoints);
    wrong.set(partition, { position, offset: offset.replace(/@.*/, '@0000000000000000001') });
    const next = hearing(first.consumer.name, wrong);
    await heardUpTo(next);
    heardOnceInOrder([...first.events, ...next.events], await wholeLog(store));
    expect(String(reports)).toContain('does not hold what was read of it');
  });

  it('ends when the topic carries another log', async () => {
    await standing();
    const other = memoryStore();
    const heard = hearing(named());
    const bus = busOver({ store: { ...other, logId: async () => 'another log' } });
    await bus.deliver(heard.consumer);
    await heard.until(() => heard.ended() !== undefined);
    await bus.close();
    expect(heard.ended()?.message).toMatch(/^topic-changed: .* carries events of the log/);
  });

  it('ends when the topic has another count of partitions than the settings say', async () => {
    await standing();
    const heard = hearing(named());
    const bus = busOver({ partitions: topic.partitions + 1 });
    await bus.deliver(heard.consumer);
    await heard.until(() => heard.ended() !== undefined);
    await bus.close();
    expect(heard.ended()?.message).toMatch(/^topic-changed: .* has 4 partitions and 5 are expected/);
  });

  it('leaves nothing out and doubles nothing while processes come and go', async () => {
    const name = named();
    const standpoints = new Map<number, Standpoint>();
    // One database for both processes: whoever handles a partition moves the same rows.
    const shared = hearing(name, standpoints);
    const [one, two] = [busOver(), busOver()];
    await one.deliver(shared.consumer);
    await appendSome(store, 60);
    const second = await two.deliver(shared.consumer);
    await appendSome(store, 60);
    await shared.until(() => Math.min(...Array.from({ length: 4 }, (_, p) => shared.assignments.get(p) ?? 0)) > 0);
    await second.stop();
    const head = await appendSome(store, 60);
    await shared.until(() => passed(shared, topic.partitions, head));
    await one.close();
    await two.close();
    const log = await wholeLog(store);
    expect(new Set(shared.events.map(({ id }) => id))).toEqual(new Set(log.map(({ id }) => id)));
  });
});
