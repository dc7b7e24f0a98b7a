import { startPlatform, type Platform } from '@redress/service-host/testing';
import fc from 'fast-check';
import pg from 'pg';
import { AnalyticsModule } from './analytics.module.js';
import { openColumns, type ColumnStore, type CopiedTable } from './columns.adapter.js';

const column = (name: string, type: string) => ({ name, type, isList: false });
const list = (name: string, type: string) => ({ name, type, isList: true });
const copied: CopiedTable = {
  name: 'things',
  key: ['id'],
  columns: [
    column('id', 'int'),
    column('at', 'timestamptz'),
    column('code', 'text'),
    column('amount', 'bigint'),
    column('is_so', 'boolean'),
    list('moments', 'timestamptz'),
    list('numbers', 'int'),
  ],
};

interface Thing {
  readonly id: number;
  readonly at: Date | null;
  readonly code: string | null;
  readonly amount: bigint | null;
  readonly is_so: boolean | null;
  readonly moments: readonly Date[];
  readonly numbers: readonly number[];
}
const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2300-01-01'), noInvalidDate: true });
// With more of what ends or quotes a text in a file than chance would bring.
const character = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '"', "'", ',', '\\', '\\.', ' ', '[', '#'),
  fc.string({ unit: 'binary', maxLength: 1 }),
);
const text = fc.string({ unit: character }).map((any) => any.replaceAll('\0', ''));
const thing = fc.record({
  id: fc.nat(20),
  at: fc.option(date),
  code: fc.option(text),
  amount: fc.option(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })),
  is_so: fc.option(fc.boolean()),
  moments: fc.array(date, { maxLength: 3 }),
  numbers: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 3 }),
});

describe('A table by column', () => {
  let platform: Platform;
  let client: pg.Client;
  let columns: ColumnStore;
  beforeAll(async () => {
    platform = await startPlatform(AnalyticsModule, { at: '2026-03-02T00:00:00Z' });
    client = new pg.Client({ connectionString: platform.databaseUrl });
    await client.connect();
    await client.query(`set timezone to 'UTC'`);
    await client.query(
      `create temporary table things (id int primary key, at timestamptz, code text, amount bigint, is_so boolean,
         moments timestamptz[], numbers int[])`,
    );
    columns = await openColumns(new Map([[copied, '']]));
  }, 60_000);
  afterAll(async () => {
    columns.close();
    await client.end();
    await platform.stop();
  });

  const store = ({ id, at, code, amount, is_so, moments, numbers }: Thing): Promise<unknown> =>
    client.query(
      `insert into things values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update
       set at = $2, code = $3, amount = $4, is_so = $5, moments = $6, numbers = $7`,
      [id, at, code, amount, is_so, moments, numbers],
    );
  const inColumns = () => columns.ask<Thing>({ statement: 'select * from things order by id', values: [] });

  it('holds what the rows hold, whatever they are, and what replaced them', async () => {
    const live = new Map<number, Thing>();
    await fc.assert(
      fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 12 }), async (things) => {
        const changed = new Set(things.map(({ id }) => id));
        for (const one of things) {
          await store(one);
          live.set(one.id, one);
        }
        const where = `id in (${[...changed].join(', ')})`;
        await columns.change(async ({ take }) => {
          await take(client, copied, { from: 'things', where, how: 'replacing' });
        });
        expect(await inColumns()).toEqual([...live.values()].sort((one, other) => one.id - other.id));
      }),
      { numRuns: 60 },
    );
  });

  it('is not misled by long texts that look like rows', async () => {
    const where = 'id > 20';
    await client.query(
      `insert into things (id, code, moments, numbers)
       select 20 + n, repeat(E'\\n8,,a,,,[],[]\\n9,,b,,,[],[]\\n', n % 5 * 200), '{}', '{}' from generate_series(1, 2000) n`,
    );
    await columns.change(async ({ take }) => {
      await take(client, copied, { from: 'things', where, how: 'further' });
    });
    const counting = `select count(*)::int as rows, sum(length(code))::int as characters from things where ${where}`;
    const { rows } = await client.query(counting);
    expect(await columns.ask({ statement: counting, values: [] })).toEqual(rows);
  });

  it('shows all of a change or nothing of it', async () => {
    const before = await inColumns();
    const broken = columns.change(async ({ empty, run }) => {
      await empty(copied);
      await run('select no_such_column');
    });
    await expect(broken).rejects.toThrow('no_such_column');
    expect(await inColumns()).toEqual(before);
  });

  it('of a type that it does not know is not begun', () =>
    expect(openColumns(new Map([[{ ...copied, columns: [column('id', 'inet')] }, '']]))).rejects.toThrow('inet'));
});
