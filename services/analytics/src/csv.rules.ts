import type { CaseBehind, Durations, KpiShown } from '@redress/contracts';

type Cell = string | number | Date | undefined;
export type Line = Readonly<Record<string, Cell>>;

/** What a spreadsheet would take for a formula, and carry out (OWASP: CSV injection). Numbers of ours are none. */
const formula = /^[=+\-@\t\r]/;

const cellText = (cell: Cell): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.toISOString();
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless.trim() !== harmless ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** A line of RFC 4180. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/** By this a spreadsheet knows UTF-8. */
export const byteOrderMark = '\uFEFF';

/** A table under the names of all columns that any line has, in the order in which they first appear. */
export const csvOf = (lines: readonly Line[]): string => {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  return [csvLine(names), ...lines.map((line) => csvLine(names.map((name) => line[name])))].join('');
};

const spread = (name: string, durations: Durations | undefined): Line =>
  durations
    ? {
        [`${name}.count`]: durations.count,
        [`${name}.meanMinutes`]: durations.meanMinutes,
        [`${name}.medianMinutes`]: durations.medianMinutes,
        [`${name}.p90Minutes`]: durations.p90Minutes,
      }
    : {};

/** The figures of one bucket and group as one line; what holds several of a kind is spread over columns named for it. */
export const kpiLine = (shown: KpiShown): Line => ({
  from: shown.from,
  until: shown.until,
  group: shown.group,
  ...(shown.received !== undefined && { received: shown.received }),
  ...(shown.open !== undefined && { open: shown.open }),
  ...(shown.repeats !== undefined && { repeats: shown.repeats }),
  ...(shown.reopened !== undefined && { reopened: shown.reopened }),
  ...spread('firstResponse', shown.firstResponse),
  ...spread('resolution', shown.resolution),
  ...merged(
    shown.promises?.map(({ metric, kept, missed, keptBasisPoints }) => ({
      [`${metric}.kept`]: kept,
      [`${metric}.missed`]: missed,
      [`${metric}.keptBasisPoints`]: keptBasisPoints,
    })),
  ),
  ...merged(
    shown.costs?.map(({ currency, bookings, paidMinor, reversedMinor, costMinor }) => ({
      [`${currency}.bookings`]: bookings,
      [`${currency}.paidMinor`]: paidMinor,
      [`${currency}.reversedMinor`]: reversedMinor,
      [`${currency}.costMinor`]: costMinor,
    })),
  ),
  ...merged(shown.phases?.map(({ phase, stays }) => spread(`phase.${phase}`, stays))),
});

const merged = (lines: readonly Line[] = []): Line => Object.assign({}, ...lines) as Line;

export const caseColumns = ['complaintId', 'caseNumber', 'at', 'kind', 'minutes', 'amountMinor'] as const;

export const caseLine = (shown: CaseBehind): string => csvLine(caseColumns.map((name) => shown[name]));
