import fc from 'fast-check';
import { csvLine, csvOf } from './csv.rules.js';

/** RFC 4180, read back. */
const cellsIn = (text: string): readonly (readonly string[])[] => {
  const lines: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let line: string[] = [];
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== '\r\n') continue;
    lines.push(line);
    line = [];
  }
  return lines;
};

describe('A table in CSV', () => {
  it('reads back as what was written, whatever stands in it', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 })), (lines) => {
        const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
        const written = lines.map((line) => csvLine(line)).join('');
        expect(cellsIn(written)).toEqual(lines.map((line) => line.map(harmless)));
      }),
    ));

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('carries out no formula: %j', (text) => {
    expect(cellsIn(csvLine([text]))).toEqual([[`'${text}`]]);
  });

  it('leaves numbers below nothing as they are, and what is not known empty', () => {
    expect(csvLine([-5, undefined, new Date('2026-03-02T09:00:00Z')])).toBe('-5,,2026-03-02T09:00:00.000Z\r\n');
  });

  it('has a column for whatever any line has', () => {
    expect(csvOf([{ a: 1 }, { b: 2, a: 3 }])).toBe('a,b\r\n1,\r\n3,2\r\n');
  });
});
