import type { ComplaintId, PauseCause } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { clock } from './clock.decider.js';

const given = specify(clock);
const terms = {
  policyVersion: 1,
  severity: 'important' as const,
  promiseMinutes: 4 * 60,
  warnings: [{ percent: 75 }, { percent: 90 }],
};
const id = { complaintId: '6f8e1c2a-0000-4000-8000-000000000001' as ComplaintId, metric: 'resolution' as const };
const of = { ...id, terms };
const at = (hour: number, minute = 0): Date => new Date(Date.UTC(2026, 2, 2, hour, minute));

const started = event('ClockStarted', { ...of, startedAt: at(9), dueAt: at(13) });
const paused = (from: Date, cause: PauseCause = 'waiting-for-customer') =>
  event('ClockPaused', { ...of, pausedAt: from, cause });
const resumed = (from: Date, dueAt: Date, cause: PauseCause = 'waiting-for-customer') =>
  event('ClockResumed', { ...of, resumedAt: from, dueAt, cause });
const warned = (percent: number, dueAt = at(13)) => event('DeadlineNeared', { ...of, percent, dueAt });
const met = (metAt: Date) => event('TargetMet', { ...of, metAt });
const missed = (dueAt = at(13)) => event('TargetMissed', { ...of, dueAt });
const reachedLate = (reachedAt: Date, dueAt = at(13)) => event('TargetReachedLate', { ...of, dueAt, reachedAt });
const withdrawn = (ground: 'met-in-time' | 'paused-in-time', dueAt = at(13)) =>
  event('VerdictWithdrawn', { ...of, dueAt, ground });
const reopened = (reopenedAt: Date, dueAt: Date) => event('ClockReopened', { ...of, reopenedAt, dueAt });

const waits = (pausedAt: Date) => ({ ...id, pausedAt, cause: 'waiting-for-customer' as const });
const byHand = (pausedAt: Date) => ({
  ...id,
  pausedAt,
  cause: 'by-hand' as const,
  reason: 'The carrier is looking for it.',
});
const wrote = (resumedAt: Date) => ({ ...id, resumedAt, cause: 'waiting-for-customer' as const });

describe('A clock', () => {
  it('runs from the moment it is told, which may be before anybody knew', () =>
    given()
      .when('StartClock', { ...id, startedAt: at(9), terms }, at(11))
      .then(started));

  it('is started once, on the terms of then', () =>
    given(started)
      .when('StartClock', { ...id, startedAt: at(10), terms }, at(11))
      .thenNothing());

  it('meets its target up to the very moment of the deadline', () =>
    given(started)
      .when('MeetTarget', { ...id, metAt: at(13) }, at(13))
      .then(met(at(13))));

  it('meets it once', () =>
    given(started, met(at(10)))
      .when('MeetTarget', { ...id, metAt: at(11) }, at(11))
      .thenNothing());

  it('misses its target when the promised time has passed', () =>
    given(started).when('CheckDeadline', id, at(13)).then(missed()));

  it('misses it once', () => given(started, missed()).when('CheckDeadline', id, at(14)).thenNothing());

  it('ignores a timer for a deadline that was moved', () =>
    given(started, paused(at(10)), resumed(at(12), at(15)))
      .when('CheckDeadline', id, at(13))
      .thenNothing());

  it('judges by when it was done, where no timer ever looked', () =>
    given(started)
      .when('MeetTarget', { ...id, metAt: at(20) }, at(20))
      .then(missed(), reachedLate(at(20))));

  it('says once that it was reached late', () => {
    given(started, missed())
      .when('MeetTarget', { ...id, metAt: at(15) }, at(15))
      .then(reachedLate(at(15)));
    given(started, missed(), reachedLate(at(15)))
      .when('MeetTarget', { ...id, metAt: at(16) }, at(16))
      .thenNothing();
  });
});

describe('Waiting for the customer', () => {
  it('lets the deadline pass', () =>
    given(started, paused(at(10)))
      .when('CheckDeadline', id, at(13))
      .thenNothing());

  it('gives back the time it took', () =>
    given(started, paused(at(10)))
      .when('ResumeClock', wrote(at(12)), at(12))
      .then(resumed(at(12), at(15))));

  it('begins once', () =>
    given(started, paused(at(10)))
      .when('PauseClock', waits(at(11)), at(11))
      .thenNothing());

  it('counts what is done meanwhile as done in time', () =>
    given(started, paused(at(10)))
      .when('MeetTarget', { ...id, metAt: at(20) }, at(20))
      .then(met(at(20))));

  it('ends although the answer seems to come before the question', () =>
    given(started, paused(at(10)))
      .when('ResumeClock', wrote(at(9, 59)), at(10))
      .then(resumed(at(10), at(13))));

  it('gives nothing back once the time is used up', () =>
    given(started)
      .when('PauseClock', waits(at(14)), at(14))
      .then(missed()));

  it('is nothing to a clock that was met', () => {
    given(started, met(at(10)))
      .when('ResumeClock', wrote(at(11)), at(11))
      .thenNothing();
    given(started, met(at(10)))
      .when('PauseClock', waits(at(11)), at(11))
      .thenRefused('clock-not-running');
  });
});

