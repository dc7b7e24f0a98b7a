import type { Figure, Grouping } from '@redress/contracts';
import type { EntityManager } from 'typeorm';
import { mostTallies, runsOf } from './asked.rules.js';
import { happenings, Parameters, selected, type Selection, tablesIn } from './figures.projection.js';
import {
  groupIn,
  type Joining,
  type Measuring,
  openAt,
  type Source,
  strandsOf,
  type Tables,
  type Wanted,
} from './figures.rules.js';
import type { Found } from './kpis.rules.js';

export type Counted = Selection & { readonly by?: Grouping | undefined };

interface Raw {
  readonly figure: Figure;
  readonly bucket: number;
  readonly group: string | null;
  readonly kind: string | null;
  readonly count: string;
  readonly sum: string | null;
  readonly below: string | null;
  readonly percentiles: readonly number[] | null;
}

/**
 * The happenings of figures, by bucket, group and kind. All are counted by one statement, of many parts that do not wait
 * for each other: a server with more than one core counts several at a time.
 */
export const talliesOf = async (
  manager: EntityManager,
  wanted: readonly Wanted[],
  asked: Counted,
  bounds: readonly Date[],
): Promise<readonly Found[]> => {
  const parameters = new Parameters();
  const parts = partsOf(tablesIn(manager), wanted, asked, bounds, parameters);
  const raw: Raw[] = await manager.query(
    `select * from (${parts.join(' union all ')}) parts limit ${mostTallies + 1}`,
    parameters.values,
  );
  return raw.map(({ sum, below, count, percentiles, ...where }) => ({
    ...where,
    count: Number(count),
    sum: Number(sum ?? 0),
    below: Number(below ?? 0),
    median: percentiles?.[0] ?? 0,
    p90: percentiles?.[1] ?? 0,
  }));
};

const partsOf = (
  tables: Tables,
  wanted: readonly Wanted[],
  asked: Counted,
  bounds: readonly Date[],
  parameters: Parameters,
): readonly string[] => {
  const conditions = selected(asked, parameters);
  const group = (asked.by ?? 'none') === 'none' ? undefined : groupIn(asked.by);
  const joining = conditions.length > 0 || group !== undefined ? 'with-matter' : 'alone';
  const selection: Selecting = { tables, conditions, group, joining };
  const happened = wanted.flatMap(({ figure, measuring }) =>
    figure === 'open' ? [] : [{ ...selection, figure, measuring }],
  );
  const strands = happened.reduce((sum, { figure }) => sum + strandsOf(figure, tables, untold, joining).length, 0);
  const days = ((bounds.at(-1) as Date).getTime() - (bounds[0] as Date).getTime()) / dayMs;
  const runs = Math.max(1, Math.min(Math.ceil(enoughParts[joining] / strands), Math.floor(days / daysOfARun)));
  const most = (figure: Figure): number => (figure !== 'repeats' ? runs : strands === 1 ? runsOfRepeats : 1);
  return [
    ...(wanted.some(({ figure }) => figure === 'open') ? openBefore(selection, parameters.add(bounds[0])) : []),
    ...happened.flatMap((counting) => inRuns(counting, bounds, most(counting.figure), parameters)),
  ];
};

const untold = { from: '', until: '' };

interface Selecting {
  readonly tables: Tables;
  readonly conditions: readonly string[];
  /** Absent: all are one group. */
  readonly group: string | undefined;
  readonly joining: Joining;
}

interface Counting extends Selecting {
  readonly figure: Exclude<Figure, 'open'>;
  readonly measuring: Measuring;
}

const dayMs = 86_400_000;
/** In less time too little happens for more parts to be worth their planning. */
const daysOfARun = 28;
/** More parts take longer to plan than they save; where rows have to be looked at, all the more so. */
const enoughParts: Readonly<Record<Joining, number>> = { alone: 96, 'with-matter': 48 };
/** Each looks back from where it begins, over what another has looked at: no more than that none waits for the others. */
const runsOfRepeats = 2;

