import { type NoticeKind, noticeKinds, type TemplateText } from '@redress/contracts';
import { shippedEnglish } from './shipped-english.rules.js';
import { shippedKorean } from './shipped-korean.rules.js';

/** What ships with the product as version 1 of every kind, in Korean and English. */
export const shippedTexts = Object.fromEntries(
  noticeKinds.map((kind) => [
    kind,
    [
      { locale: 'en', ...shippedEnglish[kind] },
      { locale: 'ko', ...shippedKorean[kind] },
    ],
  ]),
) as unknown as Readonly<Record<NoticeKind, readonly TemplateText[]>>;
