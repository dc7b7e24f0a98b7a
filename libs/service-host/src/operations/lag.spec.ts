import { ExampleModule, world } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';

const path = '/api/example/teams';

describe('Lag', () => {
  let platform: Platform;
  let operator: Operator;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    operator = operatorOf(platform);
  });
  afterAll(() => platform.stop());

  const lag = async () => (await operator.get('/api/operations/lag')).body.services[0];
  const gauges = async (): Promise<ReadonlyMap<string, number>> => {
    const { text } = await platform.anonymous.get('/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith('redress_'));
    return new Map(
      lines.map((line) => [
        line.slice(0, line.lastIndexOf(' ')).replace(/__[0-9a-f]{8}/, ''),
        Number(line.split(' ').at(-1)),
      ]),
    );
  };

  it('is nothing once everything was heard', async () => {
    await platform.anonymous.post(path, { name: 'Returns' });
    await platform.settled();
    const { consumers, ...rest } = await lag();
    expect(rest).toMatchObject({ service: 'example', ready: true, parkedKeys: 0, timersDue: 0, outboxWaiting: 0 });
    expect(
      consumers.map(({ consumer, eventsBehind, orMore }: Record<string, unknown>) => [consumer, eventsBehind, orMore]),
    ).toEqual([
      ['act', 0, false],
      [expect.stringMatching(/^read teams__/), 0, false],
    ]);
    expect([...(await gauges())]).toEqual(
      expect.arrayContaining([
        ['redress_consumer_lag_events{service="example",consumer="act",partition="0"}', 0],
        ['redress_consumer_lag_seconds{service="example",consumer="read teams",partition="0"}', 0],
        ['redress_parked_keys{service="example"}', 0],
      ]),
    );
  });

  it('counts parked keys, held timers and effects that fail', async () => {
    const { teamId } = (await platform.anonymous.post(path, { name: 'Parked' })).body;
    const other = (await platform.anonymous.post(path, { name: 'Untold' })).body.teamId as string;
    await platform.settled();
    world.poison = 'poison';
    world.failures = 1000;
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'poison' });
    await platform.anonymous.post(`${path}/${other}/name`, { name: 'tell' });
    await platform.reaches('2026-03-02T10:00:01Z');
    world.poison = '';
    world.failures = 0;
    expect(await lag()).toMatchObject({
      parkedKeys: 2,
      timersDue: 0,
      timersHeld: 1,
      outboxWaiting: 1,
      outboxFailing: 1,
    });
    const measured = await gauges();
    expect(measured.get('redress_parked_keys{service="example"}')).toBe(2);
    expect(measured.get('redress_outbox_waiting{service="example"}')).toBe(1);
    expect(measured.get('redress_timers_due{service="example"}')).toBe(0);
  });

  it('says how many events a consumer has not passed, and how old the first of them is', async () => {
    for (const { consumer, key } of await operator.service.parking.list()) await operator.service.replay(consumer, key);
    await platform.settled();
    await operator.service.stop();
    await platform.anonymous.post(path, { name: 'Unheard' });
    await platform.anonymous.post(path, { name: 'Unheard too' });
    await operator.query(
      `insert into example.timers (id, stream, category, target, command, data, due_at, key, cause)
       values (gen_random_uuid(), 'example.team-x', 'example.team', 'x', 'RenameTeam', '{}', $1, 'x', '{}')`,
      [new Date(platform.now().getTime() - 90_000)],
    );
    expect(await lag()).toMatchObject({
      ready: false,
      consumers: [
        { consumer: 'act', eventsBehind: 2, secondsBehind: 0 },
        { eventsBehind: 2, secondsBehind: 0 },
      ],
      timersDue: 1,
      timersLateSeconds: 90,
    });
    await operator.query('delete from example.timers');
  });
});
