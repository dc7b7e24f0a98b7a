import { isInstantText, toInstant } from './instant.js';
import * as strings from './string-rules.js';
import type { Rule } from './rule.js';
import * as values from './value-rules.js';

const a64 = 'a'.repeat(64);

/** That validators agree says nothing about whether they are right. */
const table: readonly (readonly [string, Rule, readonly unknown[], readonly unknown[]])[] = [
  [
    'a UUID',
    strings.idRule,
    ['0190b5a2-7c1e-7d3f-8a4b-1c2d3e4f5a6b', '00000000-0000-0000-0000-000000000000'],
    ['0190B5A2-7C1E-7D3F-8A4B-1C2D3E4F5A6B', '0190b5a27c1e7d3f8a4b1c2d3e4f5a6b', '', null, 7],
  ],
  [
    'a code',
    strings.codeRule(12),
    ['A-1042', '주문1042', 'ñandú', '😀😀😀', 'a/b:c#d', '0'],
    ['A 1042', 'A\u00a01042', '\tA', 'A\n', 'A\u0000', 'A\u009f', 'A\u200b', '\u202eA', '\ud83d', '주문주문주', '', []],
  ],
  [
    'a line',
    strings.lineRule(12),
    ['한글 이', ' leading', '😀😀😀', '👩‍🦰'],
    [
      '',
      '   ',
      '\u3000',
      '\u3164\u3164',
      '\u200b',
      'a\nb',
      'a\tb',
      'a\u2028b',
      'a\u0085b',
      'a\u007f',
      '\udc00',
      '😀😀😀a',
    ],
  ],
  [
    'a text',
    strings.textRule(12),
    ['a\tb\r\nc', '\n\na', '😀😀😀', '네 번째', 'a\u0085b'],
    ['', '\n\t \r', '\u3164', 'a\u0000', 'a\u000b', 'a\u001b[0m', '\ud83dx', '네 번째 글', null, {}],
  ],
  [
    'an e-mail address',
    strings.emailRule,
    [
      'kim@example.kr',
      '홍길동@한국.kr',
      "o'neil+x@mail.example.com",
      'a..b@example.jp',
      `${'a'.repeat(309)}@example.kr`,
    ],
    [
      `${'a'.repeat(310)}@example.kr`,
      'kim@example',
      'kim@example.',
      'kim@.kr',
      'kim@a..kr',
      '@example.kr',
      'a b@example.kr',
      '"a"@example.kr',
      'Kim <kim@example.kr>',
      'a@example.kr,b@example.kr',
      'a@example.kr\r\nBcc: b@example.kr',
      'a@b@example.kr',
    ],
  ],
  [
    'a telephone number',
    strings.phoneRule,
    [
      '+82 10-1234-5678',
      '010-1234-5678',
      '02)123-4567',
      '(02) 123-4567',
      '1588-0000',
      '+1 (415) 555-0100',
      '+49.30/123456',
    ],
    ['119', '+82 1', '----', '010-1234-5678 (mobile)', '٠١٠١٢٣٤', '1'.repeat(18), '1---2345', '+82 10-1234-5678\n'],
  ],
  [
    'a language tag',
    strings.localeRule,
    ['ko', 'en-US', 'pt-BR', 'zh-Hant-TW', 'es-419', 'fil'],
    ['KO', 'ko_KR', 'ko-kr', 'korean', 'en-', 'ko-KR-x', ''],
  ],
  ['a hash', strings.sha256Rule, [a64, '0'.repeat(64)], [a64.toUpperCase(), `${a64}a`, a64.slice(1), 'g'.repeat(64)]],
  [
    'words with commas',
    strings.wordsRule,
    ['', 'agent', 'lead,house-rule', Array.from({ length: 20 }, () => 'a').join(',')],
    [',', 'agent,', 'Agent', 'agent, lead', `a${'b'.repeat(64)}`, Array.from({ length: 21 }, () => 'a').join(',')],
  ],
  ['a currency', strings.currencyRule, ['KRW', 'EUR'], ['krw', 'KR', 'KRWW', '₩', 'KRW\n']],
  ['a count', values.countRule(-2, 3), [-2, 0, 3], [-3, 4, 0.5, '1', NaN, Infinity, 1n, null, undefined, [1]]],
  ['an amount', values.amountMinorRule, [0, 15_000, 2 ** 53 - 1], [-1, 0.1, 2 ** 53, '1', NaN, Infinity]],
  ['a flag', values.flagRule, [true, false], [0, 1, 'true', null, undefined]],
  ['one of some words', values.oneOfRule(['a', 'b']), ['a', 'b'], ['c', 'A', '', ['a'], null, 'toString']],
  [
    'many of some words',
    values.manyOfRule(['a', 'b']),
    [[], ['b'], ['b', 'a']],
    [['a', 'a'], ['c'], 'a', { 0: 'a' }, null],
  ],
  [
    'an instant',
    values.instantRule,
    [new Date(0), new Date('9999-12-31T23:59:59.999Z')],
    [new Date(NaN), new Date(-1), new Date('+010000-01-01T00:00:00Z'), '2026-03-02T09:00:00Z', 0, null],
  ],
];

describe.each(table)('%s', (_, rule, good, bad) => {
  test.each(good.map((value) => [value]))('takes %j', (value) => expect(rule.accepts(value)).toBe(true));
  test.each(bad.map((value) => [value]))('refuses %p', (value) => expect(rule.accepts(value)).toBe(false));
  test('says so in a sentence', () => expect(rule.says).toMatch(/^must be [^$]+[^.]$/u));
});

describe('an instant in JSON', () => {
  test.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00+09:00', '2026-03-02T00:00:00.000Z'],
    ['2024-02-29T23:59:59.999999999-12:00', '2024-03-01T11:59:59.999Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s', (text, instant) => expect(toInstant(text)).toEqual(new Date(instant)));

  test.each([
    '2026-03-02',
    '2026-03-02T09:00Z',
    '2026-03-02T09:00:00',
    '2026-03-02 09:00:00Z',
    '2026-03-02T09:00:00+0900',
    '2026-03-02T09:00:00+24:00',
    '2026-02-29T09:00:00Z',
    '2100-02-29T09:00:00Z',
    '2026-04-31T09:00:00Z',
    '2026-00-01T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '1970-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '0000-01-01T00:00:00Z',
    '2026-03-02T09:00:00Z\n',
  ])('not %j, which stays as it is for the validator to name', (text) => {
    expect(isInstantText(text)).toBe(false);
    expect(toInstant(text)).toBe(text);
  });
});

test('64 KiB of hostile text cost one pass', () => {
  const rule = strings.textRule(65_536);
  const lines = [
    ' '.repeat(65_536),
    `${' '.repeat(65_535)}\u0000`,
    `${'a '.repeat(32_767)}\u0000`,
    '\u3164'.repeat(21_845),
  ];
  const began = performance.now();
  for (const text of lines) expect(rule.accepts(text)).toBe(false);
  expect(strings.emailRule.accepts(`${'a'.repeat(100)}@${'a.'.repeat(100)}`)).toBe(false);
  expect(performance.now() - began).toBeLessThan(500);
});

test.each([0, -1, 1.5, 65_537, NaN])('a limit of %p bytes is a mistake in the contract', (maxBytes) => {
  expect(() => strings.textRule(maxBytes)).toThrow('maxBytes');
});
