import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { asking, createTopic, encodeEvent, encodeProgress, partitionOf } from '@redress/adapter-kafka';
import { testKafka } from '@redress/adapter-kafka/testing';
import { beginning, type Position, type StoredEvent } from '@redress/eventing';
import { SETTINGS, type Settings } from '@redress/service-host';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';
import { asyncapi, pythonSays } from './testing/python.js';

const password = 'a password for journeys 1';
const broker = process.env['TEST_KAFKA_BROKER'] ?? '';

describe('A program in another language', () => {
  let platform: Platform;
  let topic: string;
  let partitions: number;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      eventBus: 'kafka',
      environment: { INITIAL_PASSWORD: password },
    });
    const { kafka } = platform.application.app.get<Settings>(SETTINGS, { strict: false });
    if (!kafka) throw new Error('The platform runs without Kafka.');
    ({ topic, partitions } = kafka);
    for (const text of ['택배가 오지 않았어요.', '색상이 다릅니다.', '깨졌어요.']) {
      const given = { channel: 'web', customer: { name: '김민수', email: 'minsu@example.kr' }, text };
      const { body } = await platform.anonymous.post('/api/intake/complaints', given);
      const { complaintId } = body as { complaintId: string };
      await platform.as('agent').post(`/api/intake/complaints/${complaintId}/replies`, { text: '확인하겠습니다.' });
    }
    await platform.settled();
  });
  afterAll(() => platform.stop());

  const wholeLog = (): Promise<readonly StoredEvent[]> =>
    platform.application.runtime.adapters.store.readLog(beginning, 10_000);
  const countsOf = (log: readonly StoredEvent[]): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { type } of log) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  };
  const send = async (
    to: string,
    records: readonly { partition: number; record: ReturnType<typeof encodeEvent> }[],
  ) => {
    const producer = testKafka().producer();
    await producer.connect();
    await producer.send({
      topic: to,
      messages: records.map(({ partition, record }) => ({ ...record, headers: { ...record.headers }, partition })),
    });
    await producer.disconnect();
  };
  const ownTopic = async (): Promise<string> => {
    const own = `t-${randomUUID()}`;
    const settings = { topic: own, partitions: 1, replicationFactor: 1, minInsyncReplicas: 1 };
    await asking(testKafka(), (admin) => createTopic(admin, settings));
    return own;
  };

  it('reads every event once from Kafka by the AsyncAPI document alone, though a stretch was published twice', async () => {
    const log = await wholeLog();
    const { progress, ...counts } = (await pythonSays('consuming-events.py', broker, asyncapi, topic)) as Record<
      string,
      number
    >;
    expect(counts).toEqual(countsOf(log));
    expect(progress).toBeGreaterThan(0);

    const logId = await platform.application.runtime.adapters.store.logId();
    const again = log.slice(-5);
    await send(
      topic,
      again.map((event) => ({
        partition: partitionOf(event.metadata.key, partitions),
        record: encodeEvent(event, logId),
      })),
    );
    expect(await pythonSays('consuming-events.py', broker, asyncapi, topic)).toMatchObject({
      ...counts,
      repeated: again.length,
    });
  });

  it('passes over what is newer than its document, and counts it', async () => {
    const [event] = await wholeLog();
    const own = await ownTopic();
    const newer = { ...(event as StoredEvent), type: 'triage.ComplaintSorted', data: '{"anything":1}' };
    const progress = encodeProgress('the log', newer.position, platform.now());
    await send(own, [
      { partition: 0, record: encodeEvent(newer, 'the log') },
      { partition: 0, record: progress },
    ]);
    expect(await pythonSays('consuming-events.py', broker, asyncapi, own)).toEqual({ unknown: 1, progress: 1 });
  });

  it.each([
    [
      'data that break their contract',
      (event: StoredEvent) => encodeEvent({ ...event, data: '{"text":"clear"}' }, 'x'),
    ],
    ['a header that breaks its contract', (event: StoredEvent) => encodeEvent({ ...event, id: 'one' }, 'x')],
    [
      'a position of progress that is none',
      ({ metadata }: StoredEvent) => encodeProgress('x', '' as Position, new Date(metadata.recordedAt)),
    ],
  ])('notices %s', async (_, recordOf) => {
    const event = (await wholeLog()).find(({ type }) => type === 'intake.AgentReplied') as StoredEvent;
    const own = await ownTopic();
    await send(own, [{ partition: 0, record: recordOf(event) }]);
    await expect(pythonSays('consuming-events.py', broker, asyncapi, own)).rejects.toThrow('ValidationError');
  });

  it('reads the same events over HTTP, and the next time only what has come since', async () => {
    const { app } = platform.application;
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const { body } = await platform.anonymous.post('/api/directory/sign-in', { username: 'analyst', password });
    const { token } = body as { token: string };
    const url = `http://127.0.0.1:${port}`;
    await platform.settled();
    const log = await wholeLog();
    const { counts, next } = (await pythonSays('reading-the-feed.py', url, token)) as { counts: object; next: string };
    expect(counts).toEqual(countsOf(log));
    expect(await pythonSays('reading-the-feed.py', url, token, next)).toEqual({ counts: {}, next });
  });
});
