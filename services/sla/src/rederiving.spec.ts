import type { ComplaintId, Severity } from '@redress/contracts';
import { event, fold, type NewEvent } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import fc from 'fast-check';
import { type Clock, clock } from './clock.decider.js';
import { deadline } from './clock.rules.js';
import { shippedPolicy, termsOf } from './policy.decider.js';

const given = specify(clock);
const id = { complaintId: '6f8e1c2a-0000-4000-8000-000000000001' as ComplaintId, metric: 'resolution' as const };
/** Hours after the complaint came. Resolution: 168 h normal, 48 h important, 24 h high risk. */
const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));
const known = { policies: { ...shippedPolicy, earlier: [] } };
const terms = (severity: Severity) => termsOf(shippedPolicy, severity, 'resolution');
const of = (severity: Severity) => ({ ...id, terms: terms(severity) });
const hours = { 'high-risk': 24, important: 48, normal: 168 } as const;

const started = (severity: Severity = 'normal') =>
  event('ClockStarted', { ...of(severity), startedAt: at(0), dueAt: at(hours[severity]) });
const paused = (from: Date) =>
  event('ClockPaused', { ...of('normal'), pausedAt: from, cause: 'waiting-for-customer' as const });
const met = (severity: Severity, metAt: Date) => event('TargetMet', { ...of(severity), metAt });
const missed = (severity: Severity, dueAt = at(hours[severity])) => event('TargetMissed', { ...of(severity), dueAt });
const late = (severity: Severity, reachedAt: Date) =>
  event('TargetReachedLate', { ...of(severity), dueAt: at(hours[severity]), reachedAt });
const withdrawn = (severity: Severity) =>
  event('VerdictWithdrawn', { ...of(severity), dueAt: at(hours[severity]), ground: 'terms-changed' as const });
const rederived = (severity: Severity, previousSeverity: Severity, rederivedAt: Date, dueAt = at(hours[severity])) =>
  event('ClockRederived', { ...of(severity), previousSeverity, rederivedAt, dueAt });
const escalated = (escalatedAt: Date) => event('TargetMetByEscalation', { ...of('high-risk'), escalatedAt });
const found = (severity: Severity, rederivedAt: Date) => ({ ...id, severity, rederivedAt });

describe('A complaint that is found to be something else', () => {
  it('is promised what its severity is promised, counted from the same start', () =>
    given(started())
      .when('RederiveClock', found('high-risk', at(1)), at(1), known)
      .then(rederived('high-risk', 'normal', at(1))));

  it('is promised nothing else when its severity stays', () =>
    given(started())
      .when('RederiveClock', found('normal', at(1)), at(1), known)
      .thenNothing());

  it('keeps the version of the policy under which it came, whatever was published since', () => {
    const doubled = shippedPolicy.promises.map((one) => ({ ...one, minutes: one.minutes * 2 }));
    const policies = { version: 2, promises: doubled, warnings: [], earlier: [shippedPolicy] };
    given(started())
      .when('RederiveClock', found('important', at(1)), at(1), { policies })
      .then(rederived('important', 'normal', at(1)));
  });

  it('has missed at once what was used up before anybody knew', () =>
    given(started())
      .when('RederiveClock', found('high-risk', at(30)), at(30), known)
      .then(rederived('high-risk', 'normal', at(30)), missed('high-risk')));

  it('keeps its pauses', () =>
    given(started(), paused(at(10)))
      .when('RederiveClock', found('high-risk', at(200)), at(200), known)
      .then(rederived('high-risk', 'normal', at(200))));

  it('has the verdict of then taken back where more was promised than was thought, and runs on', () =>
    given(started('important'), missed('important'))
      .when('RederiveClock', found('normal', at(60)), at(60), known)
      .then(withdrawn('important'), rederived('normal', 'important', at(60))));

  it('kept its promise after all where it was done in what was really promised', () =>
    given(started('important'), missed('important'), late('important', at(50)))
      .when('RederiveClock', found('normal', at(60)), at(60), known)
      .then(withdrawn('important'), rederived('normal', 'important', at(60)), met('normal', at(50))));

  it('broke it after all where it was not', () =>
    given(started(), met('normal', at(30)))
      .when('RederiveClock', found('high-risk', at(40)), at(40), known)
      .then(rederived('high-risk', 'normal', at(40)), missed('high-risk'), late('high-risk', at(30))));

  it('warns of the new deadline, whatever was said of the old one', () =>
    given(
      started('important'),
      event('DeadlineNeared', { ...of('important'), percent: 75, dueAt: at(48) }),
      rederived('normal', 'important', at(40)),
    )
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(126))
      .then(event('DeadlineNeared', { ...of('normal'), percent: 75, dueAt: at(168) })));
});

