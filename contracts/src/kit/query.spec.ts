import { AllOptional } from '../testing/specimen.js';
import { readBody } from '../testing/verdicts.js';
import { coerceQuery } from './query.js';

describe('a query string becomes what its fields expect', () => {
  test.each([
    ['numbers', { limit: '20' }, { limit: 20 }],
    ['booleans', { open: 'false' }, { open: false }],
    ['lists with commas', { words: 'red,blue' }, { words: ['red', 'blue'] }],
    ['lists by repetition', { words: ['red', 'blue'] }, { words: ['red', 'blue'] }],
    ['empty lists', { words: '' }, { words: [] }],
    ['digits that are text', { ref: '0042' }, { ref: '0042' }],
    ['instants, later', { before: '2026-03-02T09:00:00Z' }, { before: '2026-03-02T09:00:00Z' }],
  ])('%s', (_, raw, read) => expect(coerceQuery(AllOptional, raw)).toEqual(read));
});

describe('what does not fit stays as it is', () => {
  test.each([
    [{ limit: 'ten' }],
    [{ limit: '1e3' }],
    [{ limit: '0x10' }],
    [{ limit: '' }],
    [{ limit: ' 1' }],
    [{ limit: '01' }],
    [{ limit: ['1', '2'] }],
    [{ open: 'yes' }],
    [{ unknown: '1' }],
    [[]],
    [null],
    ['limit=1'],
  ])('%j', (raw) => expect(coerceQuery(AllOptional, raw)).toEqual(raw));

  test('so that the validator names it', async () => {
    expect(await readBody(AllOptional, coerceQuery(AllOptional, { limit: 'ten', open: '1' }))).toEqual([
      'limit must be an integer from 1 to 200',
      'open must be true or false',
    ]);
  });

  test('and __proto__ stays a name', async () => {
    const read = coerceQuery(AllOptional, JSON.parse('{"__proto__":{"limit":1}}'));
    expect(Object.keys(read as object)).toEqual(['__proto__']);
    expect(await readBody(AllOptional, read)).toEqual(['No field may be called __proto__']);
  });
});
