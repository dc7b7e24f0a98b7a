import { testDatabase } from '@redress/adapter-postgres/testing';
import fc from 'fast-check';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { amongNext, keysetPage, type Order, type Page } from './keyset.js';
import { ProblemError } from './problem.js';

@Entity('arrivals')
class Arrival {
  @PrimaryColumn('uuid') parcelId!: string;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('text') place!: string;
  @Column('int') weight!: number;
  @Column('bigint') serial!: string;
  @Column('date') day!: string;
  @Column('boolean') urgent!: boolean;
  @Column('timestamptz', { nullable: true }) dueAt!: Date | null;
  @Column('jsonb') more!: object;
}

const count = 120;
let database: Awaited<ReturnType<typeof testDatabase>>;
let source: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  source = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities: [Arrival],
    synchronize: true,
  }).initialize();
  // Several rows a microsecond apart, which a Date cannot tell from each other, and some at the very same instant.
  await source.query(
    `insert into arrivals select gen_random_uuid(), timestamptz '2026-03-02T12:00:00.123Z' + (n / 3) * interval '1 microsecond',
       case when n % 5 = 0 then '서울 ''"' else 'Busan' end, n % 7, 9007199254740993 + n % 4, date '2026-03-01' + n % 3,
       n % 2 = 0, case when n % 2 = 0 then timestamptz '2026-03-03T00:00:00Z' + n * interval '1 second' end, '{}'
     from generate_series(0, $1 - 1) n`,
    [count],
  );
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const page = (columns: readonly Order<Arrival>[], cursor?: string, limit?: number): Promise<Page<Arrival>> =>
  keysetPage(source.getRepository(Arrival).createQueryBuilder('arrival'), { columns, cursor, limit });

const walk = async (columns: readonly Order<Arrival>[], limit: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const part = await page(columns, cursor, limit);
    expect(part.items.length).toBeLessThanOrEqual(limit);
    ids.push(...part.items.map(({ parcelId }) => parcelId));
    cursor = part.next;
  } while (cursor !== undefined);
  return ids;
};

const whole = async (order: string): Promise<readonly string[]> =>
  ((await source.query(`select "parcelId" as id from arrivals order by ${order}`)) as { id: string }[]).map(
    ({ id }) => id,
  );

describe('A list in pages', () => {
  it.each<[string, readonly Order<Arrival>[], string]>([
    [
      'newest first',
      [
        ['receivedAt', 'DESC'],
        ['parcelId', 'DESC'],
      ],
      'received_at desc, "parcelId" desc',
    ],
    [
      'oldest first',
      [
        ['receivedAt', 'ASC'],
        ['parcelId', 'ASC'],
      ],
      'received_at, "parcelId"',
    ],
    [
      'in both directions',
      [
        ['weight', 'DESC'],
        ['receivedAt', 'ASC'],
        ['parcelId', 'DESC'],
      ],
      'weight desc, received_at, "parcelId" desc',
    ],
    [
      'by numbers beyond those of JavaScript',
      [
        ['serial', 'ASC'],
        ['parcelId', 'ASC'],
      ],
      'serial, "parcelId"',
    ],
    [
      'by text, day and flag',
      [
        ['place', 'ASC'],
        ['day', 'DESC'],
        ['urgent', 'ASC'],
        ['parcelId', 'ASC'],
      ],
      'place, day desc, urgent, "parcelId"',
    ],
  ])('%s shows every row once, in order, whatever the size of a page', async (_name, columns, order) => {
    const expected = await whole(order);
    for (const limit of [1, 7, 40, count, 200]) expect(await walk(columns, limit)).toEqual(expected);
  });

  it('shows no row twice and passes over none, though others come and go', async () => {
    const newest: readonly Order<Arrival>[] = [
      ['receivedAt', 'DESC'],
      ['parcelId', 'DESC'],
    ];
    const before = await whole('received_at desc, "parcelId" desc');
    const first = await page(newest, undefined, 10);
    await source.query(`insert into arrivals values (gen_random_uuid(), now(), 'x', 1, 1, now(), true, null, '{}')`);
    await source.query(`delete from arrivals where "parcelId" = $1`, [before[5]]);
    const second = await page(newest, first.next, 10);
    expect(second.items.map(({ parcelId }) => parcelId)).toEqual(before.slice(10, 20));
  });

  it('keeps what the query itself leaves out, and answers whole rows', async () => {
    const query = source.getRepository(Arrival).createQueryBuilder('a').where('a.place = :place', { place: 'Busan' });
    const { items } = await keysetPage(query, { columns: [['parcelId', 'ASC']], limit: 5 });
    expect(items).toHaveLength(5);
    expect(items[0]).toBeInstanceOf(Arrival);
    expect(items.every(({ place }) => place === 'Busan')).toBe(true);
    expect(items[0]).not.toHaveProperty('keyset_0');
  });

  it('has 50 rows a page unless told, and 1 to 200', async () => {
    expect((await page([['parcelId', 'ASC']])).items).toHaveLength(50);
    for (const limit of [0, -1, 201, 1.5, NaN, Infinity])
      await expect(page([['parcelId', 'ASC']], undefined, limit)).rejects.toThrow('A page has 1 to 200 items.');
  });

  it('is ordered only by what has a place in an order', async () => {
    await expect(page([['dueAt', 'ASC']])).rejects.toThrow('may be null');
    await expect(page([['more', 'ASC']])).rejects.toThrow('which no page can be ordered by');
    const due = source.getRepository(Arrival).createQueryBuilder('a').where('a.dueAt is not null');
    const { items, next } = await keysetPage(due, {
      columns: [
        ['dueAt', 'ASC', 'never-null'],
        ['parcelId', 'ASC'],
      ],
      limit: 5,
    });
    expect(items).toHaveLength(5);
    expect(next).toBeDefined();
  });

  it.each(['ASC', 'DESC'] as const)('can be of the next rows alone, %s', async (direction) => {
    const columns: readonly Order<Arrival>[] = [
      ['receivedAt', direction],
      ['parcelId', direction],
    ];
    const ids = await whole(`received_at ${direction}, "parcelId" ${direction}`);
    const { next: cursor } = await page(columns, undefined, 30);
    for (const [after, from] of [
      [undefined, 0],
      [cursor, 30],
    ] as const) {
      const heavy = source.getRepository(Arrival).createQueryBuilder('arrival').where('arrival.weight > 2');
      const among = await amongNext(heavy, { columns, cursor: after }, 12);
      const { items } = await keysetPage(among, { columns, cursor: after });
      const wanted = (await heavy.getMany()).map(({ parcelId }) => parcelId);
      expect(items.map(({ parcelId }) => parcelId)).toEqual(
        ids.slice(from, from + 12).filter((id) => wanted.includes(id)),
      );
    }
    const all = await amongNext(source.getRepository(Arrival).createQueryBuilder('arrival'), { columns }, count + 1);
    expect(await all.getCount()).toBe(count);
  });
});

