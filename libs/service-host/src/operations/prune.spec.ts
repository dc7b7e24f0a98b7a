import { ExampleModule } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { type Operator, operatorOf } from '../testing/operator.js';

interface Leftover {
  readonly table: string;
  readonly kept?: string;
}

describe('Pruning', () => {
  let platform: Platform;
  let operator: Operator;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    operator = operatorOf(platform);
    await platform.anonymous.post('/api/example/teams', { name: 'Returns' });
    await platform.settled();
    await otherBuild('teams__0123abcd', 'read', '1 year');
    await otherBuild('teams__0123abcd__act', 'memory', '1 year');
    await otherBuild('teams__00000001', 'read', '1 hour');
    await otherBuild('teams__00000002', 'read', '1 year');
    await operator.query(`update example.checkpoints set position = repeat('9', 19) where consumer like '%00000002'`);
    await operator.query('create table example.teams__00000003 (id integer)');
    await operator.query('create table example.customers (id integer)');
  });
  afterAll(() => platform.stop());

  const otherBuild = async (table: string, kind: 'read' | 'memory', age: string): Promise<void> => {
    await operator.query(`create table example.${table} as select * from ${operator.table}`);
    await operator.query(
      `insert into example.checkpoints (consumer, partition, log_id, position, moved_at)
       select $1, 0, log_id, '', now() - $2::interval from redress_log.head`,
      [`${kind} ${table}`, age],
    );
  };
  const tables = async (): Promise<readonly string[]> =>
    (
      await operator.query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = 'example' order by 1`,
      )
    ).map(({ name }) => name);
  const prune = async (mode: 'look' | 'drop', more = {}): Promise<readonly Leftover[]> =>
    (await operator.post('/api/operations/prune', { mode, ...more })).body as readonly Leftover[];
  const free = (found: readonly Leftover[]): readonly string[] =>
    found.filter(({ kept }) => kept === undefined).map(({ table }) => table);

  it('lists what could go and why the rest must stay, and drops nothing', async () => {
    const before = await tables();
    const found = await prune('look');
    expect(free(found)).toEqual(['teams__0123abcd', 'teams__0123abcd__act']);
    expect(found.filter(({ kept }) => kept !== undefined).map(({ table, kept }) => [table, kept])).toEqual([
      ['teams__00000001', 'it has moved lately'],
      ['teams__00000002', 'it stands where the log ends: it may be in use'],
      ['teams__00000003', 'nobody has begun to fill it: a process may be starting'],
    ]);
    expect(await tables()).toEqual(before);
  });

  it('keeps everything while another build is running', async () => {
    await operator.query(
      `insert into example.leases (name, holder, fence, until)
       values ('example.read-ffffffff', gen_random_uuid(), 1, now() + interval '1 hour')`,
    );
    expect(free(await prune('drop'))).toEqual([]);
    await operator.query(`delete from example.leases where name = 'example.read-ffffffff'`);
  });

  it('drops tables of other builds with their checkpoints, and nothing else', async () => {
    const before = await tables();
    await prune('drop');
    const gone = ['teams__0123abcd', 'teams__0123abcd__act'];
    expect(await tables()).toEqual(before.filter((name) => !gone.includes(name)));
    expect(await operator.query(`select 1 from example.checkpoints where consumer like '%0123abcd%'`)).toEqual([]);
    expect(free(await prune('look', { olderThanDays: 0 }))).toEqual(['teams__00000001']);
    expect(await operator.has('verifications')).toMatchObject({ compared: { different: 0, rows: 1 } });
  });

  it('drops what a rebuild has left that was broken off', async () => {
    const shadow = `${operator.service.database.readModels[0]?.name ?? ''}__new`;
    await operator.query(`create table example.${shadow} (id integer)`);
    await operator.query(
      `insert into example.checkpoints (consumer, partition, log_id, position, moved_at)
       select 'rebuild ' || replace($1, '__new', ''), 0, log_id, '', now() - interval '8 days' from redress_log.head`,
      [shadow],
    );
    expect(free(await prune('drop'))).toEqual([shadow]);
    expect(await tables()).not.toContain(shadow);
  });

  it('knows nothing of services that are not here', async () => {
    expect((await operator.post('/api/operations/prune', { mode: 'look', service: 'sla' })).status).toBe(404);
    expect((await operator.post('/api/operations/prune', { mode: 'perhaps' })).status).toBe(400);
  });
});
