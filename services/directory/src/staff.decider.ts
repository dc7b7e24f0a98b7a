import {
  type AbsenceId,
  type Membership,
  type PersonId,
  type Role,
  roles as allRoles,
  type Skill,
  type TeamFunction,
  type TeamId,
} from '@redress/contracts';
import { type Decider, derivedId, event, type Refusal, refuse } from '@redress/eventing';
import {
  type Absence,
  type AvailabilityReason,
  distinctSkills,
  type Hours,
  inWeekOrder,
  sameHours,
  unfitAbsence,
  unfitHours,
} from './availability.rules.js';
import {
  distinct,
  leavesNoAdministrator,
  lineAbove,
  nobody,
  same,
  type Staff,
  type Standing,
  standingOf,
  withStanding,
} from './staff.rules.js';

interface OfPerson {
  readonly personId: PersonId;
}
interface OfTeam {
  readonly teamId: TeamId;
}

interface Commands {
  AddTeam: OfTeam & { readonly name: string };
  RenameTeam: OfTeam & { readonly name: string };
  ChangeTeamFunction: OfTeam & { readonly function: TeamFunction };
  AddPerson: OfPerson & {
    readonly username: string;
    readonly name: string;
    readonly locale: string;
    readonly roles: readonly Role[];
    readonly teams: readonly Membership[];
    readonly superiorId?: PersonId | undefined;
  };
  RenamePerson: OfPerson & { readonly name: string };
  ChangeRoles: OfPerson & { readonly roles: readonly Role[] };
  ChangeTeams: OfPerson & { readonly teams: readonly Membership[] };
  ChangeSuperior: OfPerson & { readonly superiorId?: PersonId | undefined };
  DeactivatePerson: OfPerson;
  ReactivatePerson: OfPerson;
  ChangeSkills: OfPerson & { readonly skills: readonly Skill[] };
  ChangeWorkingHours: OfPerson & Hours;
  PlanAbsence: OfPerson & Absence;
  CancelAbsence: OfPerson & { readonly absenceId: AbsenceId };
}
/** What a command about somebody who is here already carries. */
export type AboutTeam = 'RenameTeam' | 'ChangeTeamFunction';
export type AboutPerson = Exclude<keyof Commands, AboutTeam | 'AddTeam' | 'AddPerson'>;

type Events =
  | 'TeamAdded'
  | 'TeamRenamed'
  | 'TeamFunctionChanged'
  | 'PersonAdded'
  | 'PersonRenamed'
  | 'RolesChanged'
  | 'TeamsChanged'
  | 'SuperiorChanged'
  | 'PersonDeactivated'
  | 'PersonReactivated'
  | 'SkillsChanged'
  | 'WorkingHoursChanged'
  | 'AbsencePlanned'
  | 'AbsenceCancelled';

type Reason =
  | AvailabilityReason
  | 'person-unknown'
  | 'team-unknown'
  | 'team-name-taken'
  | 'superior-unknown'
  | 'superior-inactive'
  | 'superior-in-circle'
  | 'last-administrator';

/** The team that a request adds: the same when the request comes again. */
export const newTeamId = (commandId: string): TeamId => derivedId('team', commandId) as TeamId;

/** The absence that a request plans: the same when the request comes again. */
export const newAbsenceId = (commandId: string): AbsenceId => derivedId('absence', commandId) as AbsenceId;

/** The one stream of it: `directory.staff-all`. */
export const wholeStaff = 'all';

/**
 * Everybody who works here, in one stream: that somebody remains who may administer, that nobody stands above
 * themselves and that teams exist are rules over several people, and only one stream can keep them exactly. People
 * change seldom. Names are withheld here, so that every renaming is a new fact.
 */
