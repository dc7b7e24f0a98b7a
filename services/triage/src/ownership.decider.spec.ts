import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { shippedPolicy } from './ownership-policy.decider.js';
import { ownership } from './ownership.decider.js';
import { complaintNamed, personNamed, present, teamNamed } from './testing/house.js';

const given = specify(ownership);
const at = new Date('2026-03-02T09:00:00Z');
const confirmBy = new Date('2026-03-02T09:30:00Z');
const complaintId = complaintNamed('one');
const [care, carriers] = [teamNamed('care'), teamNamed('carriers')];
const [ada, ben] = [personNamed('ada'), personNamed('ben')];
const policy = shippedPolicy;
const adaHere = { policy, colleague: present('ada', [care]) };
const wish = { complaintId, function: 'customer-service', skills: ['return'] } as const;

const wanted = (round: number, more: object = {}) =>
  event('OwnerWanted', {
    teamId: care,
    complaintId,
    round,
    cause: 'triaged',
    skills: [{ skill: 'return' }],
    wantedAt: at,
    ...more,
  });
const assigned = (round: number, more: object = {}) =>
  event('OwnerAssigned', {
    complaintId,
    ownerId: ada,
    teamId: care,
    round,
    cause: 'chosen',
    assignedAt: at,
    confirmBy,
    policyVersion: 1,
    ...more,
  });
const confirmed = event('OwnershipConfirmed', { complaintId, ownerId: ada, confirmedAt: at });
const ended = event('OwnershipEnded', { complaintId, endedAt: at });

describe('An owner', () => {
  it('is asked of the team, once', () => {
    given()
      .when('WantOwner', { ...wish, cause: 'triaged' }, at, { policy, team: care })
      .then(wanted(1));
    given(wanted(1))
      .when('WantOwner', { ...wish, cause: 'triaged' }, at, { policy, team: care })
      .thenNothing();
  });

  it('is not found where there is no such team, and is looked for again later', () => {
    const notFound = event('OwnerNotFound', { complaintId, round: 1, reason: 'no-team' });
    given()
      .when('WantOwner', { ...wish, cause: 'triaged' }, at, { policy, team: undefined })
      .then(notFound);
    given(notFound)
      .when('TryAgain', { ...wish, round: 1 }, at, { policy, team: care })
      .then(wanted(2));
    given(notFound, wanted(2))
      .when('TryAgain', { ...wish, round: 1 }, at, { policy, team: care })
      .thenNothing();
  });

  it('is whom the team chose, if nothing happened meanwhile', () => {
    const choice = { complaintId, teamId: care, round: 1, ownerId: ada };
    given(wanted(1)).when('AssignChosen', choice, at, adaHere).then(assigned(1));
    given(wanted(1), assigned(1)).when('AssignChosen', choice, at, adaHere).thenNothing();
    const late = event('OwnerNotNeeded', choice);
    given(wanted(1), ended).when('AssignChosen', choice, at, adaHere).then(late);
    given(wanted(1), ended, late).when('AssignChosen', choice, at, adaHere).thenNothing();
    given(wanted(1), assigned(2, { ownerId: ben, cause: 'taken' }))
      .when('AssignChosen', choice, at, adaHere)
      .then(event('OwnerNotNeeded', { ...choice, keptOwnerId: ben }));
  });

  it('confirms in time, or loses the complaint to somebody else', () => {
    given(assigned(1)).when('ConfirmOwnership', { complaintId, personId: ada }, at).then(confirmed);
    given(assigned(1), confirmed).when('ConfirmOwnership', { complaintId, personId: ada }, at).thenNothing();
    given(assigned(1)).when('ConfirmOwnership', { complaintId, personId: ben }, at).thenRefused('not-the-owner');
    const check = { complaintId, round: 1, skills: ['return'] };
    given(assigned(1))
      .when('CheckConfirmed', check, confirmBy)
      .then(wanted(2, { cause: 'not-confirmed', exceptId: ada, wantedAt: confirmBy }));
    given(assigned(1), confirmed).when('CheckConfirmed', check, confirmBy).thenNothing();
    given(assigned(1), assigned(2, { ownerId: ben }))
      .when('CheckConfirmed', check, confirmBy)
      .thenNothing();
  });

  it('confirms by answering the customer, which others do not', () => {
    given(assigned(1)).when('ConfirmByDoing', { complaintId, personId: ada }, at).then(confirmed);
    given(assigned(1)).when('ConfirmByDoing', { complaintId, personId: ben }, at).thenNothing();
    given().when('ConfirmByDoing', { complaintId, personId: ada }, at).thenNothing();
  });
});

