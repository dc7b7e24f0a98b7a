import {
  type CostShown,
  type Durations,
  type Figure,
  type KpiShown,
  metrics,
  type Phase,
  phases,
  type PromisesKept,
  type TimeInPhase,
} from '@redress/contracts';
import type { Stretch } from './asked.rules.js';
import { measuringOf, type Wanted } from './figures.rules.js';

/** What was found of a figure in one bucket, of complaints of one group. */
export interface Found {
  readonly figure: Figure;
  /** From 1; 0: before the first one. */
  readonly bucket: number;
  readonly group: string | null;
  readonly kind: string | null;
  readonly count: number;
  /** Of the measures, or of those above nothing. */
  readonly sum: number;
  /** Of the measures below nothing. */
  readonly below: number;
  readonly median: number;
  readonly p90: number;
}

/** With how many were open before the first bucket, in the place of what came, went and came back until then. */
export const withOpenAtFirst = (found: readonly Found[]): readonly Found[] => {
  const open = new Map<string | null, number>();
  for (const { figure, group, count } of found.filter(({ bucket }) => bucket === 0))
    open.set(group, (open.get(group) ?? 0) + (figure === 'resolution' ? -count : count));
  return [
    ...found.filter(({ bucket }) => bucket > 0),
    ...[...open]
      .filter(([, count]) => count > 0)
      .map(([group, count]) => ({ ...nothing, figure: 'open' as const, bucket: 0, group, count })),
  ];
};

const nothing = { kind: null, sum: 0, below: 0, median: 0, p90: 0 };

/** The groups that anything was found of, those that are not known last. */
export const groupsIn = (found: readonly Found[]): readonly (string | null)[] =>
  [...new Set(found.map(({ group }) => group))].sort((one, other) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return one < other ? -1 : Number(one > other);
  });

/** What needs counting for the figures that are asked for: who is open follows from who came, went and came back. */
export const wantedFor = (asked: readonly Figure[]): readonly Wanted[] => {
  const alone = new Set(asked);
  const beside: readonly Figure[] = alone.has('open') ? ['received', 'resolution', 'reopened'] : [];
  return [
    ...[...alone].map((figure) => ({ figure, measuring: measuringOf[figure] })),
    ...beside.filter((figure) => !alone.has(figure)).map((figure) => ({ figure, measuring: 'counted' as const })),
  ];
};

/** Every bucket of every group, in the order of time. */
export const kpisOf = (
  asked: readonly Figure[],
  buckets: readonly Stretch[],
  groups: readonly (string | null)[],
  found: readonly Found[],
): readonly KpiShown[] => {
  const places = new Map<string, Found[]>();
  for (const one of found) {
    const place = placeOf(one.bucket, one.group);
    const there = places.get(place);
    if (there) there.push(one);
    else places.set(place, [one]);
  }
  const at = (bucket: number, group: string | null): Cell => cellOf(places.get(placeOf(bucket, group)) ?? []);
  const open = new Map(groups.map((group) => [group, at(0, group).count('open')]));
  return buckets.flatMap(({ from, until }, index) =>
    groups.map((group): KpiShown => {
      const cell = at(index + 1, group);
      const left = (open.get(group) ?? 0) + cell.count('received') - cell.count('resolution') + cell.count('reopened');
      open.set(group, left);
      return { from, until, ...(group !== null && { group }), ...figuresOf(asked, cell, left) };
    }),
  );
};

const placeOf = (bucket: number, group: string | null): string => JSON.stringify([bucket, group]);

interface Cell {
  readonly of: (figure: Figure) => readonly Found[];
  readonly count: (figure: Figure) => number;
}
const cellOf = (found: readonly Found[]): Cell => {
  const of = (figure: Figure): readonly Found[] => found.filter((one) => one.figure === figure);
  return { of, count: (figure) => of(figure).reduce((sum, { count }) => sum + count, 0) };
};

const figuresOf = (asked: readonly Figure[], { of, count }: Cell, open: number): Partial<KpiShown> => {
  const [firstResponse] = of('first-response');
  const [resolution] = of('resolution');
  const all = {
    received: { received: count('received') },
    open: { open },
    repeats: { repeats: count('repeats') },
    reopened: { reopened: count('reopened') },
    'first-response': firstResponse && { firstResponse: durationsOf(firstResponse) },
    resolution: resolution && { resolution: durationsOf(resolution) },
    promises: { promises: promisesIn(of('promises')) },
    costs: {
      costs: of('costs')
        .map(costOf)
        .sort(byName(({ currency }) => currency)),
    },
    phases: { phases: timesIn(of('phases')) },
  } satisfies Readonly<Record<Figure, Partial<KpiShown> | undefined>>;
  return Object.assign({}, ...asked.map((figure) => all[figure])) as Partial<KpiShown>;
};

const byName =
  <One>(nameOf: (one: One) => string) =>
  (one: One, other: One): number =>
    nameOf(one) < nameOf(other) ? -1 : Number(nameOf(one) > nameOf(other));

const durationsOf = ({ count, sum, median, p90 }: Found): Durations => ({
  count,
  meanMinutes: Math.round(sum / count),
  medianMinutes: median,
  p90Minutes: p90,
});

const promisesIn = (found: readonly Found[]): readonly PromisesKept[] =>
  metrics.flatMap((metric) => {
    const counted = (verdict: string): number => found.find(({ kind }) => kind === `${metric}-${verdict}`)?.count ?? 0;
    const [kept, missed] = [counted('kept'), counted('missed')];
    return kept + missed === 0
      ? []
      : [{ metric, kept, missed, keptBasisPoints: Math.round((kept * 10_000) / (kept + missed)) }];
  });

const costOf = ({ kind, count, sum, below }: Found): CostShown => ({
  currency: kind ?? '',
  bookings: count,
  paidMinor: sum,
  reversedMinor: below,
  costMinor: sum - below,
});

const timesIn = (found: readonly Found[]): readonly TimeInPhase[] =>
  phases.flatMap((phase: Phase) => {
    const stays = found.find(({ kind }) => kind === phase);
    return stays ? [{ phase, stays: durationsOf(stays) }] : [];
  });
