import { AnalyticsModule } from '@redress/analytics';
import { type Figure, figures } from '@redress/contracts';
import { type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import pg from 'pg';
import { fillAnalytics } from './analytics-rows.js';
import { withServer } from './measured-server.js';
import { type Line, report } from './table.js';

/** What a dashboard asks of 1,000,000 complaints of three years, over HTTP, beside its budget and counting the rows of their table. */
const complaints = Number(process.argv[2] ?? 1_000_000);
const times = 7;
/** Of any question of a dashboard, in milliseconds. */
const budget = 300;
const until = '2026-03-31T15:00:00Z';

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

const timed = async (ask: () => Promise<unknown>): Promise<Line['figures']> => {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    await ask();
    all.push(performance.now() - began);
  }
  all.sort((one, other) => one - other);
  return { ms: median(all), fastest: all[0] ?? 0, slowest: all.at(-1) ?? 0 };
};

/** What is asked, by what people would call it. */
const questions = (): readonly (readonly [what: string, path: string])[] => {
  const kpis = (from: string, grain: string, more = ''): string =>
    `kpis?from=${from}&to=${until}&grain=${grain}&zone=Asia/Seoul${more}`;
  const of = (figure: Figure): string => `&figures=${figure}`;
  return [
    ['a day by hour, all figures', kpis('2026-03-30T15:00:00Z', 'hour')],
    ['30 days by day, all figures', kpis('2026-03-01T15:00:00Z', 'day')],
    ['30 days by day and channel, all figures', kpis('2026-03-01T15:00:00Z', 'day', '&by=channel')],
    ['30 days by day, one category, all figures', kpis('2026-03-01T15:00:00Z', 'day', '&category=C7')],
    ['a quarter by week and type, all figures', kpis('2025-12-31T15:00:00Z', 'week', '&by=type')],
    ...figures.map((one) => [`a year by month: ${one}`, kpis('2025-03-31T15:00:00Z', 'month', of(one))] as const),
    ...figures.map(
      (one) => [`three years by quarter: ${one}`, kpis('2023-03-31T15:00:00Z', 'quarter', of(one))] as const,
    ),
    ['a year by month, all figures', kpis('2025-03-31T15:00:00Z', 'month')],
    ['a year by month, one category, all figures', kpis('2025-03-31T15:00:00Z', 'month', '&category=C7')],
    [
      'a year by month and channel: resolution',
      kpis('2025-03-31T15:00:00Z', 'month', '&by=channel&figures=resolution'),
    ],
    ['a year by month and channel, all figures', kpis('2025-03-31T15:00:00Z', 'month', '&by=channel')],
    [
      'three years by quarter and category: received',
      kpis('2023-03-31T15:00:00Z', 'quarter', '&by=category&figures=received'),
    ],
    [
      'the cases of 30 days, first page',
      `cases?from=2026-03-01T15:00:00Z&to=${until}&grain=day&zone=UTC&figure=resolution`,
    ],
    ['the cases open now, first page', `cases?from=2026-03-01T15:00:00Z&to=${until}&grain=day&zone=UTC&figure=open`],
    ['words of 30 days', `terms?from=2026-03-01T15:00:00Z&to=${until}`],
    ['words of 30 days by product', `terms?from=2026-03-01T15:00:00Z&to=${until}&by=product`],
  ];
};

const asked = async (client: Client, path: string): Promise<void> => {
  const { status, text } = await client.get(`/api/analytics/${path}`);
  if (status !== 200) throw new Error(text);
};

const measure = async (client: Client, pool: pg.Pool, table: string): Promise<readonly Line[]> => {
  const reference = await timed(() => pool.query(`select count(*) from ${table}`));
  const lines: Line[] = [{ what: 'select count(*)', figures: reference }];
  // All rows are copied into columns before it is answered.
  const began = performance.now();
  await asked(client, questions()[0]?.[1] ?? '');
  lines.push({ what: 'the first question', figures: { ms: performance.now() - began } });
  for (const [what, path] of questions()) {
    const figuresOf = await timed(() => asked(client, path));
    lines.push({ what, figures: { ...figuresOf, budget, ratio: (figuresOf['ms'] ?? 0) / (reference['ms'] ?? 1) } });
  }
  return lines;
};

const withAnalytics = async (url: string, use: (platform: Platform) => Promise<void>): Promise<void> => {
  process.env.TEST_DATABASE_URL = url;
  const platform = await startPlatform(AnalyticsModule, { at: until });
  try {
    await use(platform);
  } finally {
    await platform.stop();
  }
};

await withServer((url) =>
  withAnalytics(url, async (platform) => {
    const pool = new pg.Pool({ connectionString: platform.databaseUrl, max: 2 });
    try {
      const { facts } = await fillAnalytics(platform.databaseUrl, complaints);
      report('analytics', await measure(platform.as('analyst'), pool, facts));
    } finally {
      await pool.end();
    }
  }),
);
