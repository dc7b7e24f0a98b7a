import { testDatabase } from '@redress/adapter-postgres/testing';
import { Column, DataSource, Entity, PrimaryColumn, type Repository } from 'typeorm';
import { askedTogether } from './asked-together.js';

@Entity('parcels')
class Parcel {
  @PrimaryColumn('text') parcelId!: string;
  @Column('text') place!: string;
}

@Entity('stops')
class Stop {
  @PrimaryColumn('text') parcelId!: string;
  @PrimaryColumn('int') stop!: number;
}

describe('Rows that are looked up at the same time', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let source: DataSource;
  const asked: string[] = [];
  beforeAll(async () => {
    database = await testDatabase();
    source = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Parcel, Stop],
      synchronize: true,
      logging: ['query'],
      logger: {
        logQuery: (query) => void asked.push(query),
        logQueryError: () => undefined,
        logQuerySlow: () => undefined,
        logSchemaBuild: () => undefined,
        logMigration: () => undefined,
        log: () => undefined,
      },
    }).initialize();
    await source
      .getRepository(Parcel)
      .insert(['a', 'b', 'c'].map((parcelId) => ({ parcelId, place: `at ${parcelId}` })));
    await source.getRepository(Stop).insert({ parcelId: 'a', stop: 1 });
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });
  beforeEach(() => asked.splice(0));

  const places = async (rows: Repository<Parcel>, ids: readonly string[]): Promise<readonly (string | undefined)[]> =>
    (await Promise.all(ids.map((parcelId) => rows.findOneBy({ parcelId })))).map((row) => row?.place);

  it('are one question, each answered with its own row or none', async () => {
    const rows = askedTogether(source.getRepository(Parcel));
    expect(await places(rows, ['b', 'x', 'a', 'b'])).toEqual(['at b', undefined, 'at a', 'at b']);
    expect(asked).toHaveLength(1);
    expect(await places(rows, ['c'])).toEqual(['at c']);
  });

  it('are asked for as before by anything but their id', async () => {
    const rows = askedTogether(source.getRepository(Parcel));
    expect(await rows.findOneBy({ place: 'at c' })).toMatchObject({ parcelId: 'c' });
    expect(await rows.findOneBy({ parcelId: 'a', place: 'at c' })).toBeNull();
    expect(await rows.countBy({})).toBe(3);
    const stops = askedTogether(source.getRepository(Stop));
    expect(await stops.findOneBy({ parcelId: 'a' })).toMatchObject({ stop: 1 });
  });
});
