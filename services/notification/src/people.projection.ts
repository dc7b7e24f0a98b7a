import type { AbsenceId, PersonId, Role, TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** Somebody is away and has named who is told instead of them; instants are texts in JSON. */
interface StandIn {
  readonly absenceId: AbsenceId;
  readonly from: string;
  readonly until: string;
  readonly substituteId: PersonId;
}

@Entity('people')
export class Person {
  @PrimaryColumn('uuid') personId!: PersonId;
  @PersonalColumn('contact') name!: string | null;
  @Column('text') locale!: string;
  @Column('text', { array: true }) roles!: readonly Role[];
  @Column('uuid', { array: true }) teams!: readonly TeamId[];
  @Column('boolean') active!: boolean;
  @Column('jsonb') standIns!: readonly StandIn[];
}

const without = ({ standIns }: Person, absenceId: AbsenceId): readonly StandIn[] =>
  standIns.filter((one) => one.absenceId !== absenceId);

/** Colleagues who are told something, and whose names customers are told. */
export const people = projection({
  name: 'notification.people',
  table: Person,
  key: ['personId'],
  on: {
    PersonAdded: (_, { personId, name, locale, roles, teams }) => ({
      personId,
      name,
      locale,
      roles,
      teams: teams.map(({ teamId }) => teamId),
      active: true,
      standIns: [],
    }),
    PersonRenamed: (person, { name }) => person && { ...person, name },
    RolesChanged: (person, { roles }) => person && { ...person, roles },
    TeamsChanged: (person, { teams }) => person && { ...person, teams: teams.map(({ teamId }) => teamId) },
    PersonDeactivated: (person) => person && { ...person, active: false },
    PersonReactivated: (person) => person && { ...person, active: true },
    AbsencePlanned: (person, { absenceId, from, until, substituteId }) => {
      if (!person) return undefined;
      const absence = { absenceId, from: from.toISOString(), until: until.toISOString() };
      const planned = substituteId === undefined ? [] : [{ ...absence, substituteId }];
      return { ...person, standIns: [...without(person, absenceId), ...planned] };
    },
    AbsenceCancelled: (person, { absenceId }) => person && { ...person, standIns: without(person, absenceId) },
  },
});

/** Who a colleague is, without what is personal. */
export type Colleague = Pick<Person, 'personId' | 'roles' | 'teams' | 'standIns'>;

/** Everybody, and whoever stands in at that moment for those of them who are away: both are told. */
export const withSubstitutes = (people: readonly Colleague[], at: Date): readonly PersonId[] =>
  people.flatMap(({ personId, standIns }) => [
    personId,
    ...standIns
      .filter(({ from, until }) => new Date(from) <= at && at < new Date(until))
      .map(({ substituteId }) => substituteId),
  ]);

/** Active people with one of the roles that an event names, else the leads, in a fixed order. */
export const colleaguesFor = (
  rows: Repository<Person>,
  { roles = ['lead'] }: { readonly roles?: readonly Role[] },
): Promise<readonly Colleague[]> =>
  rows
    .createQueryBuilder('person')
    .select(['person.personId', 'person.roles', 'person.teams', 'person.standIns'])
    .where('person.active and person.roles && cast(:roles as text[])', { roles })
    .orderBy('person.personId')
    .getMany();