describe('A pause by hand', () => {
  it('keeps its reason', () =>
    given(started)
      .when('PauseClock', byHand(at(10)), at(10))
      .then(
        event('ClockPaused', { ...of, pausedAt: at(10), cause: 'by-hand', reason: 'The carrier is looking for it.' }),
      ));

  it('is not ended by the customer', () =>
    given(started, paused(at(10), 'by-hand'))
      .when('ResumeClock', wrote(at(11)), at(11))
      .thenNothing());

  it('takes over from waiting, from when the waiting began', () =>
    given(started, paused(at(10)), paused(at(11), 'by-hand'))
      .when('ResumeClock', { ...id, resumedAt: at(12), cause: 'by-hand' }, at(12))
      .then(resumed(at(12), at(15), 'by-hand')));

  it('cannot be made before there is a clock, or when it is over', () => {
    given()
      .when('PauseClock', byHand(at(9)), at(9))
      .thenRefused('clock-not-running');
    given(started)
      .when('PauseClock', byHand(at(13)), at(13))
      .thenRefused('clock-not-running');
    given(started, missed())
      .when('PauseClock', byHand(at(14)), at(14))
      .thenRefused('clock-not-running');
    given(started, met(at(10)))
      .when('ResumeClock', { ...id, resumedAt: at(12), cause: 'by-hand' }, at(12))
      .thenRefused('clock-not-running');
  });
});

describe('People are warned', () => {
  it('when a share of the promised time is used', () =>
    given(started)
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12))
      .then(warned(75)));

  it('once for each share', () => {
    given(started, warned(75))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12))
      .thenNothing();
    given(started, warned(90))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12, 40))
      .thenNothing();
    given(started, warned(75))
      .when('WarnOfDeadline', { ...id, percent: 90 }, at(12, 36))
      .then(warned(90));
  });

  it('never of what does not hold any more', () => {
    given(started, paused(at(10)))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12))
      .thenNothing();
    given(started, paused(at(10)), resumed(at(11), at(14)))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12))
      .thenNothing();
    given(started, met(at(10)))
      .when('WarnOfDeadline', { ...id, percent: 75 }, at(12))
      .thenNothing();
    given(started)
      .when('WarnOfDeadline', { ...id, percent: 90 }, at(13))
      .thenNothing();
  });
});

describe('What is heard of after the verdict', () => {
  it('withdraws it, when it was done in time', () =>
    given(started, missed())
      .when('MeetTarget', { ...id, metAt: at(12, 30) }, at(12, 30))
      .then(withdrawn('met-in-time'), met(at(12, 30))));

  it('withdraws it also when something else was taken for the answer', () =>
    given(started, missed(), reachedLate(at(15)))
      .when('MeetTarget', { ...id, metAt: at(13) }, at(13))
      .then(withdrawn('met-in-time'), met(at(13))));

  it('withdraws it, when the clock had been paused in time', () =>
    given(started, missed())
      .when('PauseClock', waits(at(12)), at(12))
      .then(withdrawn('paused-in-time'), paused(at(12))));

  it('makes kept what was done during that pause', () =>
    given(started, missed(), reachedLate(at(15)))
      .when('PauseClock', waits(at(12)), at(12))
      .then(withdrawn('paused-in-time'), paused(at(12)), met(at(15))));

  it('lets it be missed again, at the deadline that then holds', () =>
    given(started, missed(), withdrawn('paused-in-time'), paused(at(12)), resumed(at(14), at(15)))
      .when('CheckDeadline', id, at(15))
      .then(missed(at(15))));
});

describe('A complaint that was reopened', () => {
  it('counts on without the time in which it was thought resolved', () =>
    given(started, met(at(11)))
      .when('ReopenClock', { ...id, reopenedAt: at(20) }, at(20))
      .then(reopened(at(20), at(22))));

  it('counts the waiting before it was resolved as waiting', () =>
    given(started, paused(at(10)), met(at(12)))
      .when('ReopenClock', { ...id, reopenedAt: at(20) }, at(20))
      .then(reopened(at(20), at(23))));

  it('can be missed then', () =>
    given(started, met(at(11)), reopened(at(20), at(22)))
      .when('CheckDeadline', id, at(22))
      .then(missed(at(22))));

  it('keeps a missed verdict, and owes what was promised again', () => {
    const late = [started, missed(), reachedLate(at(15))] as const;
    given(...late)
      .when('ReopenClock', { ...id, reopenedAt: at(20) }, at(20))
      .then(reopened(at(20), at(13)));
    given(...late, reopened(at(20), at(13)))
      .when('CheckDeadline', id, at(20))
      .thenNothing();
    given(...late, reopened(at(20), at(13)))
      .when('MeetTarget', { ...id, metAt: at(21) }, at(21))
      .then(reachedLate(at(21)));
  });

  it('is nothing to a clock that was never stopped', () =>
    given(started)
      .when('ReopenClock', { ...id, reopenedAt: at(10) }, at(10))
      .thenNothing());
});
