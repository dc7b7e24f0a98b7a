import { openServiceDatabase, type ServiceDatabase, type Snapshots, snapshotsOf } from '@redress/adapter-postgres';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { catalogue, type TeamId } from '@redress/contracts';
import { type Cause, codec, derivedId, type EventStore, streamOf } from '@redress/eventing';
import { type MemoryLog, memoryStore } from '@redress/eventing/testing';
import { keyEncryptionFromText, personalData } from '@redress/privacy';
import { memoryVault } from '@redress/privacy/testing';
import { team } from '../testing/example.service.js';
import { handMovedClock } from '../testing/hand-moved-clock.js';
import { Commands } from './commands.js';
import { factSource } from './facts.js';

const events = codec(catalogue);
const endless = { ...team, endless: { edition: 1 } };
const teamId = derivedId('team') as TeamId;
const day = 86_400_000;
const key = `1:${Buffer.alloc(32, 7).toString('base64')}`;

describe('A stream that grows without end', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let service: ServiceDatabase;
  let snapshots: Snapshots;
  const clock = handMovedClock(new Date('2026-03-02T09:00:00Z'));
  const personal = personalData({ vault: memoryVault(), keyEncryption: keyEncryptionFromText(key), clock });
  beforeAll(async () => {
    database = await testDatabase();
    service = await openServiceDatabase(database.url, { service: 'example', readModels: [], memories: [] });
    snapshots = snapshotsOf(service.dataSource, 'example');
  });
  beforeEach(() => service.dataSource.query('delete from example.snapshots'));
  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  /** A process that has just started: nothing in memory, the log and the snapshots as others left them. */
  const processOn = (log: MemoryLog, decider = endless) => {
    let read = 0;
    const plain = memoryStore(log);
    const store: EventStore = {
      ...plain,
      read: async (...asked) => {
        const found = await plain.read(...asked);
        read += found.length;
        return found;
      },
    };
    const facts = factSource(store, events, () => {
      throw new Error('No fact is looked up here.');
    });
    const failures: unknown[] = [];
    const commands = new Commands({
      store,
      codec: events,
      personal,
      facts,
      clock,
      pause: async () => undefined,
      snapshotsOf: (name) => (name === 'example' ? snapshots : undefined),
      report: (_, error) => failures.push(error),
    });
    return {
      commands,
      failures,
      read: () => read,
      state: () => commands.stateOf(decider, teamId),
      send: (name: string, command: 'AddTeam' | 'RenameTeam' = 'RenameTeam', hash?: string) =>
        commands.send(decider, teamId, command, { teamId, name }, cause(name, hash)),
    };
  };
  const cause = (name: string, hash?: string): Cause & { readonly requestHashes?: readonly string[] } => ({
    commandId: derivedId('command', name),
    by: { id: 'somebody', roles: [] },
    at: clock.now(),
    correlationId: derivedId('command', name),
    causationId: derivedId('command', name),
    historical: false,
    ...(hash === undefined ? {} : { requestHashes: [hash] }),
  });

  const lived = async (renames: number, log: MemoryLog = { events: [], wakes: new Set() }): Promise<MemoryLog> => {
    const { send, commands } = processOn(log);
    await send('founded', 'AddTeam');
    for (let turn = 1; turn <= renames; turn += 1) await send(`name ${turn}`);
    await commands.settled();
    return log;
  };

  it('is folded from its last snapshot, to the state that all its events give', async () => {
    const log = await lived(1700);
    const { state, read } = processOn(log);
    expect(await state()).toEqual({ name: 'name 1700', renames: 1700 });
    expect(read()).toBeLessThanOrEqual(501);
  });

  it('knows a request that comes again after a snapshot, and one whose key was used for another body', async () => {
    const log: MemoryLog = { events: [], wakes: new Set() };
    const before = processOn(log);
    await before.send('founded', 'AddTeam');
    await before.send('first', 'RenameTeam', 'hash of the body');
    for (let turn = 0; turn < 600; turn += 1) await before.send(`name ${turn}`);
    await before.commands.settled();

    const { send } = processOn(log);
    expect(await send('first', 'RenameTeam', 'hash of the body')).toMatchObject({ outcome: 'repeated' });
    await expect(send('first', 'RenameTeam', 'of another')).rejects.toThrow(/Idempotency-Key/);
  });

  it('remembers its commands for a week at least, and not for ever', async () => {
    const log = await lived(600);
    clock.moveTo(new Date(clock.now().getTime() + 6 * day));
    expect(await processOn(log).send('name 1')).toMatchObject({ outcome: 'repeated' });
    clock.moveTo(new Date(clock.now().getTime() + 2 * day));
    const later = processOn(log);
    for (let turn = 0; turn < 600; turn += 1) await later.send(`later ${turn}`);
    await later.commands.settled();
    expect(await processOn(log).send('name 1')).toMatchObject({ outcome: 'done' });
  });

  it('is folded from its beginning where the decider folds otherwise now', async () => {
    const log = await lived(600);
    const other = processOn(log, { ...endless, endless: { edition: 2 } });
    expect(await other.state()).toEqual({ name: 'name 600', renames: 600 });
    expect(other.read()).toBe(601);
  });

  it('is folded from its beginning where the log is not the one that the snapshot was taken of', async () => {
    await lived(600);
    const other: MemoryLog = { events: [], wakes: new Set() };
    const { send } = processOn(other);
    await send('founded elsewhere', 'AddTeam');
    for (let turn = 0; turn < 510; turn += 1) await send(`elsewhere ${turn}`);
    expect(await processOn(other).state()).toEqual({ name: 'elsewhere 509', renames: 510 });
  });

  it('is folded from its beginning when the snapshots are out of reach, and says so', async () => {
    const log = await lived(600);
    await service.dataSource.query('alter table example.snapshots rename to elsewhere');
    const { state, failures } = processOn(log);
    expect(await state()).toEqual({ name: 'name 600', renames: 600 });
    expect(failures).toHaveLength(1);
    await service.dataSource.query('alter table example.elsewhere rename to snapshots');
  });

  it('keeps one snapshot, and none of a stream that does not grow without end', async () => {
    await lived(1200);
    expect(await service.dataSource.query('select stream, revision from example.snapshots')).toEqual([
      { stream: streamOf(team, teamId), revision: '999' },
    ]);
    await service.dataSource.query('delete from example.snapshots');
    const log: MemoryLog = { events: [], wakes: new Set() };
    const { send } = processOn(log, team as typeof endless);
    await send('founded', 'AddTeam');
    for (let turn = 0; turn < 600; turn += 1) await send(`name ${turn}`);
    expect(await service.dataSource.query('select stream from example.snapshots')).toEqual([]);
  });
});
