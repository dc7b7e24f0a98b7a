import type { TriageRule } from '@redress/contracts';
import { shipped } from './shipped-words.rules.js';

/** How many are concerned, and how soon somebody has to look. */
export const shippedSigns: readonly TriageRule[] = [
  shipped(
    'scope.recall',
    'A recall is spoken of / 리콜',
    '리콜, 회수 조치, 회수 대상, 자발적 회수, 판매 중지, recall, recalled, product recall, withdrawn from sale',
    { scope: 'many', team: 'quality', urgency: 'at-once' },
    'as i recall, i recall, recall that',
  ),
  shipped(
    'scope.others',
    'Others have it too / 다른 고객도 같은 문제',
    `다들 똑같*, 다들 같은, 다들 못, 다른 분들도, 다른 사람들도, 저만 그런 게 아*, 저뿐만 아니*, 후기에도, 리뷰에도 같은, 카페에서도, 여러 명이, 모두 같은 문제,
     everyone, everybody has, other people have, others have the same, same problem in the reviews, reviews say the same,
     not the only one, many customers, lots of people, all of us`,
    { scope: 'many' },
  ),
  shipped(
    'urgency.now',
    'It cannot wait / 급함',
    `지금 당장, 당장, 오늘 안에, 오늘 중으로, 급해요, 급합니다, 급하*, 긴급, 시급, 촌각,
     urgent, urgently, asap, as soon as possible, immediately, right now, emergency, today please`,
    { urgency: 'at-once' },
  ),
  shipped(
    'urgency.date',
    'A day is coming that it is needed for / 필요한 날이 다가옴',
    `내일까지, 이번 주까지, 이번주까지, 금요일까지, 주말까지, 생일, 결혼식, 돌잔치, 기념일, 선물이라*, 선물인데, 행사 때, 여행 전,
     by tomorrow, by friday, by monday, before the weekend, birthday, wedding, anniversary, funeral, party is`,
    { urgency: 'soon' },
  ),
  shipped(
    'urgency.often',
    'Told more than once without an answer / 여러 번 문의',
    `몇 번째, 몇번째, 세번째, 세 번째, 네번째, 네 번째, 여러 번, 여러번, 수차례, 계속 문의, 매번,
     third time, fourth time, several times, many times, numerous times, again and again, over and over, how many times`,
    { urgency: 'soon' },
  ),
  shipped(
    'sign.thanks',
    'Praise and suggestions / 칭찬·건의',
    '건의사항, 건의 사항, 건의드*, 칭찬*, suggestion, just wanted to say, compliment',
    { type: 'other', team: 'customer-service' },
  ),
];
