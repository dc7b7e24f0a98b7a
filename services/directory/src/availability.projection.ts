import type { AbsenceId, AvailabilityShown, PersonId, Shift } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** As it stands in the table: instants are texts in JSON. */
interface PlannedAbsence {
  readonly absenceId: AbsenceId;
  readonly from: string;
  readonly until: string;
  readonly substituteId?: PersonId;
}

/** When somebody is there, for what, and who stands in for them. */
@Entity('availability')
export class Availability {
  @PrimaryColumn('uuid') personId!: PersonId;
  @Column('boolean') active!: boolean;
  @Column('text', { array: true }) skills!: readonly string[];
  @Column('text', { nullable: true }) timeZone!: string | null;
  @Column('jsonb') shifts!: readonly Shift[];
  /** In the order in which they were planned. */
  @Column('jsonb') absences!: readonly PlannedAbsence[];
}

export const availability = projection<Availability, 'personId'>({
  name: 'directory.availability',
  table: Availability,
  key: ['personId'],
  on: {
    PersonAdded: (_, { personId }) => ({
      personId,
      active: true,
      skills: [],
      timeZone: null,
      shifts: [],
      absences: [],
    }),
    PersonDeactivated: (person) => person && { ...person, active: false },
    PersonReactivated: (person) => person && { ...person, active: true },
    SkillsChanged: (person, { skills }) => person && { ...person, skills: skills.map(({ skill }) => skill) },
    WorkingHoursChanged: (person, { timeZone, shifts }) => person && { ...person, timeZone, shifts },
    AbsencePlanned: (person, { absenceId, from, until, substituteId }) =>
      person && {
        ...person,
        absences: [
          ...person.absences,
          {
            absenceId,
            from: from.toISOString(),
            until: until.toISOString(),
            ...(substituteId !== undefined && { substituteId }),
          },
        ],
      },
    AbsenceCancelled: (person, { absenceId }) =>
      person && { ...person, absences: person.absences.filter((one) => one.absenceId !== absenceId) },
  },
});

export const availabilityShown = ({ skills, timeZone, absences, ...person }: Availability): AvailabilityShown => ({
  ...person,
  skills: skills.map((skill) => ({ skill })),
  ...(timeZone !== null && { timeZone }),
  absences: absences
    .map(({ from, until, ...absence }) => ({ ...absence, from: new Date(from), until: new Date(until) }))
    .toSorted((a, b) => a.from.getTime() - b.from.getTime()),
});
