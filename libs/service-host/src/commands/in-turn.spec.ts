import { catalogue, type TeamId } from '@redress/contracts';
import { type Cause, codec, derivedId, type EventStore, type Position, systemClock } from '@redress/eventing';
import { type MemoryLog, memoryStore } from '@redress/eventing/testing';
import { keyEncryptionFromText, personalData } from '@redress/privacy';
import { memoryVault } from '@redress/privacy/testing';
import fc from 'fast-check';
import { team } from '../testing/example.service.js';
import { Commands } from './commands.js';
import { factSource } from './facts.js';

const events = codec(catalogue);
const teamId = derivedId('team') as TeamId;
const kek = keyEncryptionFromText(`1:${Buffer.alloc(32, 7).toString('base64')}`);
const personal = personalData({ vault: memoryVault(), keyEncryption: kek, clock: systemClock });

const processOn = (store: EventStore): Commands => {
  const facts = factSource(store, events, () => {
    throw new Error('No fact is looked up here.');
  });
  return new Commands({ store, codec: events, personal, facts, clock: systemClock, pause: async () => undefined });
};

/** What a rule makes of the event at a position. */
const following = (position: number, key: string = teamId): Cause => ({
  commandId: derivedId('command', String(position), key),
  by: { id: 'example.rule', roles: ['house'] },
  at: new Date('2026-03-02T09:00:00Z'),
  correlationId: derivedId('cause', String(position)),
  causationId: derivedId('cause', String(position)),
  historical: false,
  asOf: String(position).padStart(19, '0') as Position,
  asOfKey: key,
});

describe('Commands of a rule to one stream', () => {
  let log: MemoryLog;
  beforeEach(async () => {
    log = { events: [], wakes: new Set() };
    const data = { teamId, name: 'a' };
    await processOn(memoryStore(log)).dispatch({ decider: team, id: teamId, command: 'AddTeam', data }, following(1));
  });

  const renaming = (commands: Commands, name: string, cause: Cause) =>
    commands.dispatch({ decider: team, id: teamId, command: 'RenameTeam', data: { teamId, name } }, cause);
  const names = (): readonly unknown[] => log.events.map(({ data }) => (JSON.parse(data) as { name: string }).name);

  it('that came to nothing come to nothing again, whatever later ones have changed since', async () => {
    const first = processOn(memoryStore(log));
    await renaming(first, 'a', following(5));
    await renaming(first, 'b', following(7));
    for (const commands of [first, processOn(memoryStore(log))]) {
      await renaming(commands, 'a', following(5));
      await renaming(commands, 'b', following(7));
    }
    expect(names()).toEqual(['a', 'b']);
  });

  it('that were never decided are decided, though events of other keys were followed further', async () => {
    const commands = processOn(memoryStore(log));
    await renaming(commands, 'b', following(9));
    await renaming(commands, 'c', following(5, derivedId('another key')));
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('do not overtake one that failed: all of its key come again, in order, and others go on', async () => {
    const commands = processOn(memoryStore(log));
    const outcomes = await Promise.allSettled([
      renaming(commands, 'b', following(4)),
      renaming(commands, 'x'.repeat(300), following(5)),
      renaming(commands, 'c', following(7)),
      renaming(commands, 'd', following(6, derivedId('another key'))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    await Promise.all([renaming(commands, 'e', following(5)), renaming(commands, 'c', following(7))]);
    expect(names()).toEqual(['a', 'b', 'd', 'e', 'c']);
  });

  it('leave the same history however often any stretch of their causes is delivered again', async () => {
    const stretch = fc.tuple(fc.nat(19), fc.nat(19));
    const runs = fc.record({
      wanted: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 20 }),
      again: fc.array(stretch, { maxLength: 6 }),
    });
    const founded = log.events.slice();
    await fc.assert(
      fc.asyncProperty(runs, async ({ wanted, again }) => {
        log = { events: founded.slice(), wakes: new Set() };
        const deliver = (from: number, to: number): Promise<unknown> => {
          const commands = processOn(memoryStore(log));
          return Promise.all(
            wanted.flatMap((name, index) =>
              index >= from && index <= to ? [renaming(commands, name, following(index + 2))] : [],
            ),
          );
        };
        await deliver(0, wanted.length);
        const once = log.events.map(({ id }) => id);
        for (const [one, other] of again) await deliver(Math.min(one, other), Math.max(one, other));
        expect(log.events.map(({ id }) => id)).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});
