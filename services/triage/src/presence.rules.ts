import type { PersonId, Role, Shift, TeamId } from '@redress/contracts';
import { remembered } from '@redress/eventing';

/** An absence as it stands in a table: instants are texts in JSON. */
export interface Absence {
  readonly absenceId: string;
  readonly from: string;
  readonly until: string;
  readonly substituteId?: PersonId;
}

/** What giving out work needs to know of somebody. */
export interface Presence {
  readonly personId: PersonId;
  readonly roles: readonly Role[];
  readonly teams: readonly TeamId[];
  readonly superiorId: PersonId | null;
  readonly active: boolean;
  readonly skills: readonly string[];
  readonly timeZone: string | null;
  readonly shifts: readonly Shift[];
  readonly absences: readonly Absence[];
}

export const absenceAt = ({ absences }: Presence, at: Date): Absence | undefined =>
  absences.find(({ from, until }) => new Date(from) <= at && at < new Date(until));

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
const formatOf = remembered((timeZone) => new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23' }));

/** The weekday (Monday is 1) and the minute that the clock on the wall shows there. */
const wallTime = (timeZone: string, at: Date): { readonly weekday: number; readonly minute: number } => {
  const shown = formatOf(timeZone).formatToParts(at);
  const part = (type: string): string => shown.find((one) => one.type === type)?.value ?? '';
  return { weekday: weekdays.indexOf(part('weekday')) + 1, minute: Number(part('hour')) * 60 + Number(part('minute')) };
};

/** Who has no shifts is thought to be at work at any time. */
export const isOnShift = ({ timeZone, shifts }: Presence, at: Date): boolean => {
  if (timeZone === null || shifts.length === 0) return true;
  const { weekday, minute } = wallTime(timeZone, at);
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return shifts.some((shift) => {
    const goesOverMidnight = shift.untilMinute <= shift.fromMinute;
    if (shift.weekday === weekday && minute >= shift.fromMinute && (goesOverMidnight || minute < shift.untilMinute))
      return true;
    return goesOverMidnight && shift.weekday === yesterday && minute < shift.untilMinute;
  });
};

/** Complaints are owned by agents and leads. */
export const mayOwn = ({ active, roles }: Presence): boolean =>
  active && (roles.includes('agent') || roles.includes('lead'));

export const isAtWork = (person: Presence, at: Date): boolean =>
  person.active && isOnShift(person, at) && absenceAt(person, at) === undefined;
