import { readFileSync } from 'node:fs';
import { type ComplaintType, complaintTypes, severities, type Severity } from '@redress/contracts';
import { assessed, type Findings } from '../assessing.rules.js';
import { shippedRules } from '../triage-rules.decider.js';

/** A text as somebody might write it, with what a person says it is. */
export interface Labelled {
  readonly half: 'tuning' | 'held-out';
  readonly language: 'ko' | 'en';
  readonly type: ComplaintType;
  readonly severity: Severity;
  /** `vip`, `KRW 820000` or nothing. */
  readonly context: string;
  readonly text: string;
}

const file = new URL('../../fixtures/labelled-texts.tsv', import.meta.url);

export const labelledTexts = (): readonly Labelled[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [half, language, type, severity, context, text] = line.split('\t');
      return { half, language, type, severity, context, text } as Labelled;
    });

/** What the shipped rules say about it. */
export const found = ({ text, context }: Labelled): Findings => {
  const [currency, value] = context.split(' ');
  return assessed(shippedRules.rules, {
    text,
    repeats: 0,
    ...(context === 'vip' && { tier: 'vip' }),
    ...(value !== undefined && { orderCurrency: currency, orderValueMinor: Number(value) }),
  });
};

export interface Measured {
  readonly label: string;
  readonly texts: number;
  /** Of those that were found to be it, how many are; in whole percent. */
  readonly precision: number;
  /** Of those that are it, how many were found. */
  readonly recall: number;
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : Math.round((100 * part) / whole));

const measured = (
  of: readonly Labelled[],
  label: string,
  is: (one: Labelled) => string,
  found: (one: Labelled) => string,
) => {
  const are = of.filter((one) => is(one) === label);
  const said = of.filter((one) => found(one) === label);
  const right = said.filter((one) => is(one) === label).length;
  return { label, texts: are.length, precision: percent(right, said.length), recall: percent(right, are.length) };
};

export const byType = (of: readonly Labelled[]): readonly Measured[] =>
  complaintTypes.map((label) =>
    measured(
      of,
      label,
      ({ type }) => type,
      (one) => found(one).type,
    ),
  );

export const bySeverity = (of: readonly Labelled[]): readonly Measured[] =>
  severities.map((label) =>
    measured(
      of,
      label,
      ({ severity }) => severity,
      (one) => found(one).severity,
    ),
  );

/** As it stands in the README. */
export const tableOf = (rows: readonly Measured[]): string => {
  const cells = [
    ['found to be', 'texts', 'precision', 'recall'],
    ...rows.map(({ label, texts, precision, recall }) => [label, String(texts), `${precision} %`, `${recall} %`]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
};
