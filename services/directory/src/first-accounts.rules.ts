import { type PersonId, type Role, roles, type TeamId } from '@redress/contracts';
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

export const firstTeam = { teamId: derivedId('team', 'customer-service') as TeamId, name: 'Customer service' };

const accountOf = (username: Role): FirstAccount => ({
  personId: idOf(username),
  username,
  name: names[username],
  roles: [username],
  teams: username === 'agent' || username === 'lead' ? [{ teamId: firstTeam.teamId }] : [],
  ...(username === 'agent' && { superiorId: idOf('lead') }),
});

export const firstAccounts: readonly FirstAccount[] = roles.map(accountOf);

/** Whoever stands above somebody comes before them. */
const fromTheTop = firstAccounts.toSorted(
  (a, b) => Number(a.superiorId !== undefined) - Number(b.superiorId !== undefined),
);

/** What the first start decides, in order; asked again it is the same commands, which happen once. */
export const firstCommands: readonly Sending[] = [
  send(staff, wholeStaff, 'AddTeam', firstTeam),
  ...fromTheTop.map((account) => send(staff, wholeStaff, 'AddPerson', { ...account, locale: 'en' })),
];

export const firstCause = (index: number, at: Date): Cause => {
  const commandId = derivedId('directory.first-start', String(index));
  return {
    commandId,
    by: houseActor('directory.first-start'),
    at,
    correlationId: derivedId('directory.first-start'),
    causationId: commandId,
    historical: false,
  };
};
