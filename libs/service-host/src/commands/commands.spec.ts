import { catalogue, type TeamId } from '@redress/contracts';
import {
  type Append,
  type Cause,
  codec,
  derivedId,
  type EventStore,
  fold,
  noStream,
  OutcomeUnknown,
  type Recorded,
  type Refusal,
  systemClock,
} from '@redress/eventing';
import { type MemoryLog, memoryStore } from '@redress/eventing/testing';
import { keyEncryptionFromText, personalData } from '@redress/privacy';
import { memoryVault } from '@redress/privacy/testing';
import fc from 'fast-check';
import { team } from '../testing/example.service.js';
import { Commands } from './commands.js';
import { factSource } from './facts.js';

const events = codec(catalogue);
const teamId = derivedId('team') as TeamId;
const key = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const personal = personalData({ vault: memoryVault(), keyEncryption: keyEncryptionFromText(key), clock: systemClock });

/** A process: its own queues and its own folded streams, over a store that may lose answers. */
const processOn = (store: EventStore): Commands => {
  const facts = factSource(store, events, () => {
    throw new Error('No fact is looked up here.');
  });
  return new Commands({ store, codec: events, personal, facts, clock: systemClock, pause: async () => undefined });
};

const cause = (name: string): Cause => ({
  commandId: derivedId('command', name),
  by: { id: 'somebody', roles: [] },
  at: new Date('2026-03-02T09:00:00Z'),
  correlationId: derivedId('command', name),
  causationId: derivedId('command', name),
  historical: false,
});

const add = (commands: Commands, name: string, by = cause(name)): Promise<Refusal | undefined> =>
  commands.dispatch({ decider: team, id: teamId, command: 'AddTeam', data: { teamId, name } }, by);
const rename = (commands: Commands, name: string, by = cause(name)): Promise<Refusal | undefined> =>
  commands.dispatch({ decider: team, id: teamId, command: 'RenameTeam', data: { teamId, name } }, by);

const emptyLog = (): MemoryLog => ({ events: [], wakes: new Set() });
const decoded = (log: MemoryLog): readonly Recorded[] => log.events.flatMap((stored) => events.decode(stored) ?? []);

/** Loses answers as told: before the append reaches the store, or after it was stored. */
const forgetful = (store: EventStore, fate: () => 'well' | 'never-arrives' | 'answer-lost'): EventStore => ({
  ...store,
  append: async (append: Append) => {
    const what = fate();
    if (what === 'never-arrives') throw new OutcomeUnknown(append.stream, 'lost on the way');
    const appended = await store.append(append);
    if (what === 'answer-lost') throw new OutcomeUnknown(append.stream, 'lost on the way back');
    return appended;
  },
});

/** As a caller does who was told that nobody knows: sends the same again. */
const untilKnown = async (send: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> => {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return untilKnown(send);
  }
};

describe('Commands to one stream', () => {
  it('go out as one append when they wait together', async () => {
    const log = emptyLog();
    let appends = 0;
    const store = memoryStore(log);
    const counting: EventStore = {
      ...store,
      append: (append) => {
        appends += 1;
        return store.append(append);
      },
    };
    const commands = processOn(counting);
    await Promise.all([add(commands, 'a'), ...Array.from({ length: 40 }, (_, n) => rename(commands, `n${n}`))]);
    expect(log.events).toHaveLength(41);
    expect(appends).toBeLessThanOrEqual(3);
  });

  it('are never refused on a state that another process has moved on', async () => {
    const log = emptyLog();
    const [here, there] = [processOn(memoryStore(log)), processOn(memoryStore(log))];
    expect(await rename(here, 'too early')).toMatchObject({ refused: 'team-unknown' });
    await add(there, 'founded elsewhere');
    expect(await rename(here, 'in time')).toBeUndefined();
  });

  it('fail alone when one of them is faulty', async () => {
    const log = emptyLog();
    const commands = processOn(memoryStore(log));
    await add(commands, 'a');
    const outcomes = await Promise.allSettled(['b', 'x'.repeat(300), 'c'].map((name) => rename(commands, name)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log.events).toHaveLength(3);
  });

  it('are told when nobody knows what became of them, and may then be sent again', async () => {
    const log = emptyLog();
    let away = true;
    const commands = processOn(forgetful(memoryStore(log), () => (away ? 'answer-lost' : 'well')));
    await expect(add(commands, 'a')).rejects.toBeInstanceOf(OutcomeUnknown);
    away = false;
    expect(await add(commands, 'a')).toBeUndefined();
    expect(log.events).toHaveLength(1);
  });

  it('that come again after others change nothing, though the state has moved on', async () => {
    const log = emptyLog();
    const [here, there] = [processOn(memoryStore(log)), processOn(memoryStore(log))];
    await add(here, 'a');
    await rename(here, 'b', cause('first'));
    await rename(there, 'c');
    for (const commands of [here, there, processOn(memoryStore(log))])
      expect(await rename(commands, 'b', cause('first'))).toBeUndefined();
    expect(log.events).toHaveLength(3);
    expect(await here.stateOf(team, teamId)).toMatchObject({ name: 'c' });
  });

  it('happen once and in some order that explains every answer, whatever is lost and whoever sends them', async () => {
    const step = fc.record({
      process: fc.nat(1),
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      command: fc.constantFrom('add', 'rename'),
      together: fc.boolean(),
    });
    const fate = fc.constantFrom('well', 'well', 'well', 'never-arrives', 'answer-lost');
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(fate, { maxLength: 25 }),
        async (steps, fates) => {
          const log = emptyLog();
          let turn = 0;
          const store = forgetful(memoryStore(log), () => fates[turn++] ?? 'well');
          const processes = [processOn(store), processOn(store)] as const;
          const sent: { readonly id: string; readonly answer: Promise<Refusal | undefined> }[] = [];
          for (const [index, { process, name, command, together }] of steps.entries()) {
            const from = cause(`${index}`);
            const to = processes[process === 0 ? 0 : 1];
            const answer = untilKnown(() => (command === 'add' ? add(to, name, from) : rename(to, name, from)));
            sent.push({ id: from.commandId, answer });
            if (!together) await answer;
          }
          const refused = new Set<string>();
          for (const { id, answer } of sent) if (await answer) refused.add(id);

          const written = decoded(log);
          const ids = written.map(({ commandId }) => commandId);
          expect(ids).toEqual([...new Set(ids)]);
          expect(ids.filter((id) => refused.has(id))).toEqual([]);
          expect(log.events.map(({ revision }) => revision)).toEqual(
            log.events.map((_, index) => BigInt(index) + noStream + 1n),
          );
          // Each event was allowed on the state before it: replaying the decisions gives the same history.
          let state = team.initial;
          for (const { type, data } of written as readonly Recorded<'TeamAdded' | 'TeamRenamed'>[]) {
            const decide = type === 'TeamAdded' ? team.decide.AddTeam : team.decide.RenameTeam;
            expect(decide(data, state, { at: new Date(0), by: { id: '', roles: [] } })).toEqual([{ type, data }]);
            state = fold(team, [{ type, data }] as never, state);
          }
          expect(await processes[0].stateOf(team, teamId)).toEqual(state);
        },
      ),
      { numRuns: 150 },
    );
  });
});
