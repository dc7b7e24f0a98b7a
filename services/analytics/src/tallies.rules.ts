import type { Figure, Grouping } from '@redress/contracts';
import { mostTallies } from './asked.rules.js';
import { copiedTables, type Question, sqlInstant } from './columns.rules.js';
import { groupIn, type Joining, strandsOf, type Wanted } from './figures.rules.js';
import { happenings, Parameters, selected, type Selection } from './happenings.rules.js';
import type { Found } from './kpis.rules.js';

export type Counted = Selection & { readonly by?: Grouping | undefined };

/** As the columns answer it. */
export interface Tally {
  readonly figure: Figure;
  readonly bucket: number;
  readonly group: string | null;
  readonly kind: string | null;
  readonly count: bigint;
  readonly sum: bigint | null;
  readonly below: bigint | null;
  readonly percentiles: readonly bigint[] | null;
}

/** What came, went and came back before the first bucket says how many were open then. */
const turns: readonly Figure[] = ['received', 'resolution', 'reopened'];

/** The happenings of figures, by bucket, group and kind; those of `turns` before the first one as bucket 0 where `open` is wanted. */
export const tallying = (wanted: readonly Wanted[], asked: Counted, bounds: readonly Date[]): Question => {
  const parameters = new Parameters();
  const rows = rowsOf(wanted, asked, bounds, parameters);
  const inner = bounds.slice(1, -1);
  const bucket = isOpenIn(wanted) ? placeAmong([bounds[0] as Date, ...inner], 0) : placeAmong(inner, 1);
  const hasDurations = wanted.some(({ measuring }) => measuring === 'durations');
  const percentiles = hasDurations ? 'quantile_disc(measure, [0.5, 0.9]) filter (bucket > 0)' : 'null';
  const statement = `select figure, bucket, "group", kind, count(*) as count, ${percentiles} as percentiles,
      sum(measure) filter (measure > 0) as sum, -sum(measure) filter (measure < 0) as below
    from (select figure, "group", kind, measure, ${bucket} as bucket from (${rows.join(' union all ')}))
    group by all limit ${mostTallies + 1}`;
  return { statement, values: parameters.values };
};

export const foundIn = (tallies: readonly Tally[]): readonly Found[] =>
  tallies.map(({ sum, below, count, percentiles, ...where }) => ({
    ...where,
    count: Number(count),
    sum: Number(sum ?? 0),
    below: Number(below ?? 0),
    median: Number(percentiles?.[0] ?? 0),
    p90: Number(percentiles?.[1] ?? 0),
  }));

const isOpenIn = (wanted: readonly Wanted[]): boolean => wanted.some(({ figure }) => figure === 'open');

/** A happening a row. */
const rowsOf = (
  wanted: readonly Wanted[],
  asked: Counted,
  bounds: readonly Date[],
  parameters: Parameters,
): readonly string[] => {
  const conditions = selected(asked, parameters);
  const joining: Joining = conditions.length > 0 || (asked.by ?? 'none') !== 'none' ? 'with-matter' : 'alone';
  const [begin, until] = [bounds[0], bounds.at(-1)] as [Date, Date];
  return wanted.flatMap(({ figure, measuring }) => {
    if (figure === 'open') return [];
    const isFromTheFirst = isOpenIn(wanted) && turns.includes(figure);
    const within = { from: isFromTheFirst ? `timestamp '-infinity'` : sqlInstant(begin), until: sqlInstant(until) };
    return strandsOf(figure, copiedTables, within, joining).flatMap(({ kind, sources }) =>
      happenings(sources, within, conditions, (source) => {
        const ofKind = kind === undefined ? (source.kind ?? 'null') : `'${kind}'`;
        const measure = measuring === 'counted' ? 'null' : source.measure;
        return `'${figure}' as figure, ${groupIn(asked.by)} as "group", ${ofKind}::varchar as kind,
          ${measure}::bigint as measure, ${source.at} as happened_at`;
      }),
    );
  });
};

/** How many of the bounds have passed when something happens, counted from `first`: each comparison leaves half of them. */
const placeAmong = (bounds: readonly Date[], first: number): string => {
  const middle = Math.floor(bounds.length / 2);
  const bound = bounds[middle];
  if (!bound) return String(first);
  return `case when happened_at < ${sqlInstant(bound)} then ${placeAmong(bounds.slice(0, middle), first)}
    else ${placeAmong(bounds.slice(middle + 1), first + middle + 1)} end`;
};
