import type { PersonId, Role, TeamId } from '@redress/contracts';
import { type Decider, derivedId, fold, isRefusal, type NewEvent } from '@redress/eventing';
import fc from 'fast-check';
import { staff } from './staff.decider.js';
import { lineAbove, nobody, type Staff, standingOf } from './staff.rules.js';

const people = Array.from({ length: 5 }, (_, index) => derivedId('person', String(index)) as PersonId);
const teams = Array.from({ length: 2 }, (_, index) => derivedId('team', String(index)) as TeamId);

const personId = fc.constantFrom(...people);
const superiorId = fc.option(personId, { nil: undefined });
const roles = fc.subarray<Role>(['agent', 'lead', 'administrator']);
const memberships = fc.subarray(teams).map((ids) => ids.map((teamId) => ({ teamId })));
const command = fc.oneof(
  fc.record({ type: fc.constant('AddTeam'), teamId: fc.constantFrom(...teams), name: fc.constantFrom('Care', 'Law') }),
  fc.record({ type: fc.constant('AddPerson'), personId, roles, teams: memberships, superiorId }),
  fc.record({ type: fc.constant('ChangeRoles'), personId, roles }),
  fc.record({ type: fc.constant('ChangeTeams'), personId, teams: memberships }),
  fc.record({ type: fc.constant('ChangeSuperior'), personId, superiorId }),
  fc.record({ type: fc.constant('CancelAbsence'), personId, absenceId: fc.constantFrom('a', 'b') }),
  fc.record({
    type: fc.constant('PlanAbsence'),
    personId,
    absenceId: fc.constantFrom('a', 'b', 'c', 'd'),
    from: fc.integer({ min: 1, max: 20 }).map((day) => new Date(Date.UTC(2026, 2, day))),
    until: fc.integer({ min: 1, max: 20 }).map((day) => new Date(Date.UTC(2026, 2, day))),
    substituteId: superiorId,
  }),
  fc.record({ type: fc.constantFrom('DeactivatePerson', 'ReactivatePerson', 'RenamePerson'), personId }),
);

type Decide = (
  data: unknown,
  state: Staff,
  circumstances: object,
) => ReturnType<Decider<{ A: object }, never, null, string>['decide']['A']>;

const decided = (state: Staff, { type, ...data }: { readonly type: string }): readonly NewEvent[] => {
  const outcome = (staff.decide as unknown as Record<string, Decide>)[type]!(data, state, {
    at: new Date(Date.UTC(2026, 2, 2)),
  });
  return isRefusal(outcome) ? [] : outcome;
};

/** Counted anew, in the plainest way. */
const administratorsOf = (state: Staff): readonly PersonId[] =>
  people.filter((id) => {
    const standing = standingOf(state, id);
    return standing?.active && standing.roles.includes('administrator');
  });

describe('Whatever is asked of the staff', () => {
  it('somebody can administer once anybody could, nobody stands above themselves, and all teams exist', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let state = nobody;
        let couldAdminister = false;
        for (const one of commands) {
          state = fold(staff, decided(state, one), state);
          const administrators = administratorsOf(state);
          expect(state.administrators.toSorted()).toEqual(administrators.toSorted());
          couldAdminister ||= administrators.length > 0;
          expect(administrators.length > 0).toBe(couldAdminister);
          for (const id of people.filter((known) => standingOf(state, known))) {
            expect(lineAbove(state, id)).not.toContain(id);
            expect(standingOf(state, id)!.teams.every((teamId) => teamId in state.teams)).toBe(true);
            const absences = (standingOf(state, id)!.absences ?? []).toSorted(
              (a, b) => Number(a.from) - Number(b.from),
            );
            absences.forEach(({ until, substituteId }, index) => {
              expect(substituteId).not.toBe(id);
              expect(Number(until)).toBeLessThanOrEqual(Number(absences[index + 1]?.from ?? until));
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing new when it is asked again at once, but for a name', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), command, (before, last) => {
        fc.pre(last.type !== 'RenamePerson');
        const earlier = before.reduce((state, one) => fold(staff, decided(state, one), state), nobody);
        const now = fold(staff, decided(earlier, last), earlier);
        expect(decided(now, last)).toEqual([]);
      }),
    );
  });
});
