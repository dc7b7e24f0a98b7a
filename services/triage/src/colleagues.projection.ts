import type { PersonId, Role, Shift, TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, In, PrimaryColumn, type Repository } from 'typeorm';
import type { Absence, Presence } from './presence.rules.js';

/** Somebody of the staff, as far as giving out work needs it: not who it is. */
@Entity('colleagues')
export class Colleague implements Presence {
  @PrimaryColumn('uuid') personId!: PersonId;
  @Column('text', { array: true }) roles!: readonly Role[];
  @Column('uuid', { array: true }) teams!: readonly TeamId[];
  @Column('uuid', { nullable: true }) superiorId!: PersonId | null;
  @Column('boolean') active!: boolean;
  @Column('text', { array: true }) skills!: readonly string[];
  @Column('text', { nullable: true }) timeZone!: string | null;
  @Column('jsonb') shifts!: readonly Shift[];
  @Column('jsonb') absences!: readonly Absence[];
}

export const colleagues = projection<Colleague, 'personId'>({
  name: 'triage.colleagues',
  table: Colleague,
  key: ['personId'],
  on: {
    PersonAdded: (_, { personId, roles, teams, superiorId }) => ({
      personId,
      roles,
      teams: teams.map(({ teamId }) => teamId),
      superiorId: superiorId ?? null,
      active: true,
      skills: [],
      timeZone: null,
      shifts: [],
      absences: [],
    }),
    RolesChanged: (person, { roles }) => person && { ...person, roles },
    TeamsChanged: (person, { teams }) => person && { ...person, teams: teams.map(({ teamId }) => teamId) },
    SuperiorChanged: (person, { superiorId }) => person && { ...person, superiorId: superiorId ?? null },
    PersonDeactivated: (person) => person && { ...person, active: false },
    PersonReactivated: (person) => person && { ...person, active: true },
    SkillsChanged: (person, { skills }) => person && { ...person, skills: skills.map(({ skill }) => skill) },
    WorkingHoursChanged: (person, { timeZone, shifts }) => person && { ...person, timeZone, shifts },
    AbsencePlanned: (person, { absenceId, from, until, substituteId }) => {
      if (!person) return undefined;
      const substitute = substituteId === undefined ? {} : { substituteId };
      const absence = { absenceId, from: from.toISOString(), until: until.toISOString(), ...substitute };
      return { ...person, absences: [...person.absences, absence] };
    },
    AbsenceCancelled: (person, { absenceId }) =>
      person && { ...person, absences: person.absences.filter((one) => one.absenceId !== absenceId) },
  },
});

export type Colleagues = Repository<Colleague>;

/** The members of a team, and who stands in for any of them. */
export interface Members {
  readonly members: readonly Presence[];
  readonly substitutes: readonly Presence[];
}

const inTeam = (rows: Colleagues, teamId: TeamId): Promise<Colleague[]> =>
  rows
    .createQueryBuilder('person')
    .where('person.active and cast(:teamId as uuid) = any(person.teams)', { teamId })
    .orderBy('person.personId')
    .getMany();

export const membersOf = async (rows: Colleagues, { teamId }: { readonly teamId?: TeamId }): Promise<Members> => {
  if (teamId === undefined) return { members: [], substitutes: [] };
  const members = await inTeam(rows, teamId);
  const ids = members.flatMap(({ absences }) => absences.flatMap(({ substituteId }) => substituteId ?? []));
  return { members, substitutes: ids.length > 0 ? await rows.findBy({ personId: In(ids) }) : [] };
};

/** A line of people is at most so long; no decision of directory closes a circle. */
const highest = 20;

/** The team's lead first (of several: by id), then who stands above, the inactive passed over. */
export const lineOf = async (rows: Colleagues, teamId: TeamId): Promise<readonly Presence[]> => {
  const [lead] = (await inTeam(rows, teamId)).filter(({ roles }) => roles.includes('lead'));
  const line: Colleague[] = lead ? [lead] : [];
  for (let next = lead?.superiorId ?? null, steps = 0; next !== null && steps < highest; steps += 1) {
    const superior: Colleague | null = await rows.findOneBy({ personId: next });
    if (superior?.active) line.push(superior);
    next = superior?.superiorId ?? null;
  }
  return line;
};

export const colleagueNamed = async (
  rows: Colleagues,
  { ownerId }: { readonly ownerId?: PersonId },
): Promise<Presence | undefined> =>
  ownerId === undefined ? undefined : ((await rows.findOneBy({ personId: ownerId })) ?? undefined);
