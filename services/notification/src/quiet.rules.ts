import type { ContactPolicyPublished } from '@redress/contracts';
import { remembered } from '@redress/eventing';

const minuteMs = 60_000;
const dayMinutes = 1440;

/** When customers are not to be woken, by the clock on their wall. */
export type QuietTime = Pick<ContactPolicyPublished, 'quietFromMinute' | 'quietUntilMinute'>;

const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
const formatOf = remembered((timeZone) => new Intl.DateTimeFormat('en-GB', { ...parts, timeZone, hourCycle: 'h23' }));

/** What the wall says at an instant: the day in ISO 8601, and minutes since midnight. */
interface OnTheWall {
  readonly day: string;
  readonly minute: number;
}
export const onTheWall = (timeZone: string, at: Date): OnTheWall => {
  const shown = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '' } = shown;
  return { day: `${year.padStart(4, '0')}-${month}-${day}`, minute: Number(hour) * 60 + Number(minute) };
};

const isQuietMinute = ({ quietFromMinute: from, quietUntilMinute: until }: QuietTime, minute: number): boolean =>
  from <= until ? from <= minute && minute < until : minute >= from || minute < until;

export const isQuiet = (quiet: QuietTime, timeZone: string, at: Date): boolean =>
  isQuietMinute(quiet, onTheWall(timeZone, at).minute);

/** No zone has moved its clocks by more at once in the years that are served. */
const largestShiftMinutes = 180;

/**
 * The instant itself, or the first one after it that is not quiet. Clocks that are moved meanwhile are followed: near
 * the end it goes minute by minute.
 */
export const afterQuiet = (quiet: QuietTime, timeZone: string, at: Date): Date => {
  if (!isQuiet(quiet, timeZone, at)) return at;
  let instant = Math.ceil(at.getTime() / minuteMs) * minuteMs;
  for (;;) {
    const { minute } = onTheWall(timeZone, new Date(instant));
    if (!isQuietMinute(quiet, minute)) return new Date(instant);
    const left = (quiet.quietUntilMinute - minute + dayMinutes) % dayMinutes;
    instant += Math.max(1, left - largestShiftMinutes) * minuteMs;
  }
};

/** Before the day's last waking minute, so that a digest does not come as the lights go out. */
const digestBeforeEndMinutes = 30;

/** When the digest of the day goes: half an hour before the quiet begins, or, once that is past, the next morning. */
export const digestTime = (quiet: QuietTime, timeZone: string, at: Date): Date => {
  const { quietFromMinute: from, quietUntilMinute: until } = quiet;
  const end = from > until ? from : dayMinutes;
  const { day, minute } = onTheWall(timeZone, at);
  const today = moved(timeZone, at, end - digestBeforeEndMinutes - minute);
  const isToCome = end - digestBeforeEndMinutes > minute && onTheWall(timeZone, today).day === day;
  if (isToCome && !isQuiet(quiet, timeZone, today)) return today;
  return afterQuiet(quiet, timeZone, moved(timeZone, at, dayMinutes - minute));
};

/** To the minute, so many minutes later on the wall; a change of the clocks in between is made up for. */
const moved = (timeZone: string, at: Date, minutes: number): Date => {
  const begin = Math.floor(at.getTime() / minuteMs);
  const then = begin + minutes;
  const wanted = (onTheWall(timeZone, at).minute + minutes) % dayMinutes;
  const shown = onTheWall(timeZone, new Date(then * minuteMs)).minute;
  const off = ((((wanted - shown + dayMinutes / 2) % dayMinutes) + dayMinutes) % dayMinutes) - dayMinutes / 2;
  return new Date((then + off) * minuteMs);
};
