import { type EventBus } from '@redress/eventing';
import { partitionedBus } from '@redress/eventing/testing';
import { ExampleModule, type TeamRow } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';
const partitions = 3;

describe('A service whose log comes in several partitions', () => {
  let platform: Platform;
  let bus: EventBus;
  beforeEach(async () => {
    platform = await startPlatform(ExampleModule, {
      at: '2026-03-02T09:00:00Z',
      bus: (plain) => (bus = partitionedBus(plain, partitions)),
    });
  });
  afterEach(() => platform.stop());

  const add = async (name: string): Promise<{ teamId: string; position: string }> =>
    (await platform.anonymous.post(path, { name })).body;
  const rows = async (query = ''): Promise<readonly TeamRow[]> =>
    (await platform.anonymous.get(`${path}${query}`)).body.items;

  it('settles, fires timers and answers those who wait, while nothing ever comes in the others', async () => {
    const { teamId, position } = await add('Alone');
    expect(await rows(`?waitFor=${position}`)).toMatchObject([{ teamId, name: 'Alone' }]);
    await platform.settled();
    await platform.reaches('2026-03-02T10:00:00Z');
    expect(await rows()).toMatchObject([{ name: 'Alone, an hour old' }]);
    const { read, act } = platform.application.runtime.services[0]!;
    const head = await platform.application.runtime.adapters.store.head();
    for (let partition = 0; partition < partitions; partition += 1)
      expect([read?.at(partition), act?.at(partition)]).toEqual([head, head]);
  });

  it('hears each key once and in order, on whichever partition it comes', async () => {
    const teams = await Promise.all(Array.from({ length: 20 }, (_, index) => add(`team ${index}`)));
    expect(new Set(teams.map(({ teamId }) => bus.partitionOf(teamId))).size).toBe(partitions);
    for (const name of ['one', 'two', 'again'])
      await Promise.all(teams.map(({ teamId }) => platform.anonymous.post(`${path}/${teamId}/name`, { name })));
    await platform.settled();
    for (const { names, renames } of await rows()) {
      expect(names.slice(1)).toEqual(['one', 'two', 'again', 'renamed 3 times']);
      expect(renames).toBe(4);
    }
    await platform.reaches('2026-03-02T10:00:00Z');
    for (const { renames, name } of await rows()) expect([renames, name.includes('an hour old')]).toEqual([5, true]);
  });
});
