import type { CasesAsked, Grain, KpisAsked } from '@redress/contracts';
import { isTimeZone } from '@redress/eventing';

export const mostBuckets = 1_000;
export const mostGroups = 100;

/** As many as buckets and groups have phases, verdicts, currencies and all else. What has more has too many groups, and is not read to the end. */
export const mostTallies = mostBuckets * mostGroups * 24;

/** Something about a question that cannot be answered. */
export interface Unanswerable {
  readonly field: string;
  readonly message: string;
}

const hourMs = 3_600_000;

/** No such stretch is shorter in any zone, whatever its clocks are set to. */
const shortestHours: Readonly<Record<Grain, number>> = {
  hour: 1,
  day: 22,
  week: 166,
  month: 670,
  quarter: 2_150,
  year: 8_750,
};

type Asked = Pick<KpisAsked, 'from' | 'to' | 'grain' | 'zone'>;

/** What is wrong with a question before anything is looked up. */
export const unanswerable = ({ from, to, grain, zone }: Asked): Unanswerable | undefined => {
  if (to <= from) return { field: 'to', message: 'must be after from' };
  if (!isTimeZone(zone)) return { field: 'zone', message: 'must be a zone of the IANA database, as in Asia/Seoul' };
  return (to.getTime() - from.getTime()) / hourMs > (mostBuckets + 2) * shortestHours[grain]
    ? tooManyBuckets
    : undefined;
};

export const tooManyBuckets: Unanswerable = {
  field: 'grain',
  message: `must be coarser, or the time shorter: there are at most ${mostBuckets} buckets`,
};

export const tooManyGroups: Unanswerable = {
  field: 'by',
  message: `must be coarser, or fewer complaints selected: there are at most ${mostGroups} groups`,
};

/** A stretch of time, up to but not at its end. */
export interface Stretch {
  readonly from: Date;
  readonly until: Date;
}

export const stretchesOf = (bounds: readonly Date[]): readonly Stretch[] =>
  bounds.slice(1).map((until, index) => ({ from: bounds[index] as Date, until }));

/** The bucket that the cases are asked of, or all the time. */
export const stretchAsked = (
  { from, to, bucket }: Pick<CasesAsked, 'from' | 'to' | 'bucket'>,
  bounds: readonly Date[],
): Stretch | Unanswerable =>
  bucket === undefined
    ? { from, until: to }
    : (stretchesOf(bounds).find((one) => one.from.getTime() === bucket.getTime()) ?? {
        field: 'bucket',
        message: 'must be the from of a bucket',
      });
