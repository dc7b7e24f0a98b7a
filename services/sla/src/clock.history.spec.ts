import type { ComplaintId, PauseCause } from '@redress/contracts';
import { fold, isRefusal, type NewEvent } from '@redress/eventing';
import fc from 'fast-check';
import { type Clock, clock } from './clock.decider.js';
import { deadline } from './clock.rules.js';
import { shippedPolicy } from './policy.decider.js';

const id = { complaintId: '6f8e1c2a-0000-4000-8000-000000000001' as ComplaintId, metric: 'resolution' as const };
const terms = {
  policyVersion: 1,
  severity: 'normal' as const,
  promiseMinutes: 600,
  warnings: [{ percent: 75 }, { percent: 90 }],
};
const start = Date.UTC(2026, 2, 2, 9);
const minuteMs = 60_000;
const causes: readonly PauseCause[] = ['waiting-for-customer', 'by-hand'];

/** One thing that comes to be known: when it happened may be long before. */
const happening = fc.record({
  what: fc.constantFrom('pause', 'resume', 'meet', 'reopen', 'warn', 'check'),
  passes: fc.integer({ min: 0, max: 400 }),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 })),
  cause: fc.constantFrom(...causes),
});

const decide = (
  state: Clock,
  { what, late, cause }: { what: string; late: number; cause: PauseCause },
  now: number,
) => {
  const at = new Date(start + now * minuteMs);
  const then = new Date(start + Math.max(0, now - late) * minuteMs);
  const policies = { ...shippedPolicy, earlier: [] };
  const circumstances = { at, by: { id: 'nobody', roles: [] }, policies };
  switch (what) {
    case 'pause':
      return clock.decide.PauseClock({ ...id, pausedAt: then, cause }, state, circumstances);
    case 'resume':
      return clock.decide.ResumeClock({ ...id, resumedAt: then, cause }, state, circumstances);
    case 'meet':
      return clock.decide.MeetTarget({ ...id, metAt: then }, state, circumstances);
    case 'reopen':
      return clock.decide.ReopenClock({ ...id, reopenedAt: then }, state, circumstances);
    case 'warn':
      return clock.decide.WarnOfDeadline({ ...id, percent: late % 2 === 0 ? 75 : 90 }, state, circumstances);
    default:
      return clock.decide.CheckDeadline(id, state, circumstances);
  }
};

/** Whatever happens to a clock, in whatever order it becomes known. */
const histories = fc.array(happening, { maxLength: 40 }).map((happenings) => {
  const [begin] = clock.decide.StartClock({ ...id, startedAt: new Date(start), terms }, clock.initial, {
    at: new Date(start),
    by: { id: 'nobody', roles: [] },
    policies: { ...shippedPolicy, earlier: [] },
  }) as readonly NewEvent[];
  const events: NewEvent[] = begin ? [begin] : [];
  let now = 0;
  for (const one of happenings) {
    now += one.passes;
    const outcome = decide(fold(clock, events), one, now);
    if (!isRefusal(outcome)) events.push(...outcome);
  }
  return events;
});

describe('Whatever happens to a clock', () => {
  it('the deadline told is the one that follows from its state', () =>
    fc.assert(
      fc.property(histories, (events) => {
        events.forEach((one, index) => {
          const state = fold(clock, events.slice(0, index + 1));
          if ('dueAt' in one.data && state.kind === 'running' && one.type !== 'VerdictWithdrawn')
            expect(one.data.dueAt).toEqual(deadline(state));
        });
      }),
    ));

  it('it never promises more time than the promise and what passed', () =>
    fc.assert(
      fc.property(histories, (events) => {
        const state = fold(clock, events);
        if (state.kind === 'idle') return;
        expect(deadline(state).getTime()).toBeGreaterThanOrEqual(start + terms.promiseMinutes * minuteMs);
        for (const { from, until } of state.pauses) expect(until >= from).toBe(true);
      }),
    ));

  it('no verdict is given twice, and none withdrawn that was not given', () =>
    fc.assert(
      fc.property(histories, (events) => {
        let open = 0;
        for (const { type } of events) {
          if (type === 'TargetMissed') open += 1;
          if (type === 'VerdictWithdrawn') open -= 1;
          expect([0, 1]).toContain(open);
        }
      }),
    ));

  it('a target is never met and missed at once', () =>
    fc.assert(
      fc.property(histories, (events) => {
        const verdicts = events.map(({ type }) => type).filter((type) => /^(TargetMet|TargetMissed)$/.test(type));
        const state = fold(clock, events);
        if (state.kind === 'met') expect(verdicts.at(-1)).toBe('TargetMet');
        if (state.kind === 'missed') expect(verdicts.at(-1)).toBe('TargetMissed');
      }),
    ));

  it('every command may be repeated', () =>
    fc.assert(
      fc.property(histories, happening, fc.integer({ min: 0, max: 20_000 }), (events, one, now) => {
        const state = fold(clock, events);
        const first = decide(state, one, now);
        if (isRefusal(first)) return;
        const second = decide(fold(clock, first, state), one, now);
        if (!isRefusal(second)) expect(second).toEqual([]);
      }),
    ));

  it('a replay comes to the same, in one go or from anywhere between', () =>
    fc.assert(
      fc.property(histories, fc.nat(), (events, cut) => {
        const middle = cut % (events.length + 1);
        const replayed = fold(clock, events.slice(middle), fold(clock, events.slice(0, middle)));
        expect(replayed).toEqual(fold(clock, events));
      }),
    ));
});
