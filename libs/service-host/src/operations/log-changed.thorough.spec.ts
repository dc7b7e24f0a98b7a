import pg from 'pg';
import { ExampleModule, world } from '../testing/example.service.js';
import { faultsIn, type HandMovedClock, type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';

const path = '/api/example/teams';

describe('A service whose read database does not fit the log', () => {
  let platform: Platform;
  let operator: Operator;
  beforeEach(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    operator = operatorOf(platform);
    world.told = [];
    world.failures = 0;
  });
  afterEach(() => platform.stop());

  const add = async (name: string): Promise<string> => (await platform.anonymous.post(path, { name })).body.teamId;
  const restart = async (): Promise<void> => {
    platform = await platform.restart();
    operator = operatorOf(platform);
  };
  const readiness = async (): Promise<readonly [number, string | undefined]> => {
    const { status, body } = await platform.anonymous.get('/health/ready');
    const parts = body.parts as readonly { name: string; detail?: string }[];
    return [status, parts.find(({ name }) => name === 'example')?.detail];
  };
  const names = async (): Promise<readonly string[]> =>
    (await operator.query<{ name: string }>(`select name from ${operator.table} order by name`)).map(
      ({ name }) => name,
    );
  const another = (consumer: string): Promise<unknown> =>
    operator.query(
      `with kept as (select * from example.checkpoints where consumer like $1)
       update example.checkpoints c set event_id = gen_random_uuid() from kept where c.consumer = kept.consumer`,
      [consumer],
    );
  const right = (): Promise<unknown> =>
    operator.query(
      `update example.checkpoints c set event_id = e.id from redress_log.events e
       where c.position <> '' and e.position = c.position::bigint`,
    );

  const head = () => platform.application.runtime.adapters.store.head();
  /** Of all that the service keeps but its leases; answers how to restore it. */
  const backedUp = async (): Promise<() => Promise<void>> => {
    const kept = await operator.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'example' and tablename <> 'leases'`,
    );
    await operator.query('create schema backup');
    for (const { name } of kept) await operator.query(`create table backup."${name}" as table example."${name}"`);
    return async () => {
      for (const { name } of kept) {
        await operator.query(`delete from example."${name}"`);
        await operator.query(`insert into example."${name}" select * from backup."${name}"`);
      }
    };
  };
  /** Takes out of a log that nobody uses what came after a position. */
  const restoreLogTo = async (position: string): Promise<void> => {
    const client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    await client.query('alter table redress_log.events disable trigger user');
    await client.query('delete from redress_log.events where position > $1', [Number(position)]);
    await client.query('alter table redress_log.events enable trigger user');
    await client.query('update redress_log.head set position = $1', [Number(position)]);
    await client.end();
  };

  it('stops as log-changed where its log was restored to an earlier state, also once as much was written anew', async () => {
    await add('before');
    await platform.settled();
    const earlier = await head();
    await add('lost');
    await platform.settled();
    await platform.halt();
    await restoreLogTo(earlier);
    await restart();
    expect(await readiness()).toEqual([503, expect.stringMatching(/^log-changed: .*there is no event at/)]);
    for (const name of ['instead', 'and more']) await add(name);
    await restart();
    expect(await readiness()).toEqual([503, expect.stringMatching(/^log-changed: .*another event stands at/)]);
    expect(await names()).toEqual(['before', 'lost']);
    expect(await operator.has('rebuilds')).toMatchObject({ state: 'done' });
    expect(await names()).toEqual(['and more', 'before', 'instead']);
  });

  it.each(['act', 'read %'])(
    'stops as log-changed where another event stands at the checkpoint of %s',
    async (consumer) => {
      await add('before');
      await platform.settled();
      await another(consumer);
      await restart();
      expect(await readiness()).toEqual([503, expect.stringMatching(/^log-changed: .*another event stands at/)]);
      await add('meanwhile');
      const { body } = await operator.get('/api/operations/lag');
      expect(body.services[0]).toMatchObject({ ready: false, detail: expect.stringContaining('log-changed') });
      expect(await names()).toEqual(['before']);

      await right();
      await restart();
      await platform.settled();
      expect(await readiness()).toEqual([200, undefined]);
      expect(await names()).toEqual(['before', 'meanwhile']);
      expect(await operator.query('select 1 from example.timers')).toHaveLength(2);
    },
  );

  it('says so when it is found out while it runs, and fires nothing from then on', async () => {
    const teamId = await add('running');
    await platform.settled();
    world.failures = 1;
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'tell' });
    await platform.settled();
    await another('act');
    // Another process takes the partition, and gives it back.
    await operator.query(`update example.checkpoints set fence = fence + 1 where consumer = 'act'`);
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'noticed' });
    const found = async (): Promise<readonly [number, string | undefined]> => {
      const answer = await readiness();
      return answer[0] === 503 ? answer : found();
    };
    expect(await found()).toEqual([503, expect.stringContaining('log-changed')]);
    const { timers, outbox } = operator.service;
    await timers.idle();
    await outbox.idle();
    // The effect that failed at first would be tried again long before.
    (platform.application.runtime.adapters.clock as HandMovedClock).moveTo(new Date('2026-03-02T09:59:00Z'));
    expect((await readiness())[0]).toBe(503);
    outbox.look();
    await outbox.idle();
    expect(world.told).toEqual([]);
    expect(await operator.query(`select 1 from example.outbox`)).toHaveLength(1);
  });

  it('goes on after a rebuild where its read model had read another log', async () => {
    await add('before');
    await platform.settled();
    await operator.query(`update example.checkpoints set log_id = gen_random_uuid() where consumer like 'read %'`);
    await operator.query(`update ${operator.table} set name = 'of another log'`);
    await restart();
    expect(await readiness()).toEqual([503, expect.stringContaining('its log is')]);
    expect(await operator.has('verifications')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('log-changed'),
    });
    expect(await operator.has('rebuilds')).toMatchObject({ state: 'done' });
    expect(await readiness()).toEqual([200, undefined]);
    await add('after');
    await platform.settled();
    expect(await names()).toEqual(['after', 'before']);
  });

  it('catches up after it was restored to an earlier state, and repeats nothing outside', async () => {
    const teamId = await add('early');
    await platform.settled();
    const restore = await backedUp();
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'tell' });
    await add('late');
    await platform.settled();
    const [before, told, events] = [await names(), [...world.told], await head()];
    expect([before, told.length]).toEqual([['late', 'told tell'], 1]);

    await restore();
    await restart();
    await platform.settled();
    expect(await names()).toEqual(before);
    expect(world.told).toEqual(told);
    expect(await head()).toEqual(events);
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });

  it('asks the world under the same name after it was restored, where no outcome had been noted', async () => {
    const teamId = await add('early');
    await platform.settled();
    const restore = await backedUp();
    const faults = await faultsIn(platform.databaseUrl);
    const lift = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.data like '%told tell%'`,
      at: 'write',
      outcome: 'known',
    });
    await platform.anonymous.post(`${path}/${teamId}/name`, { name: 'tell' });
    await platform.settled();
    expect(world.told).toHaveLength(1);

    await restore();
    await restart();
    await lift();
    await faults.close();
    await platform.reaches('2026-03-02T09:10:00Z');
    expect(world.told.length).toBeGreaterThan(1);
    expect(new Set(world.told).size).toBe(1);
    expect(await names()).toEqual(['told tell']);
  });
});
