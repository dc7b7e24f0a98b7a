import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';

// Whatever is told of a complaint on the store's own bus has to be true on Kafka, word for word.
process.env['REDRESS_EVENT_BUS'] = 'kafka';
await import('./complaint.journey.spec.js');

describe('The product with Kafka as its bus', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      eventBus: 'kafka',
      environment: { INITIAL_PASSWORD: 'a password for journeys 1' },
    });
  });
  afterAll(() => platform.stop());

  const received = async (text: string): Promise<string> => {
    const { status, body } = await platform.anonymous.post('/api/intake/complaints', {
      channel: 'web',
      customer: { name: '김민수' },
      text,
    });
    expect(status).toBe(201);
    return (body as { complaintId: string }).complaintId;
  };
  const metrics = async (id: string): Promise<readonly string[]> => {
    await platform.settled();
    const { body } = await platform.as('agent').get(`/api/sla/complaints/${id}/clocks`);
    return (body as { metric: string; state: string }[]).map(({ metric, state }) => `${metric} ${state}`).sort();
  };

  it('tells of the relay in its readiness', async () => {
    await platform.settled();
    const { status, body } = await platform.anonymous.get('/health/ready');
    expect(status).toBe(200);
    expect((body as { parts: { name: string; ready: boolean }[] }).parts).toContainEqual({
      name: 'relay',
      ready: true,
    });
  });

  it('goes on after a restart where it stopped, and fires what became due', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, index) => received(`다시 시작해도 계속되나요? ${index}`)),
    );
    for (const id of ids) expect(await metrics(id)).toEqual(['first-response running', 'resolution running']);
    platform = await platform.restart();
    for (const id of ids) expect(await metrics(id)).toEqual(['first-response running', 'resolution running']);
    await platform.reaches('2026-03-03T09:00:01Z');
    for (const id of ids) expect(await metrics(id)).toEqual(['first-response missed', 'resolution running']);
  });
});
