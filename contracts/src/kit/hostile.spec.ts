import { AllOptional, Everything } from '../testing/specimen.js';
import { readBody } from '../testing/verdicts.js';
import { sampleOf } from '../publishing/sample.js';
import { faultsOf } from './faults.js';
import { unfit } from './unfit.js';

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const body = (fields: string): unknown => JSON.parse(`{${fields}}`);

describe('hostile input is refused with a sentence, never with an exception', () => {
  test.each([
    ['deep lists', deep(100_000)],
    ['deep lists in a field', { part: deep(100_000) }],
    ['deep objects', JSON.parse('{"part":'.repeat(20_000) + '1' + '}'.repeat(20_000)) as unknown],
    ['__proto__', body('"__proto__":{"limit":1}')],
    ['__proto__ inside', body('"ref":{"__proto__":null}')],
    ['a constructor', body('"ref":{"constructor":"x"}')],
    ['a list with a constructor', body('"words":[{"constructor":{"prototype":1}}]')],
    ['toString', body('"toString":1')],
    ['then', body('"ref":{"then":1}')],
    ['an index', body('"0":1')],
    ['a list', []],
    ['a list of lists', [[]]],
    ['a number', 7],
    ['a text', '{}'],
    ['a date that is no text', body('"before":{"getTime":1}')],
  ])('%s', async (_, json) => {
    const answer = await readBody(AllOptional, json);
    expect(Array.isArray(answer) && answer.length > 0).toBe(true);
    for (const sentence of answer as readonly string[]) expect(typeof sentence).toBe('string');
  });

  test('a list that is far too long is one fault, not one per item', async () => {
    const flood = { ...sampleOf(Everything, 'request'), parts: Array.from({ length: 2_000 }, () => ({})) };
    expect(await readBody(Everything, flood)).toEqual(['parts must be a list of at most 3 objects']);
  });

  test('a flood of values is refused before anybody reads them', async () => {
    const flood = Array.from({ length: 300_000 }, () => ({}));
    const began = performance.now();
    for (const body of [{ parts: flood }, { extra: flood }, { extra: { parts: flood } }])
      expect(await readBody(Everything, body)).toEqual(['Nothing may be made of more than 10000 values']);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('the writer names at most a hundred faults', () => {
    const flood = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1]));
    expect(faultsOf(Everything, flood)).toHaveLength(100);
  });

  test.each([null, undefined, 7, 'x', [], new Date(0), Object.create(null)])(
    'the writer takes %p without throwing',
    (data) => {
      expect(faultsOf(Everything, data).length).toBeGreaterThan(0);
    },
  );

  test('what is as deep as contracts go is fit', () => {
    expect(unfit(deep(32))).toBeUndefined();
    expect(unfit(deep(34))).toContain('32 levels');
    expect(unfit(sampleOf(Everything, 'request'))).toBeUndefined();
  });
});

describe('a good body', () => {
  test('arrives as its class, with instants as dates, inside as well', async () => {
    const read = (await readBody(Everything, sampleOf(Everything, 'request'))) as Everything;
    expect(read).toBeInstanceOf(Everything);
    expect(read.at).toBeInstanceOf(Date);
    expect(read.part.seenAt).toBeInstanceOf(Date);
    expect(read.parts[0]?.seenAt).toBeInstanceOf(Date);
  });

  test('keeps its text as it was sent', async () => {
    const text = ' e\u0301 \r\n\u00e9';
    const read = (await readBody(Everything, { ...sampleOf(Everything, 'request'), text })) as Everything;
    expect(read.text).toBe(text);
  });
});

test('a bad body is told every field that is wrong', async () => {
  const sample = sampleOf(Everything, 'request');
  const wrong = {
    ...sample,
    count: '3',
    part: { seenAt: '2026-03-02' },
    parts: [{ ...(sample['part'] as object), label: '' }],
  };
  expect(await readBody(Everything, { ...wrong, extra: 1 })).toEqual([
    'property extra should not exist',
    'count must be an integer from -5 to 1000',
    'part.label must be one line that is not blank, without control characters, at most 32 bytes in UTF-8',
    'part.seenAt must be an instant of the years 1970 to 9999 in ISO 8601, with date, time, seconds and offset or Z',
    'parts.0.label must be one line that is not blank, without control characters, at most 32 bytes in UTF-8',
  ]);
});
