import { type Figure, type Grouping, phases } from '@redress/contracts';

/** The tables of this build, as SQL names them. */
export interface Tables {
  readonly facts: string;
  readonly stays: string;
  readonly compensations: string;
}

/**
 * Where a figure's happenings are found, in SQL: rows of `f`, the complaint's facts, with `at`, when it happened, and
 * `part`, what tells the happenings of one complaint apart.
 */
export interface Source {
  readonly from: string;
  readonly at: string;
  readonly part: string;
  readonly kind?: string;
  /** Minutes or, signed, minor units. */
  readonly measure?: string;
  readonly where?: string;
}

/** What is made of the measures: nothing, statistics of durations, or sums. */
export type Measuring = 'counted' | 'durations' | 'amounts';

export const measuringOf: Readonly<Record<Figure, Measuring>> = {
  received: 'counted',
  open: 'counted',
  repeats: 'counted',
  'first-response': 'durations',
  resolution: 'durations',
  reopened: 'counted',
  promises: 'counted',
  costs: 'amounts',
  phases: 'durations',
};

/** A customer who complains again within 90 days, of the same product or in the same way. */
const repeated = (facts: string): string =>
  `exists (select 1 from ${facts} e where e.customer_key = f.customer_key
     and (e.received_at, e.complaint_id) < (f.received_at, f.complaint_id)
     and e.received_at >= f.received_at - interval '2160 hours'
     and (e.product_code = f.product_code or e.type = f.type))`;

const minutes = (from: string, until: string): string => `floor(date_part('epoch', ${until} - ${from}) / 60)::int`;

/** Joined where something of the facts is selected, grouped by or shown; else they would be looked up for nothing. */
export type Joining = 'with-facts' | 'alone';

/** `begin`, in SQL, is when the time begins that is looked at. Nothing was paid or entered of which no facts are known. */
export const sourcesOf = (
  figure: Exclude<Figure, 'open'>,
  { facts, stays, compensations }: Tables,
  begin: string,
  joining: Joining,
): readonly Source[] => {
  const joined = joining === 'with-facts' ? ` join ${facts} f using (complaint_id)` : '';
  const ofFacts = `${facts} f`;
  switch (figure) {
    case 'received':
      return [{ from: ofFacts, at: 'f.received_at', part: `''` }];
    case 'repeats':
      return [{ from: ofFacts, at: 'f.received_at', part: `''`, where: repeated(facts) }];
    case 'first-response':
      return [{ from: ofFacts, at: 'f.first_response_at', part: `''`, measure: 'f.first_response_minutes' }];
    case 'resolution':
      return [
        { from: ofFacts, at: 'f.resolved_at', part: `'last'`, measure: 'f.resolution_minutes' },
        { from: ofFacts, at: 'f.resolved_before_at', part: `'before'`, measure: 'f.resolution_before_minutes' },
        {
          from: `${facts} f cross join lateral unnest(trim_array(f.resolutions, 2)) with ordinality as r(at, ordinal)`,
          at: 'r.at',
          part: 'r.ordinal::text',
          measure: minutes('f.received_at', 'r.at'),
          where: 'cardinality(f.reopenings) > 1 and cardinality(f.resolutions) > 2',
        },
      ];
    case 'reopened':
      return [
        { from: ofFacts, at: 'f.reopened_at', part: `'last'` },
        {
          from: `${facts} f cross join lateral unnest(trim_array(f.reopenings, 1)) with ordinality as r(at, ordinal)`,
          at: 'r.at',
          part: 'r.ordinal::text',
          where: 'cardinality(f.reopenings) > 1',
        },
      ];
    case 'promises':
      return ['first_response', 'resolution'].map((metric) => ({
        from: ofFacts,
        at: `f.${metric}_judged_at`,
        part: `'${metric}'`,
        kind: `'${metric.replace('_', '-')}-' || f.${metric}_verdict`,
      }));
    case 'costs': {
      const from = `${compensations} c${joined}`;
      const of = (at: string, sign: string, what: string): Source => ({
        from,
        at: `c.${at}`,
        part: `c.compensation_id || '${what}'`,
        kind: 'c.currency',
        measure: `${sign} c.${what}_minor`,
        where: `c.${what}_minor is not null and c.currency is not null`,
      });
      return [of('paid_at', '', 'paid'), of('reversed_at', '-', 'reversed')];
    }
    case 'phases': {
      const from = `${stays} p${joined}`;
      return [
        ...phases.map((phase): Source => {
          const column = phase.replace('-', '_');
          return {
            from,
            at: `p.${column}_until`,
            part: `'${phase}'`,
            kind: `'${phase}'`,
            measure: `p.${column}_minutes`,
          };
        }),
        {
          from: `${from} cross join lateral unnest(p.earlier_phases, p.earlier_until, p.earlier_minutes)
            with ordinality as s(phase, until, minutes, ordinal)`,
          at: 's.until',
          part: 's.ordinal::text',
          kind: 's.phase',
          measure: 's.minutes',
          where: `p.last_earlier_until >= ${begin}`,
        },
      ];
    }
  }
};

/**
 * Who was open: received, and resolved as often as reopened. As cases of which each has an index and none has another's
 * complaints: never resolved, resolved last since then, reopened last. `at` is a parameter.
 */
export const openAt = (at: string): readonly string[] => {
  const asOften = `(select count(*) from unnest(f.resolutions) r where r < ${at})
    = (select count(*) from unnest(f.reopenings) r where r < ${at})`;
  return [
    `f.received_at < ${at} and f.resolved_at is null`,
    `f.received_at < ${at} and f.resolved_at >= ${at} and (f.reopened_at is null or ${asOften})`,
    `f.received_at < ${at} and f.resolved_at < ${at} and f.open_again and ${asOften}`,
  ];
};

const columns: Readonly<Record<Exclude<Grouping, 'none'>, string>> = {
  product: 'f.product_code',
  category: 'f.category',
  seller: 'f.seller_id',
  region: 'f.region',
  channel: 'f.channel',
  type: 'f.type',
  severity: 'f.severity',
  team: 'f.team_id',
  brand: 'f.brand',
  tier: 'f.tier',
};

export const groupIn = (by: Grouping = 'none'): string => (by === 'none' ? 'null::text' : `${columns[by]}::text`);

/** What a question selects by, each of them a column of the facts. */
export const selectable = ['historical', ...(Object.keys(columns) as Exclude<Grouping, 'none'>[])] as const;

export const columnOf = (name: (typeof selectable)[number]): string =>
  name === 'historical' ? 'f.historical' : columns[name];
