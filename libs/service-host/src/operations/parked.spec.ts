import { ExampleModule, world } from '../testing/example.service.js';
import { type Answer, type Platform, startPlatform } from '../testing/index.js';

const path = '/api/example/teams';
const parkedPath = '/api/operations/parked';

interface Parked {
  readonly service: string;
  readonly consumer: string;
  readonly key: string;
  readonly events: number;
}

describe('Parked keys', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => platform.stop());

  const broken = async (name: string): Promise<string> => {
    const { teamId } = (await platform.anonymous.post(path, { name })).body as { teamId: string };
    await platform.settled();
    world.poison = 'poison';
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'poison' });
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: `${name} again` });
    await platform.settled();
    return teamId;
  };
  const parkedOf = async (teamId: string): Promise<readonly Parked[]> =>
    ((await platform.as('administrator').get(parkedPath)).body as Parked[]).filter(({ key }) => key === teamId);
  const post = (what: 'replay' | 'discard', { service, consumer, key }: Parked, more = {}): Promise<Answer> =>
    platform.as('administrator').post(`${parkedPath}/${what}`, { service, consumer, key, ...more });
  const nameOf = async (teamId: string): Promise<string | undefined> => {
    await platform.settled();
    const { items } = (await platform.anonymous.get(path)).body as { items: { teamId: string; name: string }[] };
    return items.find((item) => item.teamId === teamId)?.name;
  };

  it('are listed with what the first event failed with, and nothing of the event', async () => {
    const teamId = await broken('Listed');
    const parked = await parkedOf(teamId);
    expect(parked.map(({ service, events }) => [service, events])).toEqual([
      ['example', 2],
      ['example', 2],
    ]);
    expect(parked.map(({ consumer }) => consumer.replace(/__.*/, '')).sort()).toEqual(['act', 'read teams']);
    expect(parked[0]).toMatchObject({ error: expect.stringContaining('Error'), since: expect.any(String) });
    expect(JSON.stringify(parked)).not.toContain('poison');
  });

  it('stay as they are while a replay still fails, and are heard in order once it does not', async () => {
    const teamId = await broken('Replayed');
    const parked = await parkedOf(teamId);
    for (const one of parked) {
      const { status, body } = await post('replay', one);
      expect([status, body]).toEqual([409, expect.objectContaining({ type: '/problems/still-failing' })]);
    }
    expect(await parkedOf(teamId)).toEqual(parked);
    world.poison = '';
    for (const one of parked) expect(await post('replay', one)).toMatchObject({ status: 200, body: { events: 2 } });
    expect(await parkedOf(teamId)).toEqual([]);
    expect(await nameOf(teamId)).toBe('Replayed again');
  });

  it('go on without what was discarded, and the log says who did it and why', async () => {
    const teamId = await broken('Discarded');
    const reason = 'a fault of the importer';
    for (const one of await parkedOf(teamId))
      expect(await post('discard', one, { reason })).toMatchObject({ status: 200, body: { events: 2 } });
    world.poison = '';
    expect(await nameOf(teamId)).toBe('Discarded');
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'Later' });
    expect(await nameOf(teamId)).toBe('Later');
    const line = platform
      .log()
      .split('\n')
      .find((one) => one.includes('was discarded'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ key: teamId, reason, events: 2, by: expect.any(String) });
  });

  it('are for administrators alone', async () => {
    const given = { service: 'example', consumer: 'act', key: 'x' };
    for (const role of ['agent', 'lead', 'auditor', 'analyst', 'importer'] as const) {
      expect((await platform.as(role).get(parkedPath)).status).toBe(403);
      expect((await platform.as(role).post(`${parkedPath}/replay`, given)).status).toBe(403);
      expect((await platform.as(role).post(`${parkedPath}/discard`, { ...given, reason: 'x' })).status).toBe(403);
      expect((await platform.as(role).get('/api/operations/lag')).status).toBe(403);
      expect((await platform.as(role).post('/api/operations/prune', { mode: 'look' })).status).toBe(403);
    }
    expect((await platform.anonymous.get(parkedPath)).status).toBe(401);
  });

  it('must be named as they are listed', async () => {
    const ask = async (given: Partial<Parked>): Promise<readonly [number, string]> => {
      const { status, body } = await post('replay', {
        service: 'example',
        consumer: 'act',
        key: 'x',
        events: 0,
        ...given,
      });
      return [status, body.detail as string];
    };
    expect(await ask({ service: 'nowhere' })).toEqual([404, 'There is no such service in this process.']);
    expect(await ask({ consumer: 'read nothing' })).toEqual([404, 'There is no such consumer in this build.']);
    expect(await ask({})).toEqual([404, 'There is no such parked key.']);
    expect((await post('discard', { service: 'example', consumer: 'act', key: 'x', events: 0 })).status).toBe(400);
  });
});
