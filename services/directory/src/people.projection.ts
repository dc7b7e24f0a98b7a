import type { PersonId, PersonShown, Role, TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

@Entity('people')
@Index(['addedAt', 'personId'])
export class Person {
  @PrimaryColumn('uuid') personId!: PersonId;
  @PersonalColumn('contact') username!: string | null;
  @PersonalColumn('contact') name!: string | null;
  @Column('text') locale!: string;
  @Column('text', { array: true }) roles!: readonly Role[];
  @Column('uuid', { array: true }) teams!: readonly TeamId[];
  @Column('uuid', { nullable: true }) superiorId!: PersonId | null;
  @Column('boolean') active!: boolean;
  @Column('timestamptz') addedAt!: Date;
}

/** Who works here. */
export const people = projection({
  name: 'directory.people',
  table: Person,
  key: ['personId'],
  on: {
    PersonAdded: (_, { personId, username, name, locale, roles, teams, superiorId }, { occurredAt }) => ({
      personId,
      username,
      name,
      locale,
      roles,
      teams: teams.map(({ teamId }) => teamId),
      superiorId: superiorId ?? null,
      active: true,
      addedAt: occurredAt,
    }),
    PersonRenamed: (person, { name }) => person && { ...person, name },
    RolesChanged: (person, { roles }) => person && { ...person, roles },
    TeamsChanged: (person, { teams }) => person && { ...person, teams: teams.map(({ teamId }) => teamId) },
    SuperiorChanged: (person, { superiorId }) => person && { ...person, superiorId: superiorId ?? null },
    PersonDeactivated: (person) => person && { ...person, active: false },
    PersonReactivated: (person) => person && { ...person, active: true },
  },
});

interface Wanted {
  readonly role?: Role | undefined;
  readonly teamId?: TeamId | undefined;
  readonly active?: boolean | undefined;
}

/** People of a role, of a team, active or not. */
export const peopleWho = (rows: Repository<Person>, { role, teamId, active }: Wanted): SelectQueryBuilder<Person> => {
  const query = rows.createQueryBuilder('person');
  if (role !== undefined) query.andWhere(':role = any(person.roles)', { role });
  if (teamId !== undefined) query.andWhere('cast(:teamId as uuid) = any(person.teams)', { teamId });
  if (active !== undefined) query.andWhere('person.active = :active', { active });
  return query;
};

/** Those who were here first come first. */
export const inOrderOfAdding = [
  ['addedAt', 'ASC'],
  ['personId', 'ASC'],
] as const;

/** As colleagues see a person: without what signs them in. */
export const asColleague = ({ personId, name, locale, roles, teams, superiorId, active }: Person): PersonShown => ({
  personId,
  ...(name !== null && { name }),
  locale,
  roles,
  teams: teams.map((teamId) => ({ teamId })),
  ...(superiorId !== null && { superiorId }),
  active,
});

/** As administrators see a person, and everybody themselves. */
export const withUsername = (person: Person): PersonShown => ({
  ...asColleague(person),
  ...(person.username !== null && { username: person.username }),
});