/**
 * Some buckets at a time, between instants that the planner knows. Rows of more than one are asked which they belong to;
 * a bucket alone is counted, or its durations sorted, straight from an index.
 */
const inRuns = (
  counting: Counting,
  bounds: readonly Date[],
  most: number,
  parameters: Parameters,
): readonly string[] => {
  const { figure, tables, conditions, joining } = counting;
  const runs = runsOf(bounds, most);
  return runs.flatMap(({ first, begins, ends }) => {
    const [from, until] = [parameters.add(begins[0]), parameters.add(ends.at(-1))];
    const within = { from: `${from}::timestamptz`, until: `${until}::timestamptz` };
    const bucket = begins.length === 1 ? undefined : `width_bucket(at, ${parameters.add(begins)}::timestamptz[])`;
    return strandsOf(figure, tables, within, joining).map(({ kind, sources }) => {
      const { columns, shown, by } = grouping(counting, sources, kind, bucket);
      const rows = happenings(sources, within, conditions, columns).join(' union all ');
      return `select '${figure}'::text as figure, ${first - 1} + bucket as bucket, "group", kind, count, sum, below, percentiles
        from (select ${shown} from (${rows}) h ${by}) c`;
    });
  });
};

const none = 'null::numeric as sum, null::numeric as below, null::int[] as percentiles';

const aggregates: Readonly<Record<Measuring, string>> = {
  counted: `count(*) as count, ${none}`,
  durations: `count(*) as count, sum(measure)::numeric as sum, null::numeric as below,
    percentile_disc(array[0.5, 0.9]) within group (order by measure) as percentiles`,
  amounts: `count(*) as count, sum(measure) filter (where measure > 0) as sum,
    -sum(measure) filter (where measure < 0) as below, null::int[] as percentiles`,
};

/** Happenings by bucket, group and kind, where there is more than one of those. */
const grouping = (
  { group, measuring }: Counting,
  sources: readonly Source[],
  kind: string | undefined,
  bucket: string | undefined,
) => {
  const isOfKinds = sources.some((source) => source.kind !== undefined);
  const by = [
    ...(bucket === undefined ? [] : [bucket]),
    ...(group === undefined ? [] : ['"group"']),
    ...(isOfKinds ? ['kind'] : []),
  ];
  const kindShown = kind === undefined ? 'null::text' : `'${kind}'::text`;
  return {
    columns: (source: Source): string =>
      [
        `${source.at} as at`,
        ...(group === undefined ? [] : [`${group} collate "C" as "group"`]),
        ...(isOfKinds ? [`${source.kind} collate "C" as kind`] : []),
        ...(measuring === 'counted' ? [] : [`${source.measure} as measure`]),
      ].join(', '),
    shown: [
      `${bucket ?? 1} as bucket`,
      group === undefined ? 'null::text as "group"' : '"group"',
      isOfKinds ? 'kind' : `${kindShown} as kind`,
      aggregates[measuring],
    ].join(', '),
    by: `${by.length === 0 ? '' : `group by ${by.join(', ')}`} having count(*) > 0`,
  };
};

/** How many were open when the first bucket began. */
const openBefore = ({ tables, conditions, group }: Selecting, at: string): readonly string[] =>
  openAt(`${at}::timestamptz`).map(
    (open) =>
      `select 'open'::text as figure, 0 as bucket, ${group === undefined ? 'null::text as "group"' : '"group"'}, null::text as kind, count(*) as count,
        null::numeric as sum, null::numeric as below, null::int[] as percentiles
      from (select ${group === undefined ? '1' : `${group} collate "C" as "group"`} from ${tables.facts} f where ${[open, ...conditions].join(' and ')}) h
      ${group === undefined ? '' : 'group by "group"'} having count(*) > 0`,
  );
