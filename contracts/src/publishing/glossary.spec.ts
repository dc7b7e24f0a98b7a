import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '../index.js';

const glossary = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'glossary.md'), 'utf8');

/** Words of requests that choose how something is shown, and parts of lists that stand there whole. */
const notOfTheDomain = new Set([
  'annotations',
  'answerFormats',
  'approvers',
  'boardSorts',
  'customerCarriers',
  'forgettingSteps',
  'grains',
  'groupings',
  'keywords',
  'myMessageKinds',
  'personalViews',
  'publishedEvents',
  'standings',
  'stepNames',
  'termGroupings',
]);

const lists = Object.entries(contracts as Readonly<Record<string, unknown>>).filter(
  (entry): entry is [string, readonly string[]] =>
    Array.isArray(entry[1]) && entry[1].every((word) => typeof word === 'string') && !notOfTheDomain.has(entry[0]),
);

/** The rows below the heading of a list: the word of the API, and the Korean one. */
const rowsOf = (name: string): readonly (readonly [string, string])[] => {
  const [, section = ''] = glossary.split(`(\`${name}\`)`);
  const [table = ''] = section.split('\n### ');
  return [...table.matchAll(/^\| `([^`]+)` +\| (\S[^|]*?) +\|$/gm)].map(([, word = '', korean = '']) => [word, korean]);
};

describe('The glossary', () => {
  it.each(lists)('has each word of %s once, with a Korean one', (name, words) => {
    const rows = rowsOf(name);
    expect(rows.map(([word]) => word)).toEqual(words);
    expect(rows.filter(([, korean]) => !/\p{Script=Hangul}|VIP/u.test(korean))).toEqual([]);
  });

  it('names no thing twice, in either language', () => {
    const [things = ''] = glossary.split('## Closed lists');
    const rows = [...things.matchAll(/^\| (\S[^|]*?) +\| (\S[^|]*?) +\| /gm)].slice(1);
    for (const column of [1, 2]) {
      const words = rows.map((row) => row[column]);
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
    expect(rows.length).toBeGreaterThan(50);
  });
});