describe('A cursor', () => {
  const columns: readonly Order<Arrival>[] = [
    ['receivedAt', 'DESC'],
    ['serial', 'DESC'],
    ['weight', 'DESC'],
    ['parcelId', 'DESC'],
  ];
  const parts = async (): Promise<string[]> => {
    const { next = '' } = await page(columns, undefined, 5);
    return JSON.parse(Buffer.from(next, 'base64url').toString()) as string[];
  };
  const write = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('that nobody wrote is a 400, and never reaches the database', async () => {
    const [name, at, serial, weight, id] = await parts();
    const good = [name, at, serial, weight, id];
    const but = (index: number, value: unknown): string => write(good.with(index, value as string));
    const forged = [
      '',
      'x',
      '%00',
      'a'.repeat(5_000),
      write(null),
      write({}),
      write([]),
      write(good.slice(0, 4)),
      write([...good, 'x']),
      but(0, 'other'),
      but(1, '2026-02-30T00:00:00.000000Z'),
      but(1, '2026-13-01T00:00:00.000000Z'),
      but(1, '0000-01-01T00:00:00.000000Z'),
      but(1, '2026-01-01T24:00:00.000000Z'),
      but(1, 'now'),
      but(1, 7),
      but(1, null),
      but(2, '9223372036854775808'),
      but(2, '1; drop table arrivals'),
      but(3, '2147483648'),
      but(3, '1e3'),
      but(4, 'not-a-uuid'),
      but(4, '\0'),
    ];
    for (const cursor of forged) await expect(page(columns, cursor)).rejects.toBeInstanceOf(ProblemError);
    expect((await page(columns, write(good), 5)).items).toHaveLength(5);
  });

  it('of one list is none of another, nor of the same one in another order', async () => {
    const { next } = await page(
      [
        ['weight', 'ASC'],
        ['parcelId', 'ASC'],
      ],
      undefined,
      5,
    );
    await expect(
      page(
        [
          ['weight', 'DESC'],
          ['parcelId', 'DESC'],
        ],
        next,
      ),
    ).rejects.toBeInstanceOf(ProblemError);
  });

  it('of any making is a page or a 400', async () => {
    const [name] = await parts();
    const value = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.uuid(),
      fc.date({ noInvalidDate: true }).map((d) => d.toISOString().replace('Z', '000Z')),
    );
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.constant(name), value, value, value, value), async (forged) => {
        await page(columns, write(forged)).catch((error: unknown) => expect(error).toBeInstanceOf(ProblemError));
      }),
      { numRuns: 300 },
    );
  });
});
