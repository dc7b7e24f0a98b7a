import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** One measured line: what, and its figures by name. */
export interface Line {
  readonly what: string;
  readonly figures: Readonly<Record<string, number>>;
}

const shown = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Prints the lines as a table and keeps them as JSON under `bench/results`. */
export const report = (name: string, lines: readonly Line[]): void => {
  const names = [...new Set(lines.flatMap(({ figures }) => Object.keys(figures)))];
  const rows = [
    [name, ...names],
    ...lines.map(({ what, figures }) => [
      what,
      ...names.map((figure) => {
        const value = figures[figure];
        return value === undefined ? '' : shown(value);
      }),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  const directory = join(import.meta.dirname, '..', 'results');
  mkdirSync(directory, { recursive: true });
  const machine = { cpus: cpus().length, node: process.version, at: new Date().toISOString() };
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify({ name, machine, lines }, null, 2)}\n`);
};
