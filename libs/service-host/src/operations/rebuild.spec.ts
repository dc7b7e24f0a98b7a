import { randomUUID } from 'node:crypto';
import { checkpointsOf, postgresEventStore, rebuild, type ShadowParts } from '@redress/adapter-postgres';
import { beginning, type EventStore, foldRows, noStream } from '@redress/eventing';
import fc from 'fast-check';
import pg from 'pg';
import { ExampleModule, type TeamRow, teams, world } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';

const path = '/api/example/teams';

describe('A rebuild', () => {
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
  const rows = (): Promise<readonly object[]> => operator.query(`select * from ${operator.table} order by team_id`);
  const identity = async (): Promise<unknown> =>
    (await operator.query<{ oid: unknown }>(`select '${operator.table}'::regclass::oid as oid`))[0]?.oid;
  const parts = (): ShadowParts => {
    const { adapters, reading } = platform.application.runtime;
    const { name, database, parking } = operator.service;
    return {
      database,
      parking,
      reading,
      store: adapters.store,
      checkpoints: checkpointsOf(name, adapters.store),
      partitions: adapters.bus.partitions,
      partitionOf: (key) => adapters.bus.partitionOf(key),
      alarm: () => undefined,
    };
  };

  it('leaves the rows as they were, after any history', async () => {
    const step = fc.record({
      team: fc.nat({ max: 5 }),
      name: fc.constantFrom('one', 'two', 'again', 'gone', 'tell', '이름'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const teams = await Promise.all([0, 1, 2, 3, 4, 5].map((number) => add(`team ${number}`)));
        await Promise.all(steps.map(({ team, name }) => rename(teams[team] ?? '', name)));
        await platform.settled();
        const [before, table] = [await rows(), await identity()];
        expect(await operator.has('rebuilds')).toMatchObject({ state: 'done', parkedKeys: 0 });
        expect(await rows()).toEqual(before);
        expect(await identity()).not.toEqual(table);
        expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0, rows: before.length } });
      }),
      { numRuns: 5 },
    );
  });

  it('goes on while others write, and readers see all rows at every moment', async () => {
    await platform.settled();
    const least = (await rows()).length;
    const counts: number[] = [];
    let writing = true;
    const read = async (): Promise<void> => {
      while (writing) counts.push((await rows()).length);
    };
    const write = async (): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const teamId = await add(`written ${round}`);
        await Promise.all([rename(teamId, 'again'), rename(teamId, `renamed ${round}`)]);
      }
    };
    const reading = read();
    const writers = Promise.all([write(), write(), write()]);
    const works = [await operator.has('rebuilds'), await operator.has('rebuilds'), await operator.has('verifications')];
    await writers;
    writing = false;
    await reading;
    await platform.settled();
    expect(works.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(works[2]).toMatchObject({ compared: { different: 0 } });
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(least);
    expect(await rows()).toHaveLength(least + 120);
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0, rows: least + 120 } });
    expect(platform.log()).not.toContain('a batch failed');
  }, 60_000);

  it.each([
    ['DROP TABLE', `to_regclass('LIVE') is null`],
    ['ALTER TABLE', `to_regclass('LIVE') is not null`],
    ['ALTER INDEX', 'true'],
  ])(
    'that breaks off in the switch after %s leaves the live table whole, and the next one works',
    async (tag, when) => {
      await platform.settled();
      const [before, table] = [await rows(), await identity()];
      await operator.query(
        `create function break_off() returns event_trigger language plpgsql as $$ begin
         if ${when.replace('LIVE', operator.table)} then raise exception 'broken off'; end if; end $$`,
      );
      await operator.query(
        `create event trigger break_off on ddl_command_end when tag in ('${tag}') execute function break_off()`,
      );
      expect(await operator.has('rebuilds')).toMatchObject({ state: 'failed' });
      await operator.query('drop event trigger break_off');
      await operator.query('drop function break_off');
      expect([await rows(), await identity()]).toEqual([before, table]);
      await add('after the crash');
      await platform.settled();
      expect(await operator.has('rebuilds')).toMatchObject({ state: 'done' });
      expect(await rows()).toHaveLength(before.length + 1);
      const indexes = await operator.query<{ name: string }>(
        `select indexname as name from pg_indexes where schemaname = 'example' and tablename like 'teams%'`,
      );
      expect(indexes.filter(({ name }) => name.includes('__new'))).toEqual([]);
    },
  );

  it('steps back while a long query reads the table, and switches once it has ended', async () => {
    const client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query(`select 1 from ${operator.table}`);
    const waiting = async (): Promise<boolean> =>
      (await operator.query(`select 1 from pg_locks where not granted and relation = '${operator.table}'::regclass`))
        .length > 0;
    const until = async (state: boolean): Promise<void> => {
      while ((await waiting()) !== state);
    };
    const work = operator.has('rebuilds');
    await until(true);
    await until(false);
    const { status } = await platform.anonymous.get(path);
    await client.query('commit');
    await client.end();
    expect(status).toBe(200);
    expect(await work).toMatchObject({ state: 'done' });
  });

  it('that is broken off while it reads leaves the live table whole, and the next one begins anew', async () => {
    const [live] = operator.service.database.readModels;
    const before = await rows();
    const crash = (): never => {
      throw new Error('The process ended.');
    };
    await expect(rebuild(parts(), live!, { report: crash })).rejects.toThrow('The process ended.');
    expect(await rows()).toEqual(before);
    expect(await operator.has('rebuilds')).toMatchObject({ state: 'done' });
    expect(await rows()).toEqual(before);
  });

  it('gives way to a later one of the same table, and the live table is whole', async () => {
    const [live] = operator.service.database.readModels;
    const quiet = { report: () => undefined };
    const { store } = platform.application.runtime.adapters;
    let later: Promise<unknown> | undefined;
    const slow: EventStore = {
      ...store,
      readLog: async (after, limit) => {
        await (later ??= rebuild(parts(), live!, quiet));
        return store.readLog(after, limit);
      },
    };
    await expect(rebuild({ ...parts(), store: slow }, live!, quiet)).rejects.toThrow('no longer this process');
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });

  it('misses nothing that is being appended when it ends, though another append began later', async () => {
    const { store } = platform.application.runtime.adapters;
    const [teamId, foundId] = [randomUUID(), await add('like this')];
    const [like] = await store.read(`example.team-${foundId}`);
    await platform.settled();
    const anew = (text: string): string => text.replaceAll(foundId, teamId);
    const { type, version, data, metadata } = like!;
    const client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    await client.query('begin');
    const unheard = { listen: () => () => undefined, appended: () => undefined, close: async () => undefined };
    await postgresEventStore(client as unknown as pg.Pool, unheard).append({
      stream: anew(like!.stream),
      expected: noStream,
      events: [{ id: randomUUID(), type, version, data: anew(data), metadata: { ...metadata, key: teamId } }],
    });
    const somebodyWaits = async (): Promise<void> => {
      const waiting = await operator.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      if (waiting.length === 0) await somebodyWaits();
    };
    const later = add('began later');
    // Either it is done before, or it waits: the rebuild takes what it can see.
    await Promise.race([later, somebodyWaits()]);
    expect(await operator.has('rebuilds')).toMatchObject({ state: 'done' });
    await client.query('commit');
    await client.end();
    await later;
    await platform.settled();
    expect(await operator.query(`select 1 from ${operator.table} where team_id = $1`, [teamId])).toHaveLength(1);
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
  });

  it('fires no timer, no reactor and no effect', async () => {
    await rename(await add('quiet'), 'tell');
    await platform.settled();
    const told = [...world.told];
    const counted = (): Promise<readonly object[]> =>
      operator.query(`select (select count(*) from redress_log.events) as events,
        (select count(*) from example.timers) as timers, (select count(*) from example.outbox) as outbox,
        (select jsonb_agg(to_jsonb(c) - 'moved_at' order by consumer) from example.checkpoints c
         where consumer not like 'read %') as stands`);
    const before = await counted();
    await operator.has('rebuilds');
    await platform.settled();
    expect(await counted()).toEqual(before);
    expect(world.told).toEqual(told);
  });

  it('sets a key aside whose event cannot be folded, and a replay brings it back', async () => {
    const teamId = await add('to be broken');
    await rename(teamId, 'poison');
    await rename(teamId, 'after');
    await platform.settled();
    const before = await rows();
    world.poison = 'poison';
    expect(await operator.has('rebuilds')).toMatchObject({ state: 'done', parkedKeys: 1 });
    world.poison = '';
    const [parked] = await operator.service.parking.list();
    expect(parked).toMatchObject({ key: teamId, events: 2, consumer: expect.stringMatching(/^read teams__/) });
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0 } });
    expect(await operator.service.replay(parked?.consumer ?? '', teamId)).toBe(2);
    expect(await rows()).toEqual(before);
  });

  it('is refused for what is not there', async () => {
    const ask = async (body: object): Promise<number> => (await operator.post('/api/operations/rebuilds', body)).status;
    expect(await ask({ service: 'nowhere' })).toBe(404);
    expect(await ask({ service: 'example', projection: 'example.nothing' })).toBe(404);
    expect((await operator.get('/api/operations/work/6f8e5a52-c1b7-4b0e-9d7e-3c5a90e4f1b6')).status).toBe(404);
    expect((await platform.as('lead').post('/api/operations/rebuilds', { service: 'example' })).status).toBe(403);
  });

  it('stands at the same event as the live table on every partition', async () => {
    await platform.settled();
    const { adapters, reading } = platform.application.runtime;
    const [live] = operator.service.database.readModels;
    const partitionOf = (key: string): number => parseInt(key.slice(0, 2), 16) % 3;
    const log = await adapters.store.readLog(beginning, 100_000);
    await operator.service.stop();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: log.length }), { minLength: 3, maxLength: 3 }), async (counts) => {
        const stands = counts.map((count) => log[count - 1]?.position ?? beginning);
        await operator.query(`delete from example.checkpoints where consumer like 'read %'`);
        for (const [partition, position] of stands.entries())
          await operator.query(
            `insert into example.checkpoints (consumer, partition, log_id, position) values ($1, $2, $3, $4)`,
            [`read ${live!.name}`, partition, await adapters.store.logId(), position],
          );
        await rebuild({ ...parts(), partitions: 3, partitionOf }, live!, { report: () => undefined });
        const heard = reading.withheld(log).filter(({ key, position }) => position <= stands[partitionOf(key)]!);
        const expected = foldRows<TeamRow, 'teamId'>(teams, heard).map(({ teamId, ...row }) => [teamId, row]);
        const found = await operator.query<TeamRow & { team_id: string }>(`select * from ${operator.table}`);
        expect(new Map(found.map(({ team_id, ...row }) => [team_id, row]))).toEqual(new Map(expected as []));
      }),
      { numRuns: 10 },
    );
  });
});
