import { type EventBus } from '@redress/eventing';
import { partitionedBus } from '@redress/eventing/testing';
import { ExampleModule } from './testing/example.service.js';
import { startPlatform } from './testing/index.js';

test('a service is not started on a bus of another count of partitions: what it has read could not be told from what it has not', async () => {
  let partitions = 1;
  const bus = (plain: EventBus): EventBus => (partitions === 1 ? plain : partitionedBus(plain, partitions));
  const platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z', bus });
  await platform.anonymous.post('/api/example/teams', { name: 'Returns' });
  await platform.settled();
  partitions = 3;
  await expect(platform.restart()).rejects.toThrow(/bus-changed: what example has read .* into 1 partitions.* has 3/);
  partitions = 1;
  const again = await platform.restart();
  expect((await again.anonymous.get('/api/example/teams')).body.items).toMatchObject([{ name: 'Returns' }]);
  await again.stop();
});