export const staff: Decider<Commands, Events, Staff, Reason> = {
  category: 'directory.staff',
  initial: nobody,
  endless: { edition: 2 },

  decide: {
    AddTeam: ({ teamId, name }, state) =>
      teamId in state.teams ? [] : (nameTaken(state, teamId, name) ?? [event('TeamAdded', { teamId, name })]),

    RenameTeam: ({ teamId, name }, state) => {
      if (!(teamId in state.teams)) return refuse('team-unknown', 'There is no such team.');
      if (state.teams[teamId] === name) return [];
      return nameTaken(state, teamId, name) ?? [event('TeamRenamed', { teamId, name })];
    },

    ChangeTeamFunction: ({ teamId, function: wanted }, state) => {
      if (!(teamId in state.teams)) return refuse('team-unknown', 'There is no such team.');
      return state.functions[teamId] === wanted ? [] : [event('TeamFunctionChanged', { teamId, function: wanted })];
    },

    AddPerson: ({ superiorId, ...person }, state) => {
      if (standingOf(state, person.personId)) return [];
      const roles = inOrder(person.roles);
      const teams = distinctTeams(person.teams);
      const fault = teamMissing(state, teams) ?? unfitSuperior(state, person.personId, superiorId);
      return fault ?? [event('PersonAdded', { ...person, roles, teams, ...(superiorId && { superiorId }) })];
    },

    RenamePerson: ({ personId, name }, state) =>
      standingOf(state, personId) ? [event('PersonRenamed', { personId, name })] : unknownPerson,

    ChangeRoles: ({ personId, roles }, state) => {
      const standing = standingOf(state, personId);
      const wanted = inOrder(roles);
      if (!standing) return unknownPerson;
      if (same(standing.roles, wanted)) return [];
      if (leavesNoAdministrator(state, personId, { ...standing, roles: wanted })) return lastAdministrator;
      return [event('RolesChanged', { personId, roles: wanted })];
    },

    ChangeTeams: ({ personId, teams }, state) => {
      const standing = standingOf(state, personId);
      const wanted = distinctTeams(teams);
      if (!standing) return unknownPerson;
      if (same(standing.teams, idsOf(wanted))) return [];
      return teamMissing(state, wanted) ?? [event('TeamsChanged', { personId, teams: wanted })];
    },

    ChangeSuperior: ({ personId, superiorId }, state) => {
      const standing = standingOf(state, personId);
      if (!standing) return unknownPerson;
      if (standing.superiorId === (superiorId ?? null)) return [];
      const changed = event('SuperiorChanged', { personId, ...(superiorId && { superiorId }) });
      return unfitSuperior(state, personId, superiorId) ?? [changed];
    },

    /** Who has somebody below them may go too: whoever looks upwards passes over the inactive. */
    DeactivatePerson: ({ personId }, state) => {
      const standing = standingOf(state, personId);
      if (!standing) return unknownPerson;
      if (!standing.active) return [];
      if (leavesNoAdministrator(state, personId, { ...standing, active: false })) return lastAdministrator;
      return [event('PersonDeactivated', { personId })];
    },

    ReactivatePerson: ({ personId }, state) => {
      const standing = standingOf(state, personId);
      if (!standing) return unknownPerson;
      return standing.active ? [] : [event('PersonReactivated', { personId })];
    },

    ChangeSkills: ({ personId, skills }, state) => {
      const standing = standingOf(state, personId);
      const wanted = distinctSkills(skills);
      if (!standing) return unknownPerson;
      if (same(standing.skills ?? [], wanted)) return [];
      return [event('SkillsChanged', { personId, skills: wanted.map((skill) => ({ skill })) })];
    },

    ChangeWorkingHours: ({ personId, timeZone, shifts }, state) => {
      const standing = standingOf(state, personId);
      const wanted = { timeZone, shifts: inWeekOrder(shifts) };
      if (!standing) return unknownPerson;
      if (sameHours(standing.hours, wanted)) return [];
      return unfitHours(wanted) ?? [event('WorkingHoursChanged', { personId, ...wanted })];
    },

    PlanAbsence: ({ personId, absenceId, from, until, substituteId }, state, { at }) => {
      const standing = standingOf(state, personId);
      if (!standing) return unknownPerson;
      if (standing.absences?.some((one) => one.absenceId === absenceId)) return [];
      const absence = { absenceId, from, until, ...(substituteId && { substituteId }) };
      return unfitAbsence(state, personId, absence, at) ?? [event('AbsencePlanned', { personId, ...absence })];
    },

    /** What is not planned, or no longer, needs no cancelling. */
    CancelAbsence: ({ personId, absenceId }, state) => {
      const standing = standingOf(state, personId);
      if (!standing) return unknownPerson;
      const isPlanned = standing.absences?.some((one) => one.absenceId === absenceId);
      return isPlanned ? [event('AbsenceCancelled', { personId, absenceId })] : [];
    },
  },

  evolve: {
    TeamAdded: (state, { teamId, name }) => ({ ...state, teams: { ...state.teams, [teamId]: name } }),
    TeamRenamed: (state, { teamId, name }) => ({ ...state, teams: { ...state.teams, [teamId]: name } }),
    TeamFunctionChanged: (state, { teamId, function: is }) => ({
      ...state,
      functions: { ...state.functions, [teamId]: is },
    }),
    PersonAdded: (state, { personId, roles, teams, superiorId }) =>
      withStanding(state, personId, { roles, teams: idsOf(teams), superiorId: superiorId ?? null, active: true }),
    PersonRenamed: (state) => state,
    RolesChanged: (state, { personId, roles }) => changed(state, personId, { roles }),
    TeamsChanged: (state, { personId, teams }) => changed(state, personId, { teams: idsOf(teams) }),
    SuperiorChanged: (state, { personId, superiorId }) => changed(state, personId, { superiorId: superiorId ?? null }),
    PersonDeactivated: (state, { personId }) => changed(state, personId, { active: false }),
    PersonReactivated: (state, { personId }) => changed(state, personId, { active: true }),
    SkillsChanged: (state, { personId, skills }) =>
      changed(state, personId, { skills: skills.map(({ skill }) => skill) }),
    WorkingHoursChanged: (state, { personId, timeZone, shifts }) =>
      changed(state, personId, { hours: { timeZone, shifts } }),
    AbsencePlanned: (state, { personId, ...absence }) =>
      changed(state, personId, { absences: [...absencesOf(state, personId), absence] }),
    AbsenceCancelled: (state, { personId, absenceId }) =>
      changed(state, personId, {
        absences: absencesOf(state, personId).filter((one) => one.absenceId !== absenceId),
      }),
  },
};

