import type { Channel, ComplaintType } from '@redress/contracts';
import type { Chances } from './chances.js';
import type { Language } from './customers.js';
import { couriers, type Product } from './shop.js';
import { closings, type Mood, openings, surgeParts } from './words/around.js';
import type { Letter } from './words/letter.js';

/** What a text is about, for the places that it leaves open. */
export interface Matter {
  readonly product: Product;
  readonly orderNumber: string;
  readonly days: number;
  readonly courier: string;
  readonly language: Language;
}

export const matterOf = (chances: Chances, about: Omit<Matter, 'days' | 'courier'>): Matter => ({
  ...about,
  days: chances.whole(2, 9),
  courier: chances.pick(couriers),
});

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const finals = 28;

/** Whether the last syllable ends in a consonant, which decides what a Korean particle after it looks like. */
const endsInConsonant = (word: string): boolean => {
  const code = word.codePointAt(word.length - 1) ?? 0;
  return code >= firstSyllable && code <= lastSyllable && (code - firstSyllable) % finals !== 0;
};

/** `{product}`, and `{product:이/가}` with the particle that fits. */
export const filled = (text: string, { product, orderNumber, days, courier, language }: Matter): string => {
  const values: Readonly<Record<string, string>> = {
    product: product[language],
    brand: product.brand,
    order: orderNumber,
    days: String(days),
    courier,
  };
  return text.replaceAll(
    /\{(\w+)(?::([^/}]+)\/([^}]+))?\}/g,
    (_, name: string, afterConsonant = '', afterVowel = '') => {
      const value = values[name];
      if (value === undefined) throw new Error(`Nothing is known of {${name}} in: ${text}`);
      return `${value}${endsInConsonant(value) ? afterConsonant : afterVowel}`;
    },
  );
};

const moods: readonly (readonly [number, Mood])[] = [
  [35, 'polite'],
  [40, 'plain'],
  [25, 'angry'],
];

/** Short where people write quickly, with a beginning and an end where they take their time. */
export const spoken = (chances: Chances, letter: Letter, channel: Channel, matter: Matter): string => {
  const mood = chances.weighted(moods);
  const isQuick = channel === 'chat' || channel === 'social';
  const opens = chances.percent(isQuick ? 25 : 60);
  const closes = chances.percent(isQuick ? 20 : 60);
  const [opening, closing] = [
    chances.pick(openings[letter.language][mood]),
    chances.pick(closings[letter.language][mood]),
  ];
  const parts = letter.isWhole ? [letter.text] : [opens ? opening : '', letter.text, closes ? closing : ''];
  const between = channel === 'mail' ? '\n\n' : ' ';
  return filled(parts.filter((part) => part !== '').join(between), matter);
};

export const spokenInSurge = (chances: Chances, language: Language): string =>
  surgeParts[language].map((parts) => chances.pick(parts)).join(' ');

const subjects: Readonly<Record<ComplaintType, Readonly<Record<Language, string>>>> = {
  delivery: { ko: '배송이 안 옵니다', en: 'Where is my order?' },
  quality: { ko: '불량 상품 문의', en: 'Faulty item' },
  description: { ko: '상품 설명과 다릅니다', en: 'Not as described' },
  service: { ko: '상담원 응대 불만', en: 'How I was treated' },
  payment: { ko: '결제 오류 문의', en: 'Charged wrongly' },
  return: { ko: '반품 환불 관련', en: 'My refund' },
  'stock-out': { ko: '품절 취소 건', en: 'Sold out after payment' },
  other: { ko: '문의드립니다', en: 'A question' },
};
const unspecific: Readonly<Record<Language, readonly string[]>> = {
  ko: ['문의드립니다', '확인 부탁드립니다', '답변 주세요', '(제목 없음)'],
  en: ['Complaint', 'Please help', 'Urgent', 'My order'],
};

/** Mails have one, forms may. */
export const subjectOf = (
  chances: Chances,
  { about, language }: Pick<Letter, 'about' | 'language'>,
  channel: Channel,
): string | undefined => {
  const isSpecific = chances.percent(50);
  const general = chances.pick(unspecific[language]);
  if (channel !== 'mail' && !(channel === 'web' && chances.percent(50))) return undefined;
  return isSpecific ? subjects[about][language] : general;
};
