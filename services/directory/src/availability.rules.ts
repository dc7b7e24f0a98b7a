import type { AbsenceId, PersonId, Shift, Skill, WorkingHoursChanged } from '@redress/contracts';
import { isTimeZone, type Refusal, refuse } from '@redress/eventing';
import { type Staff, standingOf } from './staff.rules.js';

export interface Absence {
  readonly absenceId: AbsenceId;
  readonly from: Date;
  readonly until: Date;
  readonly substituteId?: PersonId | undefined;
}
export type Hours = Omit<WorkingHoursChanged, 'personId'>;

export type AvailabilityReason =
  | 'time-zone-unknown'
  | 'shifts-overlap'
  | 'absence-empty'
  | 'absence-over'
  | 'absence-overlaps'
  | 'substitute-unknown'
  | 'substitute-inactive'
  | 'substitute-oneself';

const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

/** Minutes of the week from Monday's midnight; a shift of Sunday's night goes on beyond the week's end. */
const stretchOf = ({ weekday, fromMinute, untilMinute }: Shift): readonly [number, number] => {
  const from = (weekday - 1) * dayMinutes + fromMinute;
  const until = (weekday - 1) * dayMinutes + untilMinute;
  return [from, untilMinute > fromMinute ? until : until + dayMinutes];
};

/** As they follow each other in the week: the same hours always read the same. */
export const inWeekOrder = (shifts: readonly Shift[]): readonly Shift[] =>
  shifts
    .map(({ weekday, fromMinute, untilMinute }) => ({ weekday, fromMinute, untilMinute }))
    .toSorted((a, b) => stretchOf(a)[0] - stretchOf(b)[0] || stretchOf(a)[1] - stretchOf(b)[1]);

const overlapping = (shifts: readonly Shift[]): boolean => {
  const stretches = inWeekOrder(shifts).map(stretchOf);
  const [first] = stretches;
  const next = [...stretches.slice(1), ...(first ? [[first[0] + weekMinutes, 0] as const] : [])];
  return stretches.some(([, until], index) => until > (next[index]?.[0] ?? weekMinutes));
};

/** `undefined`: these hours can be kept. */
export const unfitHours = ({ timeZone, shifts }: Hours): Refusal<AvailabilityReason> | undefined => {
  if (!isTimeZone(timeZone))
    return refuse('time-zone-unknown', 'This is no time zone of the IANA database, such as Asia/Seoul.');
  return overlapping(shifts) ? refuse('shifts-overlap', 'Two shifts overlap.') : undefined;
};

/** `undefined`: somebody may be away then, with that substitute. */
export const unfitAbsence = (
  staff: Staff,
  personId: PersonId,
  { from, until, substituteId }: Absence,
  at: Date,
): Refusal<AvailabilityReason> | undefined => {
  if (until <= from) return refuse('absence-empty', 'An absence ends after it begins.');
  if (until <= at) return refuse('absence-over', 'This absence would be over already.');
  const others = standingOf(staff, personId)?.absences ?? [];
  if (others.some((other) => other.from < until && from < other.until))
    return refuse('absence-overlaps', 'Another absence of the same person is planned for a part of that time.');
  if (substituteId === undefined) return undefined;
  if (substituteId === personId) return refuse('substitute-oneself', 'Nobody stands in for themselves.');
  const substitute = standingOf(staff, substituteId);
  if (!substitute) return refuse('substitute-unknown', 'The substitute is nobody who works here.');
  return substitute.active ? undefined : refuse('substitute-inactive', 'The substitute is not active.');
};

/** Each once, sorted: the same skills always read the same. */
export const distinctSkills = (skills: readonly Skill[]): readonly string[] =>
  [...new Set(skills.map(({ skill }) => skill))].toSorted();

export const sameHours = (some: Hours | undefined, others: Hours): boolean =>
  some?.timeZone === others.timeZone && JSON.stringify(some.shifts) === JSON.stringify(others.shifts);
