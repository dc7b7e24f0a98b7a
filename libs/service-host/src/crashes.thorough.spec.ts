import { beginning } from '@redress/eventing';
import { ExampleModule, type TeamRow, world } from './testing/example.service.js';
import { type Faults, faultsIn, type Platform, startPlatform, until } from './testing/index.js';

const path = '/api/example/teams';

describe('A service that breaks off between what it does and the note that it is done', () => {
  let platform: Platform;
  let faults: Faults;
  beforeEach(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    faults = await faultsIn(platform.databaseUrl);
    world.told = [];
  });
  afterEach(async () => {
    await faults.close();
    await platform.stop();
  });

  const add = async (name: string): Promise<string> =>
    ((await platform.anonymous.post(path, { name })).body as { teamId: string }).teamId;
  const rename = (teamId: string, name: string) => platform.anonymous.post(`${path}/${teamId}/name`, { name });
  const row = async (teamId: string): Promise<TeamRow | undefined> => {
    await platform.settled();
    const { body } = await platform.anonymous.get(path);
    return (body as { items: TeamRow[] }).items.find((item) => item.teamId === teamId);
  };
  const namesInLog = async (): Promise<readonly string[]> => {
    const { store } = platform.application.runtime.adapters;
    const events = await store.readLog(beginning, 1000);
    return events.map(({ data }) => (JSON.parse(data) as { name: string }).name);
  };
  /** At least this often, so that it was tried again as well. */
  const brokenOff = async (times: number): Promise<void> => {
    const before = await faults.count();
    await until(async () => (await faults.count()) >= before + times);
  };

  it('sends the commands of a rule once', async () => {
    const teamId = await add('Returns');
    await platform.settled();
    const lift = await faults.begin({
      table: 'example.checkpoints',
      on: 'update',
      when: `new.consumer = 'act'`,
      at: 'commit',
    });
    await rename(teamId, 'again');
    await brokenOff(1);
    await until(async () => (await namesInLog()).includes('renamed 1 times'));
    await rename(teamId, 'by hand');
    await brokenOff(1);
    await lift();
    expect(await row(teamId)).toMatchObject({ names: ['Returns', 'again', 'renamed 1 times', 'by hand'] });
    // What the rule remembers was noted once as well.
    await rename(teamId, 'again');
    expect((await row(teamId))?.name).toBe('renamed 4 times');
  });

  it('folds each event into its rows once', async () => {
    const teamId = await add('Returns');
    await platform.settled();
    const lift = await faults.begin({
      table: 'example.checkpoints',
      on: 'update',
      when: `new.consumer like 'read%'`,
      at: 'commit',
    });
    await rename(teamId, 'one');
    await brokenOff(2);
    await lift();
    expect(await row(teamId)).toMatchObject({ renames: 1, names: ['Returns', 'one'] });
  });

  it('sets the timers of a rule once, and none for what it did not note', async () => {
    const lift = await faults.begin({
      table: 'example.checkpoints',
      on: 'update',
      when: `new.consumer = 'act'`,
      at: 'commit',
    });
    await add('Returns');
    await brokenOff(2);
    const [service] = platform.application.runtime.services;
    expect(await service?.timers.next()).toBeUndefined();
    await lift();
    await platform.settled();
    expect(await service?.timers.next()).toEqual(new Date('2026-03-02T10:00:00Z'));
    await platform.reaches('2026-03-02T11:00:00Z');
    expect(await namesInLog()).toEqual(['Returns', 'Returns, an hour old']);
  });

  it.each(['timers', 'outbox'])('loses nothing that it could not write into its %s at first', async (table) => {
    await add('Early');
    await platform.settled();
    const lift = await faults.begin({ table: `example.${table}`, on: 'insert', at: 'write' });
    const teamId = await add('Returns');
    await rename(teamId, 'tell');
    await brokenOff(1);
    await lift();
    await platform.settled();
    expect(world.told).toHaveLength(1);
    await platform.reaches('2026-03-02T10:00:00Z');
    expect(await row(teamId)).toMatchObject({ names: ['Returns', 'tell', 'told tell', 'Returns, an hour old'] });
  });

  it('carries an effect on the world out once, when its outcome is known', async () => {
    const teamId = await add('Returns');
    await platform.settled();
    const lift = await faults.begin({ table: 'example.outbox', on: 'delete', at: 'write' });
    await rename(teamId, 'tell');
    await brokenOff(1);
    expect(world.told).toHaveLength(1);
    await lift();
    await platform.reaches('2026-03-02T09:10:00Z');
    expect(world.told).toHaveLength(1);
    expect(await row(teamId)).toMatchObject({ names: ['Returns', 'tell', 'told tell'] });
  });

  it('asks the world for the same thing under the same name, when its outcome was not noted', async () => {
    const teamId = await add('Returns');
    await platform.settled();
    const lift = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.data like '%told tell%'`,
      at: 'write',
      outcome: 'known',
    });
    await rename(teamId, 'tell');
    await platform.reaches('2026-03-02T09:00:10Z');
    await lift();
    await platform.reaches('2026-03-02T09:10:00Z');
    expect(world.told.length).toBeGreaterThan(1);
    expect(new Set(world.told).size).toBe(1);
    expect(await row(teamId)).toMatchObject({ names: ['Returns', 'tell', 'told tell'] });
  });

  it('fires a timer once, though its row is still there', async () => {
    const teamId = await add('Returns');
    await platform.settled();
    const lift = await faults.begin({ table: 'example.timers', on: 'delete', at: 'write' });
    const reached = platform.reaches('2026-03-02T10:00:00Z');
    await brokenOff(1);
    await rename(teamId, 'by hand');
    await lift();
    await reached;
    expect(await row(teamId)).toMatchObject({ names: ['Returns', 'Returns, an hour old', 'by hand'] });
    const [service] = platform.application.runtime.services;
    expect(await service?.timers.next()).toBeUndefined();
  });
});
