import type { KpiShown } from '@redress/contracts';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import pg from 'pg';
import { AnalyticsModule } from './analytics.module.js';
import { telling } from './testing/telling.js';

const march = 'from=2026-02-28T15:00:00Z&to=2026-03-31T15:00:00Z&zone=Asia/Seoul&grain=month';

describe('Figures are of the rows as they are', () => {
  let platform: Platform;
  let client: pg.Client;
  let table: string;
  beforeAll(async () => {
    platform = await startPlatform(AnalyticsModule, { at: '2026-04-01T00:00:00Z' });
    client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'analytics' and tablename like 'complaint\\_facts\\_\\_%'`,
    );
    table = String(rows[0]?.name);
  });
  afterAll(async () => {
    await client.end();
    await platform.stop();
  });

  const receive = async (...names: readonly string[]): Promise<void> => {
    const { received } = telling(platform);
    for (const name of names) await received(name, '2026-03-02T00:00:00Z', { productCode: 'TV-55' });
    await platform.settled();
  };
  const byProduct = async (): Promise<Readonly<Record<string, number>>> => {
    const { body } = await platform.as('analyst').get(`/api/analytics/kpis?${march}&by=product&figures=received`);
    return Object.fromEntries((body as KpiShown[]).map(({ group, received }) => [group, received ?? 0]));
  };
  /** As something does that is no event of a later position. */
  const setProduct = (productCode: string, where: string): Promise<unknown> =>
    client.query(`update analytics.${table} set product_code = $1 where ${where}`, [productCode]);

  it('also those of complaints received since somebody asked', async () => {
    await receive('A', 'B');
    expect(await byProduct()).toEqual({ 'TV-55': 2 });
    await receive('C');
    expect(await byProduct()).toEqual({ 'TV-55': 3 });
  });

  it('also where the table was made anew', async () => {
    await client.query('begin');
    await client.query(`create table analytics.anew (like analytics.${table} including all)`);
    await client.query(`insert into analytics.anew select * from analytics.${table}`);
    await client.query(`drop table analytics.${table}`);
    await client.query(`alter table analytics.anew rename to ${table}`);
    await setProduct('MUG', 'true');
    await client.query('commit');
    expect(await byProduct()).toEqual({ MUG: 3 });
  });

  it('also where the events of a complaint had been set aside and were heard later', async () => {
    const { rows } = await client.query<{ id: string }>(`select complaint_id as id from analytics.${table} limit 1`);
    const complaintId = String(rows[0]?.id);
    await client.query(
      `insert into analytics.parked (consumer, key, position, event_id, error)
       values ($1, $2, (select max(position) from analytics.checkpoints), gen_random_uuid(), 'it failed')`,
      [`read ${table}`, complaintId],
    );
    expect(await byProduct()).toEqual({ MUG: 3 });
    await setProduct('CUP', `complaint_id = '${complaintId}'`);
    await client.query('delete from analytics.parked');
    expect(await byProduct()).toEqual({ MUG: 2, CUP: 1 });
  });

  it('also where the table was set back to an earlier time', async () => {
    await setProduct('JUG', 'true');
    await client.query(`update analytics.checkpoints set position = '' where consumer = $1`, [`read ${table}`]);
    expect(await byProduct()).toEqual({ JUG: 3 });
  });

  it('however many ask at once', async () => {
    const asked = Array.from({ length: 12 }, byProduct);
    await receive('D');
    asked.push(byProduct());
    const answers = await Promise.all(asked);
    expect(answers.at(-1)).toEqual({ JUG: 3, 'TV-55': 1 });
    for (const answer of answers) expect([3, 4]).toContain(Object.values(answer).reduce((sum, one) => sum + one, 0));
  });
});
