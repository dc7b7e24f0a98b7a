import { type Platform, startPlatform } from '@redress/service-host/testing';
import pg from 'pg';
import { StandaloneModule } from './standalone.module.js';

describe('The product with its log in EventStoreDB', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      eventStore: 'eventstoredb',
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

  it('keeps no event in PostgreSQL', async () => {
    await received('로그는 어디에 있나요?');
    const client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    const { rows } = await client.query("select 1 from information_schema.schemata where schema_name = 'redress_log'");
    await client.end();
    expect(rows).toEqual([]);
  });

  it('goes on after a restart where it stopped, and fires what became due', async () => {
    const id = await received('다시 시작해도 계속되나요?');
    expect(await metrics(id)).toEqual(['first-response running', 'resolution running']);
    platform = await platform.restart();
    expect(await metrics(id)).toEqual(['first-response running', 'resolution running']);
    await platform.reaches('2026-03-03T09:00:01Z');
    expect(await metrics(id)).toEqual(['first-response missed', 'resolution running']);
  });
});
