type Json = Readonly<Record<string, unknown>>;

/** Values that validators are known to disagree about, or that somebody will send. */
export const oddities: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  9_007_199_254_740_991,
  9_007_199_254_740_992,
  1e21,
  '',
  ' ',
  '0',
  '1',
  'true',
  'red',
  'red,green',
  'a\u0000b',
  'a\u0007b',
  'a\u0085b',
  'a\tb',
  'a\nb',
  'a\r\nb',
  'a\u2028b',
  '\ud800',
  'a\udc00b',
  '😀',
  '😀😀😀😀',
  '😀😀😀😀a',
  '가나다라마',
  '가나다라마바',
  '\u3164',
  '\u3164\u200b',
  '\u202egnp',
  'e\u0301',
  '2026-02-28',
  '2026-02-30T00:00:00Z',
  '2026-02-28T09:00:00',
  '2026-02-28T09:00Z',
  '2026-02-28T09:00:00Z',
  '2026-02-28t09:00:00z',
  '2026-02-28 09:00:00Z',
  '2024-02-29T09:00:00+09:00',
  '2025-02-29T09:00:00+09:00',
  '2026-02-28T24:00:00Z',
  '2026-12-31T23:59:60Z',
  '2026-02-28T09:00:00.123456789+14:00',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00+09:00',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59.999-01:00',
  '+010000-01-01T00:00:00Z',
  '홍길동@한국.kr',
  '"a b"@example.kr',
  'a@b',
  'a@b.',
  'a@.b',
  'a..b@example.kr',
  'a@b@c.kr',
  'a@b.kr\nBcc: x@y.kr',
  `${'a'.repeat(310)}@example.kr`,
  `${'가'.repeat(110)}@example.kr`,
  '+82 10-1234-5678',
  '02)123-4567',
  '123',
  '--------',
  '١٢٣٤٥',
  'ko',
  'en-US',
  'en-us',
  'zh-Hant-TW',
  'KRW',
  'krw',
  'KRW ',
  'A'.repeat(64),
  'a'.repeat(64),
  'a'.repeat(65_537),
  'a1b2c3d4-0000-4000-8000-000000000000',
  'A1B2C3D4-0000-4000-8000-000000000000',
  '{a1b2c3d4-0000-4000-8000-000000000000}',
  '1.c2VhbGVk',
  [],
  [[]],
  [null],
  [1],
  ['red'],
  ['red', 'red'],
  ['red', 'purple'],
  ['red', 'green', 'blue'],
  ['red', 'green', 'blue', 'red'],
  [{}],
  [[{}]],
  [{}, {}, {}, {}],
  {},
  { length: 0 },
  { then: 1 },
  { toString: 1 },
  { hasOwnProperty: 1 },
  { 0: 'red' },
];

/** How much is tried in each field. */
interface Effort {
  readonly values: readonly unknown[];
  /** Of a repeated character. */
  readonly lengths: readonly number[];
  /** Instead of the whole. */
  readonly bodies: readonly unknown[];
  /** How many objects deep: what is deeper has a class of its own, with its own turn. */
  readonly depth: number;
}

export const everything: Effort = {
  values: oddities,
  lengths: [4, 5, 6, 8, 9, 15, 16, 17, 24, 25],
  // Nest takes an absent body for an empty one, and null for absent.
  bodies: oddities.filter((oddity) => oddity !== null),
  depth: Infinity,
};
/** Enough to see that a field is checked at all, where its rule is tried elsewhere. */
export const little: Effort = {
  values: [null, 0, 1.5, -1, '', 'a\u0000b', '\ud800', '2026-02-30T00:00:00Z', true, [], [{}], {}],
  lengths: [9],
  bodies: [1, 'x', true, [], [{}], {}],
  depth: 1,
};

/** JSON texts that differ from a good one in one place. */
export function* mutantsOf(good: Json, effort: Effort): Generator<string> {
  for (const mutant of mutate(good, effort, effort.depth)) yield JSON.stringify(mutant);
  for (const body of effort.bodies) yield JSON.stringify(body);
  const text = JSON.stringify(good);
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'extra'])
    for (const value of ['null', '1', '"x"', '{}', '[]', '{"constructor":"x"}'])
      yield `{"${name}":${value},${text.slice(1)}`;
}

function* mutate(value: unknown, effort: Effort, depth: number): Generator<unknown> {
  if (Array.isArray(value)) {
    yield [];
    yield [...(value as unknown[]), ...(value as unknown[])];
    for (const [index, item] of value.entries())
      for (const mutant of mutate(item, effort, depth))
        yield value.map((one: unknown, at) => (at === index ? mutant : one));
    return;
  }
  if (typeof value !== 'object' || value === null || depth === 0) return;
  const fields = value as Json;
  yield { ...fields, extra: 1 };
  for (const [name, inner] of Object.entries(fields)) {
    yield Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
    for (const oddity of effort.values) yield { ...fields, [name]: oddity };
    if (typeof inner === 'string')
      for (const text of stretched(inner, effort.lengths)) yield { ...fields, [name]: text };
    for (const mutant of mutate(inner, effort, depth - 1)) yield { ...fields, [name]: mutant };
  }
}

/** By characters of one, three and four bytes; and with something unseemly in it. */
const stretched = (text: string, lengths: readonly number[]): readonly string[] => [
  ...['a', '가', '😀'].flatMap((character) => lengths.map((length) => character.repeat(length))),
  `${text}\u0000`,
  `${text}\ud800`,
  `${text}\n`,
  ` ${text} `,
  text.toUpperCase(),
];
