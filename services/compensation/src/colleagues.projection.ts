import type { AbsenceId, PersonId, Role } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
import type { StandIn } from './approval.rules.js';

interface Absence {
  readonly absenceId: AbsenceId;
  /** ISO 8601, as rows of JSON keep instants. */
  readonly from: string;
  readonly until: string;
  readonly substituteId: PersonId | null;
}

/** What approvals need of a person: what they may, and who stands in for them when. */
@Entity('colleagues')
export class Colleague {
  @PrimaryColumn('uuid') personId!: PersonId;
  @Column('text', { array: true }) roles!: readonly Role[];
  @Column('boolean') active!: boolean;
  @Column('jsonb') absences!: readonly Absence[];
}

const unknown = { roles: [], active: true, absences: [] };

export const colleagues = projection<Colleague, 'personId'>({
  name: 'compensation.colleagues',
  table: Colleague,
  key: ['personId'],
  on: {
    PersonAdded: (_, { personId, roles }) => ({ ...unknown, personId, roles }),
    RolesChanged: (row, { personId, roles }) => ({ ...(row ?? unknown), personId, roles }),
    PersonDeactivated: (row, { personId }) => ({ ...(row ?? unknown), personId, active: false }),
    PersonReactivated: (row, { personId }) => ({ ...(row ?? unknown), personId, active: true }),
    AbsencePlanned: (row, { personId, absenceId, from, until, substituteId }) => {
      const absence = {
        absenceId,
        from: from.toISOString(),
        until: until.toISOString(),
        substituteId: substituteId ?? null,
      };
      const others = (row ?? unknown).absences.filter((one) => one.absenceId !== absenceId);
      return { ...(row ?? unknown), personId, absences: [...others, absence] };
    },
    AbsenceCancelled: (row, { absenceId }) =>
      row && { ...row, absences: row.absences.filter((one) => one.absenceId !== absenceId) },
  },
});

/** For whom somebody stands in at some time; a few seconds behind what the directory knows. */
export const standInsOf = async (
  rows: Repository<Colleague>,
  { approverId }: { readonly approverId?: PersonId | undefined },
): Promise<readonly StandIn[]> => {
  if (approverId === undefined) return [];
  const covered = await rows
    .createQueryBuilder('colleague')
    .where('colleague.active')
    .andWhere('colleague.absences @> cast(:wanted as jsonb)', {
      wanted: JSON.stringify([{ substituteId: approverId }]),
    })
    .orderBy('colleague.personId')
    .getMany();
  return covered.flatMap(({ personId, roles, absences }) =>
    absences
      .filter(({ substituteId }) => substituteId === approverId)
      .map(({ from, until }) => ({ personId, roles, from: new Date(from), until: new Date(until) })),
  );
};
