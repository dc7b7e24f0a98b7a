import { type Figure, type Grouping, type Phase, phases } from '@redress/contracts';

/** The tables of figures, as the SQL of a database names them. */
export interface Tables {
  readonly facts: string;
  readonly stays: string;
  readonly compensations: string;
  readonly dialect: Dialect;
}

/** What PostgreSQL, which has the rows and shows cases, and the columns that count them say differently. */
export interface Dialect {
  /** The elements of lists of the same length, a row each; of the last so many other columns tell. */
  unrolled(table: string, lists: readonly string[], butLast: number): Unrolled;
  /** Of a complaint `f`: the same customer complained before. */
  repeated(facts: string, within: Within): string;
}

/** `from` has the rows of the table as `f`. */
export interface Unrolled {
  readonly from: string;
  /** Of each list, in their order. */
  readonly elements: readonly string[];
  /** From 1, as text. */
  readonly ordinal: string;
}

/**
 * Where happenings are found, in SQL: rows of `f`, which says what the complaint is about, with `at`, when it happened,
 * and `part`, what tells the happenings of one complaint apart.
 */
export interface Source {
  readonly from: string;
  readonly at: string;
  readonly part: string;
  /** Where not all of the source are of one kind. */
  readonly kind?: string;
  /** Minutes or, signed, minor units. */
  readonly measure?: string;
  readonly where?: string;
}

/** What is counted together, wherever it is found: all of one kind, or by the kinds that its sources tell. */
export interface Strand {
  readonly kind?: string;
  readonly sources: readonly Source[];
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

/** A figure, and what is to be made of its measures. */
export interface Wanted {
  readonly figure: Figure;
  readonly measuring: Measuring;
}

/** A stretch of time between two expressions of SQL. */
export interface Within {
  readonly from: string;
  readonly until: string;
}

/** A customer who complains again so soon, of the same product or in the same way, complains repeatedly. */
export const repeatedWithin = `interval '2160 hours'`;

const minutes = (from: string, until: string): string => `floor(date_part('epoch', ${until} - ${from}) / 60)::int`;

/** Joined where what a complaint is about is selected, grouped by or shown; else it would be looked up for nothing. */
export type Joining = 'with-matter' | 'alone';

/** Nothing was paid of which no facts are known. */
export const strandsOf = (
  figure: Exclude<Figure, 'open'>,
  { facts, stays, compensations, dialect }: Tables,
  within: Within,
  joining: Joining,
): readonly Strand[] => {
  const from = `${facts} f`;
  switch (figure) {
    case 'received':
      return [{ sources: [{ from, at: 'f.received_at', part: `''` }] }];
    case 'repeats':
      return [{ sources: [{ from, at: 'f.received_at', part: `''`, where: dialect.repeated(facts, within) }] }];
    case 'first-response':
      return [{ sources: [{ from, at: 'f.first_response_at', part: `''`, measure: 'f.first_response_minutes' }] }];
    case 'resolution':
      return [{ sources: resolutions(facts, within, dialect) }];
    case 'reopened':
      return [{ sources: reopenings(facts, within, dialect) }];
    case 'promises':
      return ['first_response', 'resolution'].flatMap((metric) =>
        ['kept', 'missed'].map((verdict) => {
          const where = `f.${metric}_verdict = '${verdict}'`;
          return {
            kind: `${metric.replace('_', '-')}-${verdict}`,
            sources: [{ from, at: `f.${metric}_judged_at`, part: `'${metric}'`, where }],
          };
        }),
      );
    case 'costs':
      return [{ sources: costs(joining === 'alone' ? '' : ` join ${facts} f using (complaint_id)`, compensations) }];
    case 'phases':
      return phases.map((phase) => ({ kind: phase, sources: staysIn(phase, stays, within, dialect) }));
  }
};

/** Of those that were reopened more than once: the others stand in columns. */
const oftenReopened = ({ from, until }: Within): string =>
  `f.reopened_before_at >= ${from} and f.received_at < ${until}`;

const resolutions = (facts: string, within: Within, dialect: Dialect): readonly Source[] => {
  const { from, elements, ordinal } = dialect.unrolled(facts, ['resolutions'], 2);
  const at = elements[0] as string;
  return [
    { from: `${facts} f`, at: 'f.resolved_at', part: `'last'`, measure: 'f.resolution_minutes' },
    { from: `${facts} f`, at: 'f.resolved_before_at', part: `'before'`, measure: 'f.resolution_before_minutes' },
    { from, at, part: ordinal, measure: minutes('f.received_at', at), where: oftenReopened(within) },
  ];
};

const reopenings = (facts: string, within: Within, dialect: Dialect): readonly Source[] => {
  const { from, elements, ordinal } = dialect.unrolled(facts, ['reopenings'], 1);
  return [
    { from: `${facts} f`, at: 'f.reopened_at', part: `'last'` },
    { from, at: elements[0] as string, part: ordinal, where: oftenReopened(within) },
  ];
};

const costs = (joined: string, compensations: string): readonly Source[] => {
  const of = (at: string, sign: string, what: string): Source => ({
    from: `${compensations} c${joined}`,
    at: `c.${at}`,
    part: `c.compensation_id || '${what}'`,
    kind: 'c.currency',
    measure: `${sign} c.${what}_minor`,
    where: `c.${what}_minor is not null and c.currency is not null`,
  });
  return [of('paid_at', '', 'paid'), of('reversed_at', '-', 'reversed')];
};

const staysIn = (phase: Phase, stays: string, { from, until }: Within, dialect: Dialect): readonly Source[] => {
  const column = phase.replace('-', '_');
  const of = (which: string, part: string): Source => ({
    from: `${stays} f`,
    at: `f.${column}${which}_until`,
    part: `'${part}'`,
    measure: `f.${column}${which}_minutes`,
  });
  if (phase === 'received') return [of('', phase)];
  const unrolled = dialect.unrolled(stays, ['earlier_phases', 'earlier_until', 'earlier_minutes'], 0);
  const [left, at, measure] = unrolled.elements as [string, string, string];
  const earlier: Source = {
    from: unrolled.from,
    at,
    part: unrolled.ordinal,
    measure,
    where: `${left} = '${phase}' and f.last_earlier_until >= ${from} and f.received_until < ${until}`,
  };
  return [of('', phase), of('_before', `${phase}-before`), earlier];
};

/**
 * Who was open: received, and resolved as often as reopened. As cases of which each has an index and none has another's
 * complaints: never resolved; resolved since then, and never reopened or as often as resolved until then; reopened last,
 * before then. `at` is a parameter.
 */
export const openAt = (at: string): readonly string[] => {
  const asOften = `(select count(*) from unnest(f.resolutions) r where r < ${at})
    = (select count(*) from unnest(f.reopenings) r where r < ${at})`;
  return [
    `f.received_at < ${at} and f.resolved_at is null`,
    `f.received_at < ${at} and f.resolved_at >= ${at} and f.reopened_at is null`,
    `f.received_at < ${at} and f.resolved_at >= ${at} and f.reopened_at is not null and ${asOften}`,
    `f.received_at < ${at} and f.reopened_at < ${at} and f.open_again and f.resolved_at is not null`,
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

/** What a question selects by, each of them a column of the matter. */
export const selectable = ['historical', ...(Object.keys(columns) as Exclude<Grouping, 'none'>[])] as const;

export const columnOf = (name: (typeof selectable)[number]): string =>
  name === 'historical' ? 'f.historical' : columns[name];
