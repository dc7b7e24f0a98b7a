import { beginning, type EventStore, type Position, systemClock } from '@redress/eventing';
import { memoryStore } from '@redress/eventing/testing';
import { type Published } from './expected-topic.js';
import { publishLog, type PublishLogParts } from './publish-log.js';
import { resting } from './resting.js';
import { appendSome, contentsOf, positionsIn, testKafka, testTopic, wholeLog } from './testing/index.js';
import { asking, createTopic, type NewTopic } from './topic.js';

const kafka = testKafka();

const toHead = async (
  store: EventStore,
  topic: NewTopic,
  published: Published = { position: beginning },
  parts: Partial<PublishLogParts> = {},
): Promise<Published> => {
  let reached = published;
  await publishLog(
    {
      kafka,
      store,
      topic,
      clock: systemClock,
      published,
      held: () => true,
      save: async ({ position, id }) => {
        reached = { position, eventId: id };
      },
      until: 'head',
      ...parts,
    },
    resting(),
  );
  return reached;
};
/** Positions per partition must be those of the log, each once. */
const expectWhole = async (store: EventStore, { topic }: NewTopic): Promise<void> => {
  const contents = await contentsOf(kafka, topic);
  const log = (await wholeLog(store)).map(({ position }) => position);
  expect(contents.flatMap(positionsIn).toSorted()).toEqual(log);
  for (const partition of contents) expect(positionsIn(partition)).toEqual(positionsIn(partition).toSorted());
};
const recordsIn = async ({ topic }: NewTopic): Promise<number> => (await contentsOf(kafka, topic)).flat().length;

describe('Publishing the log', () => {
  it('puts each event once on the partition of its key, in order, and tells the others how far it has come', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    const head = await appendSome(store, 1200);
    await toHead(store, topic);
    await expectWhole(store, topic);
    for (const partition of await contentsOf(kafka, topic.topic)) {
      const last = partition.at(-1);
      expect(last?.kind !== 'foreign' && last?.position).toBe(head);
    }
  });

  it('writes nothing while nothing happens', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 10);
    const published = await toHead(store, topic);
    const before = await recordsIn(topic);
    await toHead(store, topic, published);
    expect(await recordsIn(topic)).toBe(before);
  });

  it('skips what the topic holds already when it broke off between sending and saving', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 1500);
    let saves = 0;
    let published: Published = { position: beginning };
    const breaking = toHead(store, topic, published, {
      save: async ({ position, id }) => {
        saves += 1;
        if (saves === 2) throw new Error('It broke off.');
        published = { position, eventId: id };
      },
    });
    await expect(breaking).rejects.toThrow('It broke off.');
    await toHead(store, topic, published);
    await expectWhole(store, topic);
  });

  it('carries the largest append that the store takes', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 3, JSON.stringify({ text: 'x'.repeat(1_040_000) }));
    await toHead(store, topic);
    await expectWhole(store, topic);
  });

  it('makes a topic that keeps everything', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await toHead(store, topic);
    const { resources } = await asking(kafka, (admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic.topic }] }),
    );
    const values = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    expect(values.get('retention.ms')).toBe('-1');
    expect(values.get('max.message.bytes')).toBe('2097152');
  });
});

describe('A topic that is not the one that the log was published to is refused', () => {
  it('when it is gone, until it is filled again from the beginning', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 50);
    const published = await toHead(store, topic);
    await asking(kafka, (admin) => admin.deleteTopics({ topics: [topic.topic] }));
    await expect(toHead(store, topic, published)).rejects.toThrow(/topic-changed.*is not there/);
    await toHead(store, topic);
    await expectWhole(store, topic);
  });

  it('when it was emptied', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 50);
    const published = await toHead(store, topic);
    await asking(kafka, (admin) => admin.deleteTopics({ topics: [topic.topic] }));
    await asking(kafka, (admin) => createTopic(admin, topic));
    await expect(toHead(store, topic, published)).rejects.toThrow(/topic-changed.*does not hold the last event/);
  });

  /** A broker hears of a change a moment after the controller has taken it. */
  const told = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
  };

  it('when it has another count of partitions', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 5);
    const published = await toHead(store, topic);
    await asking(kafka, async (admin) => {
      await admin.createPartitions({ topicPartitions: [{ topic: topic.topic, count: topic.partitions + 1 }] });
      await told(async () => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic.topic] });
        return topics[0]?.partitions.length === topic.partitions + 1;
      });
    });
    await expect(toHead(store, topic, published)).rejects.toThrow(/topic-changed.*has 5 partitions and 4 are expected/);
  });

  it.each([
    ['retention.ms', '604800000'],
    ['max.message.bytes', '1048588'],
    ['cleanup.policy', 'compact'],
  ])('when its %s is %s', async (name, value) => {
    const [store, topic] = [memoryStore(), testTopic()];
    await toHead(store, topic);
    const resource = { type: 2, name: topic.topic };
    await asking(kafka, async (admin) => {
      await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: [{ name, value }] }] });
      await told(async () => {
        const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
        return resources[0]?.configEntries.some((one) => one.configName === name && one.configValue === value) ?? false;
      });
    });
    await expect(toHead(store, topic)).rejects.toThrow(`${name}=${value}`);
  });

  it('when it carries another log', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 5);
    await toHead(store, topic);
    const other: EventStore = { ...memoryStore(), logId: async () => 'another log' };
    await expect(toHead(other, topic)).rejects.toThrow(/topic-changed.*carries events of the log/);
  });

  it('when the log was restored to an earlier state', async () => {
    const [store, topic] = [memoryStore(), testTopic()];
    await appendSome(store, 20);
    await toHead(store, topic);
    const earlier = memoryStore();
    await appendSome(earlier, 10);
    const published = { position: (await wholeLog(earlier)).at(-1)?.position as Position };
    await expect(toHead(earlier, topic, published)).rejects.toThrow(/topic-changed.*the log does not have/);
  });
});
