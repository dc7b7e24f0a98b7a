import { createHash } from 'node:crypto';
import { type ContractClass, type Field, fieldsOf } from '../kit/index.js';
import type { View } from '../kit/schema.js';

/** A sealed field of fixed text. No key opens it: examples show the form, and examples last. */
export const sealedSample = `1.${Buffer.from('sealed: what stands here is personal').toString('base64url')}`;

/** A valid value of a class in JSON, every field filled; the same for the same fields, on every machine. */
export const sampleOf = (type: ContractClass, view: View): Readonly<Record<string, unknown>> =>
  Object.fromEntries(fieldsOf(type).map((field) => [field.name, sampleField(field, view)]));

/** A UUID (version 4 in form) that follows from a name. */
export const sampleId = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const sampleField = (field: Field, view: View): unknown => {
  const { kind, nested, personal } = field;
  if (personal && view === 'stored') return sealedSample;
  if (nested) return kind === 'list-of' ? [sampleOf(nested(), view)] : sampleOf(nested(), view);
  return samples[kind as Exclude<Field['kind'], 'shape' | 'list-of'>](field);
};

const samples: Readonly<Record<Exclude<Field['kind'], 'shape' | 'list-of'>, (field: Field) => unknown>> = {
  id: ({ name }) => sampleId(name),
  code: ({ name, limits }) => within(`${name}-1042`, limits.maxBytes),
  line: ({ limits }) => within('주문 1042, 흰색 주전자', limits.maxBytes),
  text: ({ limits }) => within('주전자가 깨진 채로 왔습니다.\n환불을 원합니다.', limits.maxBytes),
  instant: ({ name }) => new Date(Date.UTC(2026, 2, 2, 9, minutes(name))).toISOString(),
  'one-of': ({ limits }) => limits.values?.[0],
  'many-of': ({ limits }) => limits.values?.slice(0, 2),
  count: ({ limits }) => Math.min(limits.max ?? 3, Math.max(limits.min ?? 0, 3)),
  flag: () => true,
  'amount-minor': () => 15_000,
  currency: () => 'KRW',
  email: () => '민지@example.kr',
  phone: () => '+82 2-1234-5678',
  locale: () => 'ko',
  words: () => 'agent,lead',
  facts: () => ({ orderNumber: 'orderNumber-1042', parts: 2 }),
  sha256: ({ name }) => createHash('sha256').update(name).digest('hex'),
};

/** As many whole characters as fit; of a text that begins with a visible one. */
const within = (text: string, maxBytes = Infinity): string => {
  let fitting = '';
  for (const character of text) {
    if (Buffer.byteLength(fitting + character) > maxBytes) break;
    fitting += character;
  }
  return fitting === '' ? 'x' : fitting;
};

/** Instants of one example differ, since a reader who mixes them up should be noticed. */
const minutes = (name: string): number => createHash('sha256').update(name).digest().readUInt8(0);
