import { testDatabase } from '../testing/test-database.js';
import { openServiceDatabase } from './service-database.js';

const contents = { service: 'example', readModels: [], memories: [] };

describe('The tables of the house', () => {
  it('gain the columns that came later, and keep their rows', async () => {
    const database = await testDatabase();
    const first = await openServiceDatabase(database.url, contents);
    await first.dataSource.query('alter table example.checkpoints drop column moved_at');
    await first.dataSource.query(
      `insert into example.checkpoints (consumer, partition, log_id, position) values ('act', 0, gen_random_uuid(), '7')`,
    );
    await first.close();

    const again = await Promise.all([1, 2].map(() => openServiceDatabase(database.url, contents)));
    for (const { dataSource } of again)
      expect(await dataSource.query('select consumer, position, moved_at from example.checkpoints')).toEqual([
        { consumer: 'act', position: '7', moved_at: expect.any(Date) },
      ]);
    await Promise.all(again.map((one) => one.close()));
    await database.drop();
  });
});
