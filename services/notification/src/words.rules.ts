import type { CompensationKind, EscalationReason, Metric, Remedy, TeamFunction } from '@redress/contracts';

/** The languages that the house itself speaks: texts in others say these few words in English. */
export type Language = 'ko' | 'en';
export const languageOf = (locale: string): Language => (locale.split('-')[0] === 'ko' ? 'ko' : 'en');

type Said<Word extends string> = Readonly<Record<Language, Readonly<Record<Word, string>>>>;

export const remedyWords: Said<Remedy> = {
  ko: {
    refund: '환불',
    'partial-refund': '부분 환불',
    exchange: '교환',
    redelivery: '재배송',
    repair: '수리',
    compensation: '보상',
    explanation: '설명',
    apology: '사과',
    other: '별도 안내',
  },
  en: {
    refund: 'a refund',
    'partial-refund': 'a partial refund',
    exchange: 'an exchange',
    redelivery: 'a new delivery',
    repair: 'a repair',
    compensation: 'a compensation',
    explanation: 'an explanation',
    apology: 'an apology',
    other: 'as described below',
  },
};

export const compensationWords: Said<CompensationKind> = {
  ko: {
    'full-refund': '전액 환불',
    'partial-refund': '부분 환불',
    exchange: '교환',
    redelivery: '재배송',
    coupon: '쿠폰',
    points: '적립금',
    'apology-letter': '사과 편지',
    'extra-benefit': '추가 혜택',
  },
  en: {
    'full-refund': 'full refund',
    'partial-refund': 'partial refund',
    exchange: 'exchange',
    redelivery: 'new delivery',
    coupon: 'coupon',
    points: 'points',
    'apology-letter': 'letter of apology',
    'extra-benefit': 'extra benefit',
  },
};

export const metricWords: Said<Metric> = {
  ko: { 'first-response': '첫 답변', resolution: '해결' },
  en: { 'first-response': 'first answer', resolution: 'solution' },
};

export const reasonWords: Said<EscalationReason> = {
  ko: {
    'not-confirmed': '담당자가 확인하지 않았습니다',
    'no-owner': '담당자가 없습니다',
    unresolved: '정해진 시간 안에 해결되지 않았습니다',
    breach: '약속 시한을 넘겼습니다',
    'by-hand': '동료가 확인을 요청했습니다',
  },
  en: {
    'not-confirmed': 'its owner has not confirmed',
    'no-owner': 'nobody owns it',
    unresolved: 'it is not resolved in the time set',
    breach: 'a promise was missed',
    'by-hand': 'a colleague asked for it',
  },
};

export const teamWords: Said<TeamFunction> = {
  ko: {
    'customer-service': '고객서비스',
    product: '상품',
    logistics: '물류',
    quality: '품질',
    legal: '법무',
    finance: '재무',
  },
  en: {
    'customer-service': 'customer service',
    product: 'product',
    logistics: 'logistics',
    quality: 'quality',
    legal: 'legal',
    finance: 'finance',
  },
};

/** What stands where something is not known: it has to read well in every template. */
export const unknownWords = {
  ko: { customerName: '소중한', by: '최대한 빠른 시간 안에', owner: '전담', nobody: '없음' },
  en: { customerName: 'customer', by: 'as soon as we can', owner: 'One of our specialists', nobody: 'nobody' },
} as const;