describe('A severity of which the same is promised', () => {
  it('warns nobody again of the same deadline', () => {
    const alike = shippedPolicy.promises.map((one) => ({ ...one, minutes: 48 * 60 }));
    const policies = { ...shippedPolicy, promises: alike, earlier: [] };
    const under = (severity: Severity) => ({ ...id, terms: termsOf(policies, severity, 'resolution') });
    const history = [
      event('ClockStarted', { ...under('normal'), startedAt: at(0), dueAt: at(48) }),
      event('DeadlineNeared', { ...under('normal'), percent: 75, dueAt: at(48) }),
    ];
    const told = { ...under('important'), previousSeverity: 'normal' as const, rederivedAt: at(0), dueAt: at(48) };
    given(...history)
      .when('RederiveClock', found('important', at(0)), at(40), { policies })
      .then(event('ClockRederived', told));
    given(...history, event('ClockRederived', told))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(40))
      .thenNothing();
  });
});

describe('A complaint of high risk that was escalated', () => {
  it('keeps its resolution by telling those above in time', () =>
    given(started('high-risk'))
      .when('MeetByEscalation', { ...id, escalatedAt: at(20) }, at(20))
      .then(escalated(at(20))));

  it('does not keep it by telling them too late, nor where the risk is not high', () => {
    given(started('high-risk'))
      .when('MeetByEscalation', { ...id, escalatedAt: at(25) }, at(25))
      .thenNothing();
    given(started('important'))
      .when('MeetByEscalation', { ...id, escalatedAt: at(2) }, at(2))
      .thenNothing();
  });

  it('keeps it while the clock is paused, however long that lasts', () =>
    given(
      started('high-risk'),
      event('ClockPaused', { ...of('high-risk'), pausedAt: at(10), cause: 'by-hand' as const }),
    )
      .when('MeetByEscalation', { ...id, escalatedAt: at(40) }, at(40))
      .then(escalated(at(40))));

  it('owes its resolution again when the risk turns out not to be high', () => {
    const before = [started('high-risk'), escalated(at(20))] as const;
    given(...before)
      .when('RederiveClock', found('normal', at(30)), at(30), known)
      .then(rederived('normal', 'high-risk', at(30)));
    given(...before, rederived('normal', 'high-risk', at(30)))
      .when('CheckDeadline', id, at(168))
      .then(missed('normal'));
  });
});

describe('However often a complaint is found to be something else', () => {
  const severity = fc.constantFrom<Severity>('high-risk', 'important', 'normal');
  const step = fc.oneof(
    severity.map((one) => ({ do: 'rederive' as const, severity: one })),
    fc.constantFrom(
      { do: 'meet' as const },
      { do: 'check' as const },
      { do: 'pause' as const },
      { do: 'resume' as const },
    ),
  );

  it('the verdict is what the last terms say of what happened', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), step), { maxLength: 12 }), (steps) => {
        const events: NewEvent[] = [started()];
        let hour = 0;
        const decide = (command: string, data: object): void => {
          const one = clock.decide[command as 'CheckDeadline'] as (
            ...given: unknown[]
          ) => NewEvent[] | { refused: string };
          const outcome = one({ ...id, ...data }, fold(clock, events), {
            at: at(hour),
            by: { id: 'x', roles: [] },
            ...known,
          });
          if (Array.isArray(outcome)) events.push(...outcome);
        };
        for (const [wait, what] of steps) {
          hour += wait;
          // A deadline that has passed is looked at before anything else that happens after it.
          decide('CheckDeadline', {});
          if (what.do === 'rederive') decide('RederiveClock', found(what.severity, at(hour)));
          if (what.do === 'meet') decide('MeetTarget', { metAt: at(hour) });
          if (what.do === 'pause') decide('PauseClock', { pausedAt: at(hour), cause: 'waiting-for-customer' });
          if (what.do === 'resume') decide('ResumeClock', { resumedAt: at(hour), cause: 'waiting-for-customer' });
        }
        const state = fold(clock, events) as Exclude<Clock, { kind: 'idle' }>;
        const due = deadline(state);
        if (state.kind === 'met') expect(state.metAt.getTime()).toBeLessThanOrEqual(due.getTime());
        if (state.kind === 'missed') expect(state.dueAt.getTime()).toBe(due.getTime());
        if (state.kind === 'missed' && state.reachedAt)
          expect(state.reachedAt.getTime()).toBeGreaterThan(state.dueAt.getTime());
        if (state.kind === 'running') expect(due.getTime()).toBeGreaterThan(at(hour).getTime());
      }),
    );
  });
});
