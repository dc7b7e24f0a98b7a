import { type Batch, beginning, type Consumer, derivedId, noStream, type Position } from '@redress/eventing';
import { Runtime } from './runtime.js';
import { busByHand } from './testing/bus-by-hand.js';
import { ExampleModule } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/index.js';

const path = '/api/example/teams';

/** One process has the partition and goes on having it; another one starts beside it, and brings its tables up to date first. */
describe('A process that starts beside another', () => {
  let platform: Platform;
  let read: Consumer;
  let seen: Position = beginning;
  const here = busByHand();
  const started: Runtime[] = [];

  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z', bus: () => here.bus });
    read = here.consumers.find(({ name }) => name.startsWith('example.read')) as Consumer;
    await read.assigned(0);
  });
  afterAll(async () => {
    for (const { timers, outbox, database } of started.flatMap(({ services }) => services)) {
      await timers.stop();
      await outbox.stop();
      await database.close();
    }
    await platform.stop();
  });

  const store = () => platform.application.runtime.adapters.store;
  const startBeside = async (): Promise<Runtime> => {
    const { adapters, services } = platform.application.runtime;
    const beside = new Runtime({ ...adapters, bus: busByHand().bus });
    for (const { contents } of services) await beside.open(contents);
    for (const service of beside.services) await service.start();
    started.push(beside);
    return beside;
  };
  const append = async (type: string): Promise<void> => {
    const [id, at] = [derivedId('beside', type), '2026-03-02T09:00:00.000Z'];
    const metadata = {
      ...{ occurredAt: at, recordedAt: at, by: { id: 'x', roles: [] }, key: id },
      ...{ commandId: id, correlationId: id, causationId: id },
    };
    await store().append({
      stream: `example.other-${id}`,
      expected: noStream,
      events: [{ id, type, version: 1, data: '{}', metadata }],
    });
  };
  /** What was appended since it was asked last. */
  const news = async (): Promise<Batch> => {
    const events = await store().readLog(seen, 100);
    seen = await store().head();
    return { partition: 0, events, upTo: seen };
  };
  const add = (name: string) => platform.anonymous.post(path, { name });
  /** Whether who starts beside sees how far the table has come. */
  const seesHead = async ({ services }: Runtime): Promise<boolean | undefined> =>
    services[0]?.read?.waitFor(0, await store().head(), 5000);

  it('leaves a table to whoever has it while nothing is missing in it', async () => {
    await add('Returns');
    await read.handle(await news());
    await append('example.Elsewhere');
    const beside = await startBeside();
    await append('example.ElsewhereLater');
    await read.handle(await news());
    expect(await seesHead(beside)).toBe(true);
  });

  it('takes a table in which something is missing', async () => {
    await add('Refunds');
    const beside = await startBeside();
    expect(await seesHead(beside)).toBe(true);
    const { items } = (await platform.anonymous.get(path)).body;
    expect(items.map(({ name }: { readonly name: string }) => name).sort()).toEqual(['Refunds', 'Returns']);
    await expect(read.handle(await news())).rejects.toMatchObject({ name: 'Fenced' });
    await read.assigned(0);
    await append('example.ElsewhereAgain');
    await read.handle(await news());
    expect(await seesHead(beside)).toBe(true);
  });
});
