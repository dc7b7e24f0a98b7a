import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { escalation } from './escalation.decider.js';
import { shippedPolicy } from './ownership-policy.decider.js';
import { complaintNamed, personNamed, present, teamNamed } from './testing/house.js';

const given = specify(escalation);
const hour = (count: number): Date => new Date(Date.UTC(2026, 2, 2) + count * 3_600_000);
const complaintId = complaintNamed('one');
const care = teamNamed('care');
const [ada, ben, cho] = ['ada', 'ben', 'cho'].map(personNamed) as [never, never, never];
const people = [present('ada', [care]), present('ben', [])];
const known = { policy: shippedPolicy, line: { people, teamId: care, ownerId: cho } };

const scheduled = (since: Date) =>
  event('EscalationScheduled', {
    complaintId,
    since,
    dueAt: new Date(since.getTime() + 48 * 3_600_000),
    policyVersion: 1,
  });
const calledOff = event('EscalationCalledOff', { complaintId, calledOffAt: hour(40) });
const told = (level: number, more: object = {}) =>
  event('CaseEscalated', {
    complaintId,
    level,
    reason: 'unresolved',
    escalatedAt: hour(48),
    toPersonId: level === 1 ? ada : ben,
    teamId: care,
    ownerId: cho,
    policyVersion: 1,
    ...more,
  });

describe('A complaint that is not resolved', () => {
  const first = { complaintId, level: 1, since: hour(0) };

  it('goes to the lead when its time is up, and to who stands above after that', () => {
    given()
      .when('AwaitResolution', { complaintId, since: hour(0) }, hour(0), known)
      .then(scheduled(hour(0)));
    given(scheduled(hour(0)))
      .when('CheckResolved', first, hour(48), known)
      .then(told(1));
    given(scheduled(hour(0)), told(1))
      .when('CheckResolved', first, hour(48), known)
      .thenNothing();
    given(scheduled(hour(0)), told(1))
      .when('CheckResolved', { complaintId, level: 2 }, hour(96), known)
      .then(told(2, { escalatedAt: hour(96) }));
    given(scheduled(hour(0)), told(1), told(2))
      .when('CheckResolved', { complaintId, level: 3 }, hour(144), known)
      .thenNothing();
  });

  it('goes to everybody who leads where nobody is known', () =>
    given(scheduled(hour(0)))
      .when('CheckResolved', first, hour(48), { ...known, line: { people: [] } })
      .then(
        event('CaseEscalated', {
          complaintId,
          level: 1,
          reason: 'unresolved',
          escalatedAt: hour(48),
          policyVersion: 1,
        }),
      ));

  it('goes to who stands in for a lead who is away', () => {
    const absences = [
      { absenceId: 'a', from: hour(0).toISOString(), until: hour(99).toISOString(), substituteId: cho },
    ];
    const line = { ...known.line, people: [present('ada', [care], { absences })] };
    given(scheduled(hour(0)))
      .when('CheckResolved', first, hour(48), { ...known, line })
      .then(told(1, { toPersonId: cho }));
  });

  it('goes to nobody once it is resolved, and counts anew when it is reopened', () => {
    given(scheduled(hour(0)))
      .when('CallOff', { complaintId, resolvedAt: hour(40) }, hour(40))
      .then(calledOff);
    given(scheduled(hour(0)), calledOff)
      .when('CallOff', { complaintId, resolvedAt: hour(41) }, hour(41))
      .thenNothing();
    given(scheduled(hour(0)), calledOff)
      .when('CheckResolved', first, hour(48), known)
      .thenNothing();
    given(scheduled(hour(0)), calledOff, scheduled(hour(45)))
      .when('CheckResolved', first, hour(48), known)
      .thenNothing();
    given(scheduled(hour(0)))
      .when('AwaitResolution', { complaintId, since: hour(0) }, hour(1), known)
      .thenNothing();
  });
});

describe('Those above', () => {
  it('are told once of each search that went wrong', () => {
    const search = { complaintId, reason: 'no-owner', round: 2, teamId: care } as const;
    const toldOf = told(1, { reason: 'no-owner', round: 2, escalatedAt: hour(1) });
    given().when('EscalateSearch', search, hour(1), known).then(toldOf);
    given(toldOf).when('EscalateSearch', search, hour(1), known).thenNothing();
    given(toldOf)
      .when('EscalateSearch', { ...search, reason: 'not-confirmed', ownerId: ben }, hour(1), known)
      .then(told(1, { reason: 'not-confirmed', round: 2, ownerId: ben, escalatedAt: hour(1) }));
  });

  it('are told once of each promise that was missed, and of none once it is resolved', () => {
    const breach = told(1, { reason: 'breach', metric: 'first-response', escalatedAt: hour(24) });
    const command = { complaintId, metric: 'first-response' } as const;
    given(scheduled(hour(0)))
      .when('EscalateBreach', command, hour(24), known)
      .then(breach);
    given(scheduled(hour(0)), breach)
      .when('EscalateBreach', command, hour(25), known)
      .thenNothing();
    given(scheduled(hour(0)), calledOff)
      .when('EscalateBreach', command, hour(50), known)
      .thenNothing();
  });

  it('are told by hand one after the other, until nobody stands above', () => {
    const byHand = (level: number) => told(level, { reason: 'by-hand', note: 'Look.', escalatedAt: hour(1) });
    const command = { complaintId, note: 'Look.' };
    given().when('EscalateByHand', command, hour(1), known).then(byHand(1));
    given(told(1)).when('EscalateByHand', command, hour(1), known).then(byHand(2));
    given(told(2)).when('EscalateByHand', command, hour(1), known).thenRefused('nobody-above');
  });
});
