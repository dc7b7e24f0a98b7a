import { beginning, noStream } from '@redress/eventing';
import { ExampleModule, type TeamRow, world } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';

describe('A service', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => platform.stop());

  const add = async (name: string): Promise<{ teamId: string; position: string }> =>
    (await platform.anonymous.post(path, { name })).body as { teamId: string; position: string };
  const row = async (teamId: string): Promise<TeamRow | undefined> => {
    await platform.settled();
    const { body } = await platform.anonymous.get(path);
    return (body as { items: TeamRow[] }).items.find((item) => item.teamId === teamId);
  };
  const rename = (teamId: string, name: string, key?: string): ReturnType<typeof platform.anonymous.post> =>
    platform.anonymous.post(`${path}/${teamId}/name`, { name }, key ? { 'idempotency-key': key } : {});

  it('shows what a command did to a query that waits for it', async () => {
    const { teamId, position } = await add('Returns');
    const { status, body } = await platform.anonymous.get(`${path}?waitFor=${position}`);
    expect(status).toBe(200);
    expect((body as { items: unknown[] }).items).toContainEqual({
      teamId,
      name: 'Returns',
      renames: 0,
      names: ['Returns'],
    });
  });

  it('carries a command out once, however often it is sent under its key', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => platform.anonymous.post(path, { name: 'Once' }, { 'idempotency-key': 'once' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const { teamId } = answers[0]?.body as { teamId: string };
    expect(await platform.application.runtime.adapters.store.revision(`example.team-${teamId}`)).toBe(0n);
  });

  it('refuses another body under a key that was used', async () => {
    await platform.anonymous.post(path, { name: 'First' }, { 'idempotency-key': 'used' });
    const { status, body } = await platform.anonymous.post(path, { name: 'Second' }, { 'idempotency-key': 'used' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ status: 422 });
  });

  it('answers a refusal as a problem that names the reason', async () => {
    const { status, body, headers } = await rename('6f8e5a52-c1b7-4b0e-9d7e-3c5a90e4f1b6', 'Nobody');
    expect(status).toBe(409);
    expect(body).toMatchObject({ reason: 'team-unknown', detail: 'There is no such team.' });
    expect(headers['content-type']).toContain('application/problem+json');
  });

  it('decides commands to one stream in order, though they come at once', async () => {
    const { teamId } = await add('Busy');
    const names = Array.from({ length: 60 }, (_, index) => `name ${index}`);
    await Promise.all(names.map((name) => rename(teamId, name)));
    expect(await row(teamId)).toMatchObject({ renames: 60, names: expect.arrayContaining(names) as unknown });
  });

  it('lets a reactor see the row as it was at its event', async () => {
    const { teamId } = await add('Remembered');
    await rename(teamId, 'one');
    await rename(teamId, 'again');
    expect(await row(teamId)).toMatchObject({ name: 'renamed 2 times' });
  });

  it('removes rows that the fold removes', async () => {
    const { teamId } = await add('Short');
    await rename(teamId, 'gone');
    expect(await row(teamId)).toBeUndefined();
  });

  it('fires a timer when its time has come, and not before', async () => {
    const { teamId } = await add('Timed');
    await platform.reaches('2026-03-02T09:59:59Z');
    expect(await row(teamId)).toMatchObject({ name: 'Timed' });
    await platform.reaches('2026-03-02T10:00:00Z');
    expect(await row(teamId)).toMatchObject({ name: 'Timed, an hour old', renames: 1 });
  });

  it('carries an effect out once, after failures too', async () => {
    const { teamId } = await add('Loud');
    world.failures = 2;
    await rename(teamId, 'tell');
    await platform.settled();
    expect(world.told).toHaveLength(0);
    await platform.reaches('2026-03-02T10:00:10Z');
    expect(world.told).toHaveLength(1);
    expect(await row(teamId)).toMatchObject({ name: 'told tell' });
  });

  it('sets aside the key of an event that fails, lets all others go on, and replays it in order', async () => {
    const [broken, sound] = [await add('Broken'), await add('Sound')];
    world.poison = 'poison';
    await rename(broken.teamId, 'poison');
    await rename(broken.teamId, 'after');
    await rename(sound.teamId, 'unharmed');
    expect(await row(sound.teamId)).toMatchObject({ name: 'unharmed' });
    expect(await row(broken.teamId)).toMatchObject({ name: 'Broken' });
    const [service] = platform.application.runtime.services;
    const parked = (await service?.parking.list()) ?? [];
    expect(parked.map(({ key, events }) => [key, events])).toEqual([
      [broken.teamId, 2],
      [broken.teamId, 2],
    ]);
    expect(parked[0]?.error).toContain('Error');
    await expect(service?.replay('act', broken.teamId)).rejects.toThrow('This fold has a fault.');

    world.poison = '';
    for (const { consumer, key } of parked) expect(await service?.replay(consumer, key)).toBe(2);
    expect(await row(broken.teamId)).toMatchObject({ name: 'after', names: ['Broken', 'poison', 'after'] });
    expect(await service?.parking.list()).toEqual([]);
  });

  it('lets a key that is parked hold its timers', async () => {
    const { teamId } = await add('Held');
    await platform.settled();
    world.poison = 'poison';
    await rename(teamId, 'poison');
    await platform.reaches('2026-03-02T11:30:00Z');
    expect(await platform.application.runtime.adapters.store.revision(`example.team-${teamId}`)).toBe(1n);
    world.poison = '';
    const [service] = platform.application.runtime.services;
    for (const { consumer, key } of (await service?.parking.list()) ?? []) await service?.replay(consumer, key);
    expect(await row(teamId)).toMatchObject({ names: ['Held', 'poison', 'Held, an hour old'] });
  });

  it('lets no rule act on a key that is parked before what it waits behind was heard', async () => {
    const { teamId } = await add('Waiting');
    await platform.settled();
    world.poison = 'poison';
    await rename(teamId, 'poison');
    await platform.settled();
    await rename(teamId, 'again');
    await platform.settled();
    expect(await platform.application.runtime.adapters.store.revision(`example.team-${teamId}`)).toBe(2n);
    world.poison = '';
    const [service] = platform.application.runtime.services;
    for (const { consumer, key } of (await service?.parking.list()) ?? []) await service?.replay(consumer, key);
    expect(await row(teamId)).toMatchObject({ names: ['Waiting', 'poison', 'again', 'renamed 2 times'] });
  });

  it('writes no event without its cause', async () => {
    const { store } = platform.application.runtime.adapters;
    const events = await store.readLog(beginning, 10_000);
    const known = new Set(events.flatMap(({ id, metadata }) => [id, metadata.commandId]));
    expect(events.filter(({ metadata }) => !known.has(metadata.causationId))).toEqual([]);
    expect(await store.revision('example.team-none')).toBe(noStream);
  });

  it('goes on after a restart where it stopped', async () => {
    const { teamId } = await add('Lasting');
    const again = await platform.restart();
    platform = again;
    expect(await row(teamId)).toMatchObject({ name: 'Lasting' });
    await platform.reaches('2026-03-02T13:00:00Z');
    expect(await row(teamId)).toMatchObject({ name: 'Lasting, an hour old', renames: 1 });
  });
});
