import { randomUUID } from 'node:crypto';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { bus } from './bus.cli.js';
import { relay } from './relay.cli.js';
import { StandaloneModule } from './standalone.module.js';

const own = randomUUID();
const topics = { first: `t-${own}-1`, second: `t-${own}-2` } as const;

describe('Moving to another bus', () => {
  let platform: Platform;
  const environment: Record<string, string> = {
    INITIAL_PASSWORD: 'a password for journeys 1',
    EVENT_BUS: 'store',
    KAFKA_BROKERS: process.env['TEST_KAFKA_BROKER'] ?? '',
    KAFKA_GROUP_PREFIX: `${own}.`,
  };
  const ids: string[] = [];
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, { at: '2026-03-02T09:00:00Z', eventBus: 'store', environment });
  });
  afterAll(() => platform.stop());

  const receive = async (): Promise<void> => {
    const { status, body } = await platform.anonymous.post('/api/intake/complaints', {
      channel: 'web',
      customer: { name: '김민수' },
      text: `택배가 아직 오지 않았어요. ${ids.length}`,
    });
    expect(status).toBe(201);
    ids.push((body as { complaintId: string }).complaintId);
  };
  const expectClocks = async (): Promise<void> => {
    await platform.settled();
    for (const id of ids) {
      const { body } = await platform.as('agent').get(`/api/sla/complaints/${id}/clocks`);
      expect(body).toHaveLength(2);
    }
    const { store } = platform.application.runtime.adapters;
    const events = await store.readLog('' as never, 1000);
    expect(events.filter(({ type }) => type === 'sla.ClockStarted')).toHaveLength(ids.length * 2);
  };
  const move = (...words: string[]): Promise<readonly string[]> =>
    bus(['move', ...words, '--wait', '30'], { ...environment, DATABASE_URL: platform.databaseUrl }, (line) => {
      if (line.startsWith('Stop every process')) void platform.halt();
    });
  const restartWith = async (changed: Record<string, string>): Promise<void> => {
    Object.assign(environment, changed);
    platform = await platform.restart();
  };

  it('from the store to Kafka: nothing is read twice, and nothing is left out', async () => {
    for (let index = 0; index < 5; index += 1) await receive();
    await expectClocks();
    await move('--to', 'kafka', '--topic', topics.first, '--partitions', '3');
    await restartWith({ EVENT_BUS: 'kafka', KAFKA_TOPIC: topics.first, KAFKA_PARTITIONS: '3' });
    for (let index = 0; index < 5; index += 1) await receive();
    await expectClocks();
  });

  it('to a topic of another count of partitions', async () => {
    await move('--to', 'kafka', '--topic', topics.second, '--partitions', '5');
    await restartWith({ KAFKA_TOPIC: topics.second, KAFKA_PARTITIONS: '5' });
    for (let index = 0; index < 5; index += 1) await receive();
    await expectClocks();
  });

  it('is refused to a topic that holds something, and with settings that are not those of now', async () => {
    await expect(move('--to', 'kafka', '--topic', topics.first, '--partitions', '3')).rejects.toThrow('is not empty');
    await expect(move('--to', 'kafka', '--topic', topics.second, '--partitions', '5')).rejects.toThrow('present topic');
    const wrong = { ...environment, DATABASE_URL: platform.databaseUrl, KAFKA_PARTITIONS: '6' };
    await expect(bus(['move', '--to', 'store'], wrong)).rejects.toThrow('reads a bus of 5 partitions');
    await receive();
    await expectClocks();
  });

  it('back to the store', async () => {
    await move('--to', 'store');
    await restartWith({ EVENT_BUS: 'store' });
    await receive();
    await expectClocks();
  });

  it('a topic that was not filled from its beginning can be filled only when it is empty', async () => {
    await platform.halt();
    const settings = {
      ...environment,
      DATABASE_URL: platform.databaseUrl,
      KAFKA_TOPIC: topics.first,
      KAFKA_PARTITIONS: '3',
    };
    await expect(relay(['republish'], settings, () => undefined)).rejects.toThrow('begins in the middle of the log');
    const [sentence] = await relay(['republish'], { ...settings, KAFKA_TOPIC: `t-${own}-3` }, () => undefined);
    const { store } = (platform = await platform.restart()).application.runtime.adapters;
    const events = await store.readLog('' as never, 1000);
    expect(sentence).toContain(`${events.length} events`);
  });
});
