import type { PersonId, Role, TeamId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { staff } from './staff.decider.js';

const given = specify(staff);
const at = new Date('2026-03-02T09:00:00Z');
const teamId = derivedId('team', 'care') as TeamId;
const otherTeamId = derivedId('team', 'quality') as TeamId;
const idOf = (name: string): PersonId => derivedId('person', name) as PersonId;
const [ada, ben, cho] = [idOf('ada'), idOf('ben'), idOf('cho')];

const team = event('TeamAdded', { teamId, name: 'Care' });
const person = (personId: PersonId, roles: readonly Role[], superiorId?: PersonId) =>
  event('PersonAdded', {
    personId,
    username: null,
    name: null,
    locale: 'ko',
    roles,
    teams: [],
    ...(superiorId && { superiorId }),
  });
const newcomer = { personId: cho, username: 'cho', name: '조은', locale: 'ko', teams: [{ teamId }] };

describe('The staff', () => {
  it('takes in somebody new, in teams that exist and with roles in one order', () =>
    given(team)
      .when('AddPerson', { ...newcomer, roles: ['lead', 'agent'], teams: [{ teamId }, { teamId }] }, at)
      .then(event('PersonAdded', { ...newcomer, roles: ['agent', 'lead'], teams: [{ teamId }] })));

  it('takes in nobody twice', () =>
    given(team, person(cho, ['agent']))
      .when('AddPerson', { ...newcomer, roles: ['lead'] }, at)
      .thenNothing());

  it('puts nobody into a team that does not exist', () => {
    given()
      .when('AddPerson', { ...newcomer, roles: [] }, at)
      .thenRefused('team-unknown');
    given(team, person(cho, []))
      .when('ChangeTeams', { personId: cho, teams: [{ teamId }, { teamId: otherTeamId }] }, at)
      .thenRefused('team-unknown');
  });

  it('moves somebody to other teams', () =>
    given(team, person(cho, []))
      .when('ChangeTeams', { personId: cho, teams: [{ teamId }] }, at)
      .then(event('TeamsChanged', { personId: cho, teams: [{ teamId }] })));

  it('knows nothing about strangers', () => {
    given().when('RenamePerson', { personId: cho, name: 'Cho' }, at).thenRefused('person-unknown');
    given().when('ChangeRoles', { personId: cho, roles: [] }, at).thenRefused('person-unknown');
    given().when('ChangeTeams', { personId: cho, teams: [] }, at).thenRefused('person-unknown');
    given().when('ChangeSuperior', { personId: cho }, at).thenRefused('person-unknown');
    given().when('DeactivatePerson', { personId: cho }, at).thenRefused('person-unknown');
    given().when('ReactivatePerson', { personId: cho }, at).thenRefused('person-unknown');
    given().when('RenameTeam', { teamId, name: 'Care' }, at).thenRefused('team-unknown');
  });

  it('has no two teams of one name', () => {
    given(team).when('AddTeam', { teamId: otherTeamId, name: 'Care' }, at).thenRefused('team-name-taken');
    given(team, event('TeamAdded', { teamId: otherTeamId, name: 'Quality' }))
      .when('RenameTeam', { teamId: otherTeamId, name: 'Care' }, at)
      .thenRefused('team-name-taken');
    given(team).when('RenameTeam', { teamId, name: 'Care' }, at).thenNothing();
  });
});

describe('A superior', () => {
  const line = [person(ada, ['lead']), person(ben, ['lead'], ada), person(cho, ['agent'], ben)];

  it('may be changed and taken away', () => {
    given(...line)
      .when('ChangeSuperior', { personId: cho, superiorId: ada }, at)
      .then(event('SuperiorChanged', { personId: cho, superiorId: ada }));
    given(...line)
      .when('ChangeSuperior', { personId: cho }, at)
      .then(event('SuperiorChanged', { personId: cho }));
    given(...line)
      .when('ChangeSuperior', { personId: cho, superiorId: ben }, at)
      .thenNothing();
  });

  it('is never oneself, nor anybody below', () => {
    given(...line)
      .when('ChangeSuperior', { personId: ada, superiorId: ada }, at)
      .thenRefused('superior-in-circle');
    given(...line)
      .when('ChangeSuperior', { personId: ada, superiorId: cho }, at)
      .thenRefused('superior-in-circle');
  });

  it('works here, and is active when chosen', () => {
    given(...line)
      .when('ChangeSuperior', { personId: cho, superiorId: idOf('nobody') }, at)
      .thenRefused('superior-unknown');
    given(...line, event('PersonDeactivated', { personId: ada }))
      .when('ChangeSuperior', { personId: cho, superiorId: ada }, at)
      .thenRefused('superior-inactive');
  });

  it('may leave while others are below', () =>
    given(...line)
      .when('DeactivatePerson', { personId: ben }, at)
      .then(event('PersonDeactivated', { personId: ben })));
});

describe('The last administrator', () => {
  it('neither leaves nor loses the role', () => {
    given(person(ada, ['administrator', 'lead']))
      .when('ChangeRoles', { personId: ada, roles: ['lead'] }, at)
      .thenRefused('last-administrator');
    given(person(ada, ['administrator']))
      .when('DeactivatePerson', { personId: ada }, at)
      .thenRefused('last-administrator');
  });

  it('is not saved by one who is inactive', () =>
    given(person(ada, ['administrator']), person(ben, ['administrator']), event('PersonDeactivated', { personId: ben }))
      .when('DeactivatePerson', { personId: ada }, at)
      .thenRefused('last-administrator'));

  it('may take on other roles beside it', () =>
    given(person(ada, ['administrator']))
      .when('ChangeRoles', { personId: ada, roles: ['administrator', 'auditor'] }, at)
      .then(event('RolesChanged', { personId: ada, roles: ['auditor', 'administrator'] })));

  it('may go once there is another one', () =>
    given(person(ada, ['administrator']), person(ben, ['administrator']))
      .when('DeactivatePerson', { personId: ada }, at)
      .then(event('PersonDeactivated', { personId: ada })));
});
