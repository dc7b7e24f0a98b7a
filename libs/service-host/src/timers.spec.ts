import { type TimerProblem, type Timers, timersOf } from '@redress/adapter-postgres';
import type { TeamId } from '@redress/contracts';
import { beginning, type Cause, type CommandSender, derivedId, type EventBus, sendAt } from '@redress/eventing';
import { ExampleModule, team } from './testing/example.service.js';
import { jumpingClock, type Platform, startPlatform, until } from './testing/index.js';

const start = new Date('2026-03-02T09:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const cause: Cause = {
  commandId: derivedId('a rule'),
  by: { id: 'example.a-rule', roles: ['house'] },
  at: start,
  correlationId: derivedId('first'),
  causationId: derivedId('first'),
  historical: false,
};

/** No rule of the service sets timers of its own. */
const withoutDeliveries = (bus: EventBus): EventBus => ({
  ...bus,
  deliver: async () => ({ stop: async () => undefined }),
});

describe('Timers', () => {
  let platform: Platform;
  let workers: Timers[];
  let fired: string[];
  let problems: TimerProblem[];
  /** Of commands that fail once. */
  let failing: Set<string>;
  let clock: ReturnType<typeof jumpingClock>;

  beforeEach(async () => {
    platform = await startPlatform(ExampleModule, { at: start.toISOString(), bus: withoutDeliveries });
    await service().timers.stop();
    clock = jumpingClock(start);
    workers = [];
    fired = [];
    problems = [];
    failing = new Set();
  });
  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    await platform.stop();
  });

  const service = () => platform.application.runtime.services[0]!;
  /** The service has heard of everything, or of nothing until it is told to. */
  const heard = (until: Promise<boolean> = Promise.resolve(true)) => ({
    passed: () => undefined,
    at: () => beginning,
    waitFor: () => until,
  });
  const worker = (feed = heard()): Timers => {
    const { commands, adapters } = platform.application.runtime;
    const counting: CommandSender = {
      dispatch: (sending, from) => {
        if (failing.delete(from.commandId)) return Promise.reject(new Error('Not this time.'));
        fired.push(from.commandId);
        return commands.dispatch(sending, from);
      },
      stateOf: (decider, id) => commands.stateOf(decider, id),
    };
    const timers = timersOf({
      dataSource: service().database.dataSource,
      service: 'example',
      deciders: [team],
      store: adapters.store,
      commands: counting,
      clock,
      partitionOf: () => 0,
      report: (problem) => problems.push(problem),
    });
    timers.start(feed);
    workers.push(timers);
    return timers;
  };
  const founded = async (name: string): Promise<TeamId> =>
    ((await platform.anonymous.post('/api/example/teams', { name })).body as { teamId: TeamId }).teamId;
  const idOf = (teamId: TeamId, minutes: number): string => derivedId('timer', teamId, String(minutes));
  const set = async (timers: Timers, teamId: TeamId, minutes: number): Promise<void> => {
    const sending = sendAt(after(minutes), team, teamId, 'RenameTeam', { teamId, name: `after ${minutes}` });
    const id = idOf(teamId, minutes);
    await timers.set(service().database.dataSource.manager, [{ id, key: teamId, sending, cause }]);
    timers.look();
  };
  const renames = async (teamId: TeamId): Promise<readonly { name: string; at: string }[]> => {
    const { store } = platform.application.runtime.adapters;
    const events = await store.read(`example.team-${teamId}`, 1n);
    return events.map(({ data, metadata }) => ({
      name: (JSON.parse(data) as { name: string }).name,
      at: metadata.occurredAt,
    }));
  };
  const namesOf = async (teamId: TeamId): Promise<readonly string[]> => (await renames(teamId)).map(({ name }) => name);
  const goneBy = async (instant: Date): Promise<void> =>
    until(async () => {
      const next = await workers[0]?.next();
      return next === undefined || next > instant;
    });

  it('are fired once each and in order per stream, however many workers there are and whatever fails at first', async () => {
    const [one, other] = [worker(), worker()];
    const teamIds = await Promise.all(Array.from({ length: 12 }, (_, index) => founded(`team ${index}`)));
    const minutes = [5, 1, 4, 2, 3];
    for (const teamId of teamIds) for (const minute of minutes) await set(one, teamId, minute);
    failing = new Set(teamIds.flatMap((teamId, index) => idOf(teamId, 1 + (index % 5))));
    clock.jumpTo(after(5));
    const looking = setInterval(() => [one, other].forEach((timers) => timers.look()), 1);
    await goneBy(after(5));
    clearInterval(looking);
    for (const teamId of teamIds)
      expect(await namesOf(teamId)).toEqual([1, 2, 3, 4, 5].map((minute) => `after ${minute}`));
    expect(fired).toHaveLength(teamIds.length * minutes.length);
  });

  it('that came due while nobody was there are fired once, and how late they are is told', async () => {
    const teamId = await founded('Returns');
    const first = worker();
    await set(first, teamId, 60);
    await first.stop();
    clock.jumpTo(after(60 + 180));
    worker();
    await goneBy(after(240));
    expect(await renames(teamId)).toEqual([{ name: 'after 60', at: after(240).toISOString() }]);
    expect(problems).toEqual([{ problem: 'fired-late', lateMs: 180 * 60_000 }]);
  });

  it('are neither lost nor fired twice when the clock is set forward and back', async () => {
    const teamId = await founded('Returns');
    const timers = worker();
    for (const minutes of [30, 60, 90]) await set(timers, teamId, minutes);
    clock.jumpTo(after(61));
    await goneBy(after(61));
    expect(await namesOf(teamId)).toEqual(['after 30', 'after 60']);
    clock.jumpTo(after(-60));
    timers.look();
    await timers.idle();
    await set(timers, teamId, 10);
    await timers.idle();
    expect(await namesOf(teamId)).toEqual(['after 30', 'after 60']);
    clock.jumpTo(after(10));
    await goneBy(after(10));
    clock.jumpTo(after(90));
    await goneBy(after(90));
    expect(await namesOf(teamId)).toEqual(['after 30', 'after 60', 'after 10', 'after 90']);
    expect(fired).toHaveLength(4);
  });

  it('never say that they come before they are due, though the clock was set back while they waited', async () => {
    const teamId = await founded('Returns');
    let hear = (_: boolean): void => undefined;
    const timers = worker(heard(new Promise((resolve) => (hear = resolve))));
    await set(timers, teamId, 60);
    clock.jumpTo(after(60));
    await until(async () => {
      const rows: { leased: boolean }[] = await service().database.dataSource.query(
        'select leased_until > now() as leased from example.timers order by due_at limit 1',
      );
      return rows[0]?.leased === true;
    });
    clock.jumpTo(after(0));
    hear(true);
    await until(async () => (await renames(teamId)).length > 0);
    expect(await renames(teamId)).toEqual([{ name: 'after 60', at: after(60).toISOString() }]);
  });
});
