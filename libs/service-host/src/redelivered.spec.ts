import { type Batch, beginning, type Consumer, type Position } from '@redress/eventing';
import { busByHand } from './testing/bus-by-hand.js';
import { ExampleModule, type TeamRow, world } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';

describe('Events that are delivered again', () => {
  let platform: Platform;
  let act: Consumer;
  let read: Consumer;
  let seen: Position = beginning;
  const { bus, consumers } = busByHand();

  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z', bus: () => bus });
    [act, read] = ['act', 'read'].map((what) => consumers.find(({ name }) => name.startsWith(`example.${what}`))) as [
      Consumer,
      Consumer,
    ];
    for (const consumer of [act, read]) await consumer.assigned(0);
  });
  afterAll(() => platform.stop());

  const store = () => platform.application.runtime.adapters.store;
  /** What was appended since it was asked last. */
  const news = async (): Promise<Batch> => {
    const events = await store().readLog(seen, 100);
    seen = await store().head();
    return { partition: 0, events, upTo: seen };
  };
  const add = async (name: string): Promise<string> => (await platform.anonymous.post(path, { name })).body.teamId;
  const rename = (teamId: string, name: string) => platform.anonymous.post(`${path}/${teamId}/name`, { name });
  const rows = async (): Promise<readonly TeamRow[]> => (await platform.anonymous.get(path)).body.items;
  const written = async (): Promise<readonly string[]> =>
    (await store().readLog(beginning, 100)).map(({ data }) => (JSON.parse(data) as { name: string }).name);
  const standing = (): Promise<unknown> =>
    platform.application.runtime.services[0]!.database.dataSource.query(
      'select consumer, position, event_id from example.checkpoints order by consumer',
    );

  it('are dropped: alone, behind newer ones and together with new ones', async () => {
    const teamId = await add('Returns');
    const founded = await news();
    await rename(teamId, 'one');
    const renamed = await news();
    for (const batch of [founded, renamed]) for (const consumer of [act, read]) await consumer.handle(batch);
    const before = [await rows(), await written(), await standing()];
    for (const batch of [renamed, founded, renamed]) for (const consumer of [act, read]) await consumer.handle(batch);
    expect([await rows(), await written(), await standing()]).toEqual(before);

    await rename(teamId, 'again');
    const last = await news();
    const all = { ...last, events: [...renamed.events, ...last.events] };
    for (const consumer of [act, read]) await consumer.handle(all);
    expect(await rows()).toMatchObject([{ names: ['Returns', 'one', 'again'], renames: 2 }]);
    expect(await written()).toEqual(['Returns', 'one', 'again', 'renamed 2 times']);
  });

  it('are dropped also when a new one among them fails, and all are heard one by one', async () => {
    const [teamId, broken] = [await add('Refunds'), await add('Broken')];
    const founded = await news();
    for (const name of ['one', 'two', 'three']) await rename(teamId, name);
    const known = await news();
    for (const batch of [founded, known]) for (const consumer of [act, read]) await consumer.handle(batch);
    await rename(teamId, 'again');
    await rename(broken, 'poison');
    const more = await news();
    world.poison = 'poison';
    for (const consumer of [act, read]) await consumer.handle({ ...more, events: [...known.events, ...more.events] });
    world.poison = '';
    expect(await rows()).toContainEqual({
      teamId,
      name: 'again',
      names: ['Refunds', 'one', 'two', 'three', 'again'],
      renames: 4,
    });
    expect((await written()).at(-1)).toBe('renamed 4 times');
    const parked = await platform.application.runtime.services[0]!.parking.list();
    expect(new Set(parked.map(({ key }) => key))).toEqual(new Set([broken]));
  });
});
