import { readFileSync } from 'node:fs';
import { complaintTypes, severities } from '@redress/contracts';
import { bySeverity, byType, labelledTexts, type Measured, tableOf } from './testing/measuring.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const texts = labelledTexts();
const heldOut = texts.filter(({ half }) => half === 'held-out');
const tuning = texts.filter(({ half }) => half === 'tuning');

describe('The labelled texts', () => {
  it('are in both languages, of all types and severities, each once', () => {
    expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
    for (const half of [tuning, heldOut])
      for (const language of ['ko', 'en']) {
        const of = half.filter((one) => one.language === language);
        expect(of.length).toBeGreaterThanOrEqual(50);
        expect(new Set(of.map(({ type }) => type))).toEqual(new Set(complaintTypes));
        expect(new Set(of.map(({ severity }) => severity))).toEqual(new Set(severities));
      }
  });
});

/** Least precision and recall, in percent: what was reached when the rules were shipped. */
type Floors = Readonly<Record<string, readonly [precision: number, recall: number]>>;

const floorsOfTypes: Floors = {
  quality: [93, 81],
  delivery: [93, 93],
  description: [100, 64],
  service: [100, 86],
  payment: [87, 93],
  return: [100, 86],
  'stock-out': [100, 100],
  other: [50, 92],
};
const floorsOfSeverities: Floors = { 'high-risk': [92, 92], important: [100, 100], normal: [99, 99] };

const short = (measured: readonly Measured[], floors: Floors): readonly string[] =>
  measured
    .filter(
      ({ label, precision, recall }) => precision < (floors[label]?.[0] ?? 0) || recall < (floors[label]?.[1] ?? 0),
    )
    .map(({ label, precision, recall }) => `${label}: precision ${precision} %, recall ${recall} %`);

describe('The shipped rules, on texts that were written after them', () => {
  it('find the type as well as they did', () => expect(short(byType(heldOut), floorsOfTypes)).toEqual([]));

  it('find the severity as well as they did', () => expect(short(bySeverity(heldOut), floorsOfSeverities)).toEqual([]));

  it('stand in the README as they are measured here', () => {
    expect(readme).toContain(tableOf(byType(heldOut)));
    expect(readme).toContain(tableOf(bySeverity(heldOut)));
  });
});
