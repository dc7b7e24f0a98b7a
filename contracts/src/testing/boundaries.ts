import { type ContractClass, type Field, fieldsOf } from '../kit/index.js';
import { sampleOf } from '../publishing/sample.js';

type Boundary = readonly [fits: boolean, value: unknown];

/** Good JSON but for one field, which stands exactly at its limit or the smallest step beyond; and whether that fits. */
export function* boundariesOf(type: ContractClass): Generator<readonly [fits: boolean, json: string]> {
  const sample = sampleOf(type, 'request');
  for (const field of fieldsOf(type))
    for (const [fits, value] of limitsOf(field)) yield [fits, JSON.stringify({ ...sample, [field.name]: value })];
}

/** Longer lists stand in answers, which nobody validates; a body of so many values is refused as a whole. */
const longestTried = 100;

const limitsOf = ({ kind, limits, nested }: Field): readonly Boundary[] => {
  const { maxBytes = 0, min = 0, max = 0, values = [] } = limits;
  if (kind === 'code' || kind === 'line' || kind === 'text') return lengths(maxBytes);
  if (kind === 'count' || kind === 'amount-minor') return steps(min, max);
  if (kind === 'many-of')
    return [
      [true, values],
      [false, [...values, values[0]]],
    ];
  if (kind === 'list-of' && nested && max <= longestTried) return items(max, sampleOf(nested(), 'request'));
  return [];
};

/** In characters of one, three and four bytes, the last filled up to the limit with `a`. */
const lengths = (maxBytes: number): readonly Boundary[] =>
  ['a', '가', '😀'].flatMap((character): readonly Boundary[] => {
    const bytes = Buffer.byteLength(character);
    const full = character.repeat(Math.floor(maxBytes / bytes)) + 'a'.repeat(maxBytes % bytes);
    return [
      [true, full],
      [false, `${full}a`],
      [false, `${full}😀`],
    ];
  });

const steps = (min: number, max: number): readonly Boundary[] => [
  [true, min],
  [true, max],
  [false, min - 1],
  // Beyond 2^53 the next number is the one after.
  [false, max + (max < Number.MAX_SAFE_INTEGER ? 1 : 2)],
];

const items = (max: number, item: unknown): readonly Boundary[] => [
  [true, Array.from({ length: max }, () => item)],
  [false, Array.from({ length: max + 1 }, () => item)],
];
