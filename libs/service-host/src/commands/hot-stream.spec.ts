import type { TeamId } from '@redress/contracts';
import { type Cause, derivedId, type EventStore } from '@redress/eventing';
import { team } from '../testing/example.service.js';
import { type Processes, startProcesses } from '../testing/processes.js';
import type { Commands } from './commands.js';

const teamId = derivedId('hot') as TeamId;
const writers = 64;
const each = 10;

const cause = (name: string): Cause => ({
  commandId: derivedId('command', name),
  by: { id: 'somebody', roles: [] },
  at: new Date('2026-03-02T09:00:00Z'),
  correlationId: derivedId('command', name),
  causationId: derivedId('command', name),
  historical: false,
});
const rename = (commands: Commands, name: string) =>
  commands.dispatch({ decider: team, id: teamId, command: 'RenameTeam', data: { teamId, name } }, cause(name));

describe('A stream that everybody writes to', () => {
  let processes: Processes;
  beforeEach(async () => {
    processes = await startProcesses();
  });
  afterEach(() => processes.stop());

  const counted = () => {
    const counts = { appends: 0, conflicts: 0 };
    const through = (store: EventStore): EventStore => ({
      ...store,
      append: async (append) => {
        counts.appends += 1;
        return store.append(append).catch((error: unknown) => {
          counts.conflicts += 1;
          throw error;
        });
      },
    });
    return { counts, through };
  };

  /** How many commands of others were done between each two of one writer: the longest that anybody was kept waiting. */
  const longestWait = async (to: readonly Commands[]): Promise<number> => {
    let done = 0;
    let longest = 0;
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; turn < each; turn += 1) {
        const before = done;
        expect(await rename(to[writer % to.length] as Commands, `${writer} ${turn}`)).toBeUndefined();
        done += 1;
        longest = Math.max(longest, done - before);
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    return longest;
  };

  it('takes what 64 writers of one process bring in few appends and without a conflict, and keeps none of them waiting', async () => {
    const { counts, through } = counted();
    const { commands, store } = processes.start(through);
    await commands.dispatch(
      { decider: team, id: teamId, command: 'AddTeam', data: { teamId, name: 'hot' } },
      cause('add'),
    );
    const longest = await longestWait([commands]);
    expect(await store.revision(`example.team-${teamId}`)).toBe(BigInt(writers * each));
    expect(counts.conflicts).toBe(0);
    expect(counts.appends).toBeLessThanOrEqual((writers * each) / 10);
    expect(longest).toBeLessThanOrEqual(writers * 4);
  });

  it('takes all of it from two processes, though they come into conflict', async () => {
    const { counts, through } = counted();
    const [one, other] = [processes.start(through), processes.start(through)];
    await one.commands.dispatch(
      { decider: team, id: teamId, command: 'AddTeam', data: { teamId, name: 'hot' } },
      cause('add'),
    );
    await longestWait([one.commands, other.commands]);
    expect(await one.store.revision(`example.team-${teamId}`)).toBe(BigInt(writers * each));
    expect(counts.appends).toBeLessThanOrEqual((writers * each) / 2);
  });
});
