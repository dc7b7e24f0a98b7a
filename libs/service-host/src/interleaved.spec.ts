import { beginning, foldRows, type Recorded } from '@redress/eventing';
import { ExampleModule, TeamRow, teams, world } from './testing/example.service.js';
import { faultsIn, type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';
const count = 20;

describe('Events of many keys that arrive in one batch, in any order that keeps each key’s', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    world.poison = '';
  });
  afterEach(() => platform.stop());

  const service = () => platform.application.runtime.services[0]!;
  const add = async (name: string): Promise<string> => (await platform.anonymous.post(path, { name })).body.teamId;
  const rename = (teamId: string, name: string) => platform.anonymous.post(`${path}/${teamId}/name`, { name });
  const rows = (): Promise<TeamRow[]> =>
    service()
      .database.dataSource.getRepository(TeamRow)
      .find({ order: { teamId: 'ASC' } });
  const history = async (): Promise<readonly Recorded[]> => {
    const { adapters, reading } = platform.application.runtime;
    return reading.opened(await adapters.store.readLog(beginning, 5000));
  };
  const folded = async (): Promise<readonly TeamRow[]> =>
    foldRows(teams, await history()).toSorted((a, b) => (a.teamId < b.teamId ? -1 : 1));
  /** What happens meanwhile arrives in one batch. */
  const heldUp = async (work: () => Promise<unknown>): Promise<void> => {
    const faults = await faultsIn(platform.databaseUrl);
    const letGo = await faults.lock('example.checkpoints', 'true');
    await work();
    await letGo();
    await faults.close();
    await platform.settled();
  };

  it('leave the same rows and the same consequences as in the order of the log', async () => {
    const teamIds = await Promise.all(Array.from({ length: count }, (_, n) => add(`team ${n}`)));
    await heldUp(() =>
      Promise.all(teamIds.flatMap((teamId) => ['one', 'two', 'again'].map((to) => rename(teamId, to)))),
    );
    expect(await rows()).toEqual(await folded());
    for (const { names } of await rows()) expect(names).toHaveLength(5);
    await platform.reaches('2026-03-02T10:00:00Z');
    expect(await rows()).toEqual(await folded());
    for (const { name } of await rows()) expect(name).toContain('an hour old');
  });

  it('go on though one of them fails, each in its place', async () => {
    const teamIds = await Promise.all(Array.from({ length: count }, (_, n) => add(`team ${n}`)));
    world.poison = 'poison';
    await heldUp(() =>
      Promise.all(
        teamIds.flatMap((teamId, index) =>
          ['one', index === 7 ? 'poison' : 'two', 'three'].map((to) => rename(teamId, to)),
        ),
      ),
    );
    const broken = teamIds[7] as string;
    const parked = await service().parking.list();
    expect(new Set(parked.map(({ key }) => key))).toEqual(new Set([broken]));
    world.poison = '';
    const expected = await folded();
    expect((await rows()).filter(({ teamId }) => teamId !== broken)).toEqual(
      expected.filter(({ teamId }) => teamId !== broken),
    );
    for (const { consumer, key } of parked) await service().replay(consumer, key);
    expect(await rows()).toEqual(expected);
  });

  it('leave a checkpoint that a restart recognises', async () => {
    await heldUp(() => Promise.all(Array.from({ length: count }, (_, n) => add(`team ${n}`))));
    platform = await platform.restart();
    const teamId = await add('afterwards');
    await platform.settled();
    expect(await rows()).toEqual(await folded());
    expect((await rows()).map((row) => row.teamId)).toContain(teamId);
  });
});