const changed = (state: Staff, personId: PersonId, change: Partial<Standing>): Staff => {
  const standing = standingOf(state, personId);
  return standing ? withStanding(state, personId, { ...standing, ...change }) : state;
};

const absencesOf = (state: Staff, personId: PersonId): readonly Absence[] =>
  standingOf(state, personId)?.absences ?? [];

const unknownPerson = refuse('person-unknown', 'There is no such person.');
const lastAdministrator = refuse(
  'last-administrator',
  'Nobody else could administer any more: make somebody else administrator first.',
);

const nameTaken = ({ teams }: Staff, teamId: TeamId, name: string): Refusal<Reason> | undefined =>
  Object.entries(teams).some(([other, known]) => known === name && other !== teamId)
    ? refuse('team-name-taken', 'Another team has this name.')
    : undefined;

const teamMissing = (state: Staff, teams: readonly Membership[]): Refusal<Reason> | undefined =>
  teams.every(({ teamId }) => teamId in state.teams)
    ? undefined
    : refuse('team-unknown', 'One of the teams does not exist.');

const unfitSuperior = (
  state: Staff,
  personId: PersonId,
  superiorId: PersonId | undefined,
): Refusal<Reason> | undefined => {
  if (!superiorId) return undefined;
  if (superiorId === personId || lineAbove(state, superiorId).includes(personId))
    return refuse('superior-in-circle', 'Nobody stands above themselves, directly or through others.');
  const superior = standingOf(state, superiorId);
  if (!superior) return refuse('superior-unknown', 'The superior is nobody who works here.');
  return superior.active ? undefined : refuse('superior-inactive', 'The superior is not active.');
};

/** As the list of all roles has them, each once: the same roles always read the same. */
const inOrder = (given: readonly Role[]): readonly Role[] => allRoles.filter((role) => given.includes(role));
const idsOf = (teams: readonly Membership[]): readonly TeamId[] => teams.map(({ teamId }) => teamId);
const distinctTeams = (teams: readonly Membership[]): readonly Membership[] =>
  distinct(idsOf(teams)).map((teamId) => ({ teamId }));
