import { ExampleModule, world } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';

const path = '/api/example/teams';

describe('A verification of read models', () => {
  let platform: Platform;
  let operator: Operator;
  const teams: string[] = [];
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    operator = operatorOf(platform);
    for (let number = 0; number < 30; number += 1)
      teams.push((await platform.anonymous.post(path, { name: `secret ${number}` })).body.teamId);
    await platform.settled();
    teams.sort();
  });
  afterAll(() => platform.stop());
  afterEach(() => operator.has('rebuilds'));

  const team = (number: number): string => teams[number] ?? '';

  it('finds nothing where nothing is wrong, and leaves nothing behind', async () => {
    expect(await operator.has('verifications')).toMatchObject({
      state: 'done',
      compared: { rows: 30, different: 0, differences: [] },
    });
    const left = await operator.query(
      `select relname from pg_class where relname like '%\\_\\_check%' union all
       select consumer from example.checkpoints where consumer like 'check %'`,
    );
    expect(left).toEqual([]);
  });

  it('names the rows that were changed, removed or added by hand, and the columns, but no value', async () => {
    const surplus = '00000000-0000-4000-8000-000000000000';
    await operator.query(`update ${operator.table} set name = 'by hand' where team_id = $1`, [team(3)]);
    await operator.query(`update ${operator.table} set names = '{}', renames = 7 where team_id = $1`, [team(4)]);
    await operator.query(`delete from ${operator.table} where team_id = $1`, [team(5)]);
    await operator.query(`insert into ${operator.table} values ($1, 'made up', 0, '{}')`, [surplus]);
    const { compared } = await operator.has('verifications');
    expect(compared).toMatchObject({ rows: 30, different: 4 });
    expect(compared?.differences).toEqual([
      { key: `teamId=${surplus}`, kind: 'surplus' },
      { key: `teamId=${team(3)}`, kind: 'changed', columns: 'name' },
      { key: `teamId=${team(4)}`, kind: 'changed', columns: 'renames, names' },
      { key: `teamId=${team(5)}`, kind: 'missing' },
    ]);
    expect(JSON.stringify(compared)).not.toMatch(/by hand|made up|secret/);
  });

  it('counts all rows that differ and names twenty', async () => {
    await operator.query(`update ${operator.table} set renames = renames + 1`);
    const { compared } = await operator.has('verifications');
    expect(compared?.different).toBe(30);
    expect(compared?.differences).toHaveLength(20);
  });

  it('finds nothing wrong with keys that are parked', async () => {
    world.poison = 'poison';
    await platform.anonymous.post(`${path}/${team(7)}/name`, { name: 'poison' });
    await platform.settled();
    world.poison = '';
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });

  it('finds a key whose events were discarded, and a rebuild hears them again', async () => {
    world.poison = 'discarded';
    await platform.anonymous.post(`${path}/${team(8)}/name`, { name: 'discarded' });
    await platform.settled();
    world.poison = '';
    for (const { consumer, key } of await operator.service.parking.list())
      await operator.service.discard(consumer, key);
    expect((await operator.has('verifications')).compared?.differences).toEqual([
      { key: `teamId=${team(8)}`, kind: 'changed', columns: 'name, renames, names' },
    ]);
    await operator.has('rebuilds');
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });
});
