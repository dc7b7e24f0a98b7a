import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { type Append, noStream, OutcomeUnknown, systemClock } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';
import { HouseSecrets } from './house-secrets.js';
import { createLogger } from './http/logging.js';
import { openAdapters } from './open-adapters.js';
import { type Wire, wireTo } from './testing/wire.js';

const patience = { connectMs: 400, queryMs: 400 };
/** All that wait behind one that is not answered are sent together, after a new connection: two more waits at the most. */
const deadlineMs = 10 * patience.queryMs;

const append = (name: string): Append => ({
  stream: `example.${name}`,
  expected: noStream,
  events: [exampleEvent(name)],
});

describe('An append', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let wire: Wire;
  let adapters: Awaited<ReturnType<typeof openAdapters>>;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-deadlines-'));
  const logger = createLogger({ level: 'fatal', to: { write: () => undefined } });

  beforeAll(async () => {
    database = await testDatabase();
    wire = await wireTo(database.url);
    const secrets = await HouseSecrets.in(dataDirectory);
    const alone = { secrets, clock: systemClock, logger, alone: true };
    adapters = await openAdapters({ ...alone, databaseUrl: wire.url, patience });
  });
  afterAll(async () => {
    wire.heal();
    await adapters.store.close();
    await adapters.close();
    await wire.close();
    await database.drop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  const settles = async (appends: readonly Append[]): Promise<readonly PromiseSettledResult<unknown>[]> => {
    const began = performance.now();
    const outcomes = await Promise.allSettled(appends.map((one) => adapters.store.append(one)));
    expect(performance.now() - began).toBeLessThan(deadlineMs);
    return outcomes;
  };

  it('whose answer is lost is told to be unknown within its deadline, and sent again it is found', async () => {
    const { store } = adapters;
    await store.append(append('before'));
    wire.swallowAnswers();
    const [outcome] = await settles([append('lost')]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUnknown) as unknown });
    wire.heal();
    expect(await store.append(append('lost'))).toMatchObject({ revision: 0n, repeated: true });
    expect(await store.read('example.lost')).toHaveLength(1);
  });

  it('settles also when it waits behind others for a database that hangs', async () => {
    wire.hang();
    const names = Array.from({ length: 64 }, (_, index) => `hung-${index}`);
    const outcomes = await settles(names.map(append));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
    wire.heal();
    for (const name of names) expect((await adapters.store.append(append(name))).revision).toBe(0n);
  });
});
