import type { PersonId, Role, TeamFunction, TeamId } from '@redress/contracts';
import type { Absence, Hours } from './availability.rules.js';

/** What a person may do and where they stand: all that decisions about people need. */
export interface Standing {
  readonly roles: readonly Role[];
  readonly teams: readonly TeamId[];
  readonly superiorId: PersonId | null;
  readonly active: boolean;
  /** Absent, as the next two: nobody ever said. */
  readonly skills?: readonly string[];
  readonly hours?: Hours;
  readonly absences?: readonly Absence[];
}

/** Everybody by the last three digits of their ids: a change copies three short records and not the whole house. */
type ByDigit<T> = Readonly<Record<string, T>>;
type People = ByDigit<ByDigit<ByDigit<ByDigit<Standing>>>>;

export interface Staff {
  readonly people: People;
  /** Names of teams by their ids. */
  readonly teams: Readonly<Record<string, string>>;
  /** What teams are there for, where somebody said. */
  readonly functions: Readonly<Record<string, TeamFunction>>;
  /** Those who are active and may administer. */
  readonly administrators: readonly PersonId[];
}

export const nobody: Staff = { people: {}, teams: {}, functions: {}, administrators: [] };

export const standingOf = ({ people }: Staff, personId: PersonId): Standing | undefined => {
  const [a, b, c] = digitsOf(personId);
  return people[a]?.[b]?.[c]?.[personId];
};

const digitsOf = (personId: PersonId): readonly [string, string, string] => [
  personId.charAt(personId.length - 1),
  personId.charAt(personId.length - 2),
  personId.charAt(personId.length - 3),
];

const administers = ({ active, roles }: Standing): boolean => active && roles.includes('administrator');

/** The staff once a person's standing is this. */
export const withStanding = (staff: Staff, personId: PersonId, standing: Standing): Staff => {
  const [a, b, c] = digitsOf(personId);
  const [ofA, ofB] = [staff.people[a], staff.people[a]?.[b]];
  const others = staff.administrators.filter((other) => other !== personId);
  return {
    ...staff,
    people: { ...staff.people, [a]: { ...ofA, [b]: { ...ofB, [c]: { ...ofB?.[c], [personId]: standing } } } },
    administrators: administers(standing) ? [...others, personId] : others,
  };
};

/** Whether nobody could administer any more if the person's standing became this. */
export const leavesNoAdministrator = (staff: Staff, personId: PersonId, standing: Standing): boolean =>
  staff.administrators.includes(personId) && withStanding(staff, personId, standing).administrators.length === 0;

/** Everybody above a person, nearest first. It ends, since no decision has ever closed a circle. */
export const lineAbove = (staff: Staff, personId: PersonId): readonly PersonId[] => {
  const line: PersonId[] = [];
  for (let next = standingOf(staff, personId)?.superiorId; next; next = standingOf(staff, next)?.superiorId)
    line.push(next);
  return line;
};

/** Each once, in the order in which they were named. */
export const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

export const same = <T>(some: readonly T[], others: readonly T[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index]);
