import { createLogger } from '../http/logging.js';
import { HouseSecrets } from '../house-secrets.js';
import { openAdapters } from '../open-adapters.js';
import { Runtime } from '../runtime.js';
import { ExampleModule, renameLater, team, teams, tellTheWorld } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';
import { settle } from '../testing/settle.js';

const path = '/api/example/teams';

/** Another process, of a later version in which the read model is another one. */
const laterVersion = async (platform: Platform): Promise<{ readonly runtime: Runtime; stop(): Promise<void> }> => {
  const adapters = await openAdapters({
    databaseUrl: platform.databaseUrl,
    secrets: await HouseSecrets.in(platform.dataDirectory),
    clock: platform.application.runtime.adapters.clock,
    logger: createLogger({ level: 'fatal' }),
    alone: false,
    gatherMs: 0,
  });
  const runtime = new Runtime(adapters);
  const projection = { ...teams, edition: 2 };
  await runtime.open({
    name: 'example',
    deciders: [team],
    reactors: [{ ...renameLater, memory: projection }],
    effects: [tellTheWorld],
    projections: [projection],
    controllers: [],
  });
  for (const service of runtime.services) await service.start();
  return {
    runtime,
    stop: async () => {
      await runtime.close();
      await adapters.close();
    },
  };
};

describe('Two versions side by side', () => {
  let platform: Platform;
  let operator: Operator;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    operator = operatorOf(platform);
  });
  afterAll(() => platform.stop());

  const add = async (name: string): Promise<string> => (await platform.anonymous.post(path, { name })).body.teamId;
  const rename = (teamId: string, name: string): Promise<unknown> =>
    platform.anonymous.post(`${path}/${teamId}/name`, { name });
  const rowsOf = (table: string): Promise<readonly object[]> =>
    operator.query(`select * from ${table} order by team_id`);
  const tables = async (): Promise<readonly string[]> =>
    (
      (await operator.post('/api/operations/prune', { mode: 'look', olderThanDays: 0 })).body as {
        table: string;
        kept?: string;
      }[]
    )
      .filter(({ kept }) => kept === undefined)
      .map(({ table }) => table);

  it('each keep their own tables whole, and a command is acted on once', async () => {
    const early = await add('early');
    await rename(early, 'renamed');
    await platform.settled();
    const later = await laterVersion(platform);
    const [service] = later.runtime.services;
    const [table] = service?.database.readModels ?? [];
    expect(table?.path).not.toBe(operator.table);
    expect(await rowsOf(table?.path ?? '')).toEqual(await rowsOf(operator.table));

    const late = await add('late');
    await rename(late, 'again');
    await platform.settled();
    const head = await platform.application.runtime.adapters.store.head();
    expect(await service?.read?.waitFor(0, head, 10_000)).toBe(true);
    expect(await rowsOf(table?.path ?? '')).toEqual(await rowsOf(operator.table));
    expect(await rowsOf(operator.table)).toContainEqual(expect.objectContaining({ team_id: late, renames: 2 }));
    expect(await tables()).toEqual([]);
    await later.stop();
  });

  it('let the one that stays take over what the other did, with memories that have caught up', async () => {
    const teamId = await add('handed over');
    await rename(teamId, 'one');
    await platform.settled();
    // The later version acts from now on: its memory has not been kept meanwhile.
    await operator.service.stop();
    const later = await laterVersion(platform);
    await rename(teamId, 'again');
    const [service] = later.runtime.services;
    await settle(later.runtime, later.runtime.adapters.clock);
    const [row] = await operator.query<{ name: string }>(
      `select name from ${service?.database.readModels[0]?.path} where team_id = $1`,
      [teamId],
    );
    expect(row?.name).toBe('renamed 2 times');
    await later.stop();
  });

  it('leave tables that can go once nobody uses them', async () => {
    platform = await platform.restart();
    operator = operatorOf(platform);
    await add('moves on');
    await platform.settled();
    const found = await tables();
    expect(found).toHaveLength(2);
    await operator.post('/api/operations/prune', { mode: 'drop', olderThanDays: 0 });
    expect(await tables()).toEqual([]);
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });
});