describe('A complaint', () => {
  it('that is taken is confirmed by that, and counts in a team of the taker', () => {
    const taken = event('OwnerAssigned', {
      complaintId,
      ownerId: ben,
      teamId: carriers,
      round: 2,
      cause: 'taken',
      assignedAt: at,
      previousOwnerId: ada,
      previousTeamId: care,
      policyVersion: 1,
    });
    const benHere = { policy, colleague: present('ben', [carriers]) };
    given(assigned(1)).when('TakeCase', { complaintId, ownerId: ben }, at, benHere).then(taken);
    given(assigned(1), taken).when('TakeCase', { complaintId, ownerId: ben }, at, benHere).thenNothing();
    given(assigned(1)).when('TakeCase', { complaintId, ownerId: ada }, at, adaHere).then(confirmed);
    given(assigned(1))
      .when('TakeCase', { complaintId, ownerId: ben, teamId: care }, at, benHere)
      .thenRefused('not-in-team');
  });

  it('is given to nobody who is away, inactive, unknown, without a team or no agent', () => {
    const refusedFor = (colleague: unknown, reason: string) =>
      given(assigned(1))
        .when('ReassignCase', { complaintId, ownerId: ben }, at, { policy, colleague })
        .thenRefused(reason);
    refusedFor(undefined, 'owner-unknown');
    refusedFor(present('ben', []), 'owner-without-team');
    refusedFor(present('ben', [care], { active: false }), 'owner-unfit');
    refusedFor(present('ben', [care], { roles: ['legal'] }), 'owner-unfit');
    const absences = [{ absenceId: 'a', from: '2026-03-01T00:00:00Z', until: '2026-03-05T00:00:00Z' }];
    refusedFor(present('ben', [care], { absences }), 'owner-away');
  });

  it('is handed over by its owner alone', () => {
    const command = { complaintId, by: ada, ownerId: ben, reason: 'Holidays.' };
    const benHere = { policy, colleague: present('ben', [care]) };
    const previous = { previousOwnerId: ada, previousTeamId: care };
    given(assigned(1))
      .when('HandCaseOver', command, at, benHere)
      .then(assigned(2, { ownerId: ben, cause: 'handed-over', ...previous, reason: 'Holidays.' }));
    given(assigned(1))
      .when('HandCaseOver', { ...command, by: ben, ownerId: ada }, at, adaHere)
      .thenRefused('not-the-owner');
  });

  it('that belongs to another team now is asked of that one; until then its owner keeps it', () => {
    const corrected = { ...wish, function: 'logistics', cause: 'corrected' } as const;
    const asked = wanted(2, { teamId: carriers, cause: 'corrected', exceptId: ada });
    given(assigned(1)).when('WantOwner', corrected, at, { policy, team: carriers }).then(asked);
    given(assigned(1), asked).when('WantOwner', corrected, at, { policy, team: carriers }).thenNothing();
    given(assigned(1)).when('WantOwner', corrected, at, { policy, team: care }).thenNothing();
    given(assigned(1), asked).when('ConfirmOwnership', { complaintId, personId: ada }, at).then(confirmed);
  });

  it('that is closed belongs to nobody, and when it is reopened to who had it', () => {
    const end = { complaintId, closedAt: at };
    given(assigned(1))
      .when('EndOwnership', end, at)
      .then(event('OwnershipEnded', { complaintId, ownerId: ada, teamId: care, round: 1, endedAt: at }));
    given().when('EndOwnership', end, at).then(ended);
    given(ended).when('EndOwnership', end, at).thenNothing();
    given(ended).when('TakeCase', { complaintId, ownerId: ada }, at, adaHere).thenRefused('complaint-closed');
    const back = { ...wish, ownerId: ada, teamId: care };
    given(assigned(1), ended)
      .when('ReturnCase', back, at, adaHere)
      .then(assigned(2, { cause: 'returned' }));
    given(assigned(1), ended)
      .when('ReturnCase', back, at, { policy, team: care, colleague: present('ada', [care], { active: false }) })
      .then(wanted(2, { cause: 'reopened' }));
    given(assigned(1)).when('ReturnCase', back, at, adaHere).thenNothing();
  });
});
