import { type PersonId, type Role, roles, type TeamFunction, type TeamId } from '@redress/contracts';
import { type Cause, derivedId, houseActor, send, type Sending } from '@redress/eventing';
import { staff, wholeStaff } from './staff.decider.js';

/** An account that the first start makes: its username is its role. */
export interface FirstAccount {
  readonly personId: PersonId;
  readonly username: Role;
  readonly name: string;
  readonly roles: readonly [Role];
  readonly teams: readonly { readonly teamId: TeamId }[];
  readonly superiorId?: PersonId;
}

const names: Readonly<Record<Role, string>> = {
  agent: 'Agent',
  lead: 'Team lead',
  finance: 'Finance',
  legal: 'Legal',
  analyst: 'Analyst',
  auditor: 'Auditor',
  administrator: 'Administrator',
  importer: 'Importer',
};

/** The same in every installation, so that a start which was interrupted goes on where it stopped. */
const idOf = (username: Role): PersonId => derivedId('person', username) as PersonId;
const teamIdOf = (function_: TeamFunction): TeamId => derivedId('team', function_) as TeamId;

const firstTeamNames: Readonly<Record<TeamFunction, string>> = {
  'customer-service': 'Customer service',
  product: 'Product',
  logistics: 'Logistics',
  quality: 'Quality',
  legal: 'Legal',
  finance: 'Finance',
};

/** A team for every function, so that whatever a complaint is about finds somebody. */
export const firstTeams = (Object.keys(firstTeamNames) as TeamFunction[]).map((function_) => ({
  teamId: teamIdOf(function_),
  name: firstTeamNames[function_],
  function: function_,
}));

export const firstTeam = { teamId: teamIdOf('customer-service'), name: firstTeamNames['customer-service'] };

/** Agents and leads own complaints, whatever they are about; lawyers and accountants answer in teams of their own. */
const teamsOf = (username: Role): readonly { readonly teamId: TeamId }[] => {
  if (username === 'agent' || username === 'lead') return firstTeams.map(({ teamId }) => ({ teamId }));
  return username === 'legal' || username === 'finance' ? [{ teamId: teamIdOf(username) }] : [];
};

const accountOf = (username: Role): FirstAccount => ({
  personId: idOf(username),
  username,
  name: names[username],
  roles: [username],
  teams: teamsOf(username),
  ...(username === 'agent' && { superiorId: idOf('lead') }),
});

export const firstAccounts: readonly FirstAccount[] = roles.map(accountOf);

/** Whoever stands above somebody comes before them. */
const fromTheTop = firstAccounts.toSorted(
  (a, b) => Number(a.superiorId !== undefined) - Number(b.superiorId !== undefined),
);

/** Something that the first start decides, under a name of its own. */
export interface FirstCommand {
  readonly name: string;
  readonly sending: Sending;
  /** Staff that came to be without it may have made other arrangements: then theirs stand. */
  readonly mayBeRefused: boolean;
}

const [, ...otherTeams] = firstTeams;

/**
 * In order; asked again it is the same commands, which happen once. Their names stay as they are for good: an
 * installation that began without some of them adds just those.
 */
export const firstCommands: readonly FirstCommand[] = [
  { name: '0', sending: send(staff, wholeStaff, 'AddTeam', firstTeam), mayBeRefused: false },
  ...otherTeams.map(({ teamId, name }) => ({
    name: `team ${name}`,
    sending: send(staff, wholeStaff, 'AddTeam', { teamId, name }),
    mayBeRefused: true,
  })),
  ...firstTeams.map(({ teamId, name, function: function_ }) => ({
    name: `function of ${name}`,
    sending: send(staff, wholeStaff, 'ChangeTeamFunction', { teamId, function: function_ }),
    mayBeRefused: true,
  })),
  ...fromTheTop.map((account, index) => ({
    name: String(index + 1),
    sending: send(staff, wholeStaff, 'AddPerson', { ...account, locale: 'en' }),
    mayBeRefused: false,
  })),
];

export const firstCause = (name: string, at: Date): Cause => {
  const commandId = derivedId('directory.first-start', name);
  return {
    commandId,
    by: houseActor('directory.first-start'),
    at,
    correlationId: derivedId('directory.first-start'),
    causationId: commandId,
    historical: false,
  };
};
