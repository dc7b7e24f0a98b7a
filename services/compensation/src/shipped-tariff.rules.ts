import type { CompensationKind, TariffRule } from '@redress/contracts';

/** In whole won, for complaints of any type, severity and tier unless more is said. */
const rule = (
  ruleId: string,
  kind: CompensationKind,
  [labelKo, labelEn]: readonly [string, string],
  rest: Partial<TariffRule>,
): TariffRule => ({ ruleId, kind, labelKo, labelEn, currency: 'KRW', types: [], severities: [], tiers: [], ...rest });

const whole = { shareBasisPoints: 10_000 };
const valued = ['gold', 'vip'] as const;
const vip = ['vip'] as const;
const serious = ['high-risk', 'important'] as const;

/** What ships with the product, in force until somebody publishes another. */
export const shippedRules: readonly TariffRule[] = [
  rule('delay-2-days', 'points', ['배송 2일 이상 지연: 적립금', 'Delivered 2 days late or more: points'], {
    types: ['delivery'],
    delayFromDays: 2,
    fixedMinor: 5_000,
  }),
  rule('delay-5-days', 'points', ['배송 5일 이상 지연: 적립금', 'Delivered 5 days late or more: points'], {
    types: ['delivery'],
    delayFromDays: 5,
    fixedMinor: 10_000,
  }),
  rule('delay-10-days', 'points', ['배송 10일 이상 지연: 적립금', 'Delivered 10 days late or more: points'], {
    types: ['delivery'],
    delayFromDays: 10,
    fixedMinor: 20_000,
  }),
  rule(
    'delay-10-days-refund',
    'full-refund',
    ['배송 10일 이상 지연: 전액 환불', 'Delivered 10 days late or more: full refund'],
    {
      types: ['delivery'],
      delayFromDays: 10,
      ...whole,
    },
  ),
  rule('delay-redelivery', 'redelivery', ['배송 지연·분실: 재배송', 'Late or lost: delivered again'], {
    types: ['delivery'],
    delayFromDays: 5,
  }),
  rule('delivery-apology', 'apology-letter', ['배송 불편: 사과문', 'Trouble with the delivery: letter of apology'], {
    types: ['delivery'],
  }),
  rule('delivery-coupon', 'coupon', ['배송 불편: 배송비 쿠폰', 'Trouble with the delivery: coupon for the shipping'], {
    types: ['delivery'],
    severities: serious,
    fixedMinor: 3_000,
  }),
  rule('defect-refund', 'full-refund', ['상품 하자: 전액 환불', 'Defective: full refund'], {
    types: ['quality'],
    ...whole,
  }),
  rule('defect-exchange', 'exchange', ['상품 하자: 교환', 'Defective: exchange'], { types: ['quality'] }),
  rule('defect-partial', 'partial-refund', ['경미한 하자: 20% 환불', 'Slightly defective: 20 % back'], {
    types: ['quality'],
    severities: ['normal'],
    shareBasisPoints: 2_000,
  }),
  rule('defect-danger', 'points', ['안전 관련 하자: 적립금', 'Defective and dangerous: points'], {
    types: ['quality'],
    severities: ['high-risk'],
    fixedMinor: 50_000,
  }),
  rule('defect-apology', 'apology-letter', ['중대한 하자: 사과문', 'Seriously defective: letter of apology'], {
    types: ['quality'],
    severities: serious,
  }),
  rule('description-refund', 'full-refund', ['설명과 다름: 전액 환불', 'Not as described: full refund'], {
    types: ['description'],
    ...whole,
  }),
  rule('description-partial', 'partial-refund', ['설명과 다름: 30% 환불', 'Not as described: 30 % back'], {
    types: ['description'],
    shareBasisPoints: 3_000,
    mostMinor: 300_000,
  }),
  rule('description-exchange', 'exchange', ['설명과 다름: 교환', 'Not as described: exchange'], {
    types: ['description'],
  }),
  rule('stock-out-refund', 'full-refund', ['품절: 전액 환불', 'Out of stock: full refund'], {
    types: ['stock-out'],
    ...whole,
  }),
  rule('stock-out-coupon', 'coupon', ['품절: 5,000원 쿠폰', 'Out of stock: coupon of 5,000 won'], {
    types: ['stock-out'],
    fixedMinor: 5_000,
  }),
  rule('stock-out-coupon-large', 'coupon', ['고액 주문 품절: 10% 쿠폰', 'Out of stock, large order: coupon of 10 %'], {
    types: ['stock-out'],
    orderValueFromMinor: 100_000,
    shareBasisPoints: 1_000,
    mostMinor: 30_000,
  }),
  rule('service-apology', 'apology-letter', ['응대 불만: 사과문', 'Unfriendly service: letter of apology'], {
    types: ['service'],
  }),
  rule('service-points', 'points', ['응대 불만: 적립금', 'Unfriendly service: points'], {
    types: ['service'],
    fixedMinor: 3_000,
  }),
  rule('service-points-serious', 'points', ['중대한 응대 불만: 적립금', 'Seriously wrong service: points'], {
    types: ['service'],
    severities: serious,
    fixedMinor: 10_000,
  }),
  rule('payment-refund', 'full-refund', ['결제 오류: 전액 환불', 'Wrongly charged: full refund'], {
    types: ['payment'],
    ...whole,
  }),
  rule('payment-points', 'points', ['결제 오류: 적립금', 'Wrongly charged: points'], {
    types: ['payment'],
    fixedMinor: 2_000,
  }),
  rule('payment-apology', 'apology-letter', ['결제 오류: 사과문', 'Wrongly charged: letter of apology'], {
    types: ['payment'],
    severities: serious,
  }),
  rule('return-refund', 'full-refund', ['반품: 전액 환불', 'Returned: full refund'], { types: ['return'], ...whole }),
  rule('return-coupon', 'coupon', ['반품 지연: 배송비 쿠폰', 'Return held up: coupon for the shipping'], {
    types: ['return'],
    fixedMinor: 3_000,
  }),
  rule('other-apology', 'apology-letter', ['기타 불편: 사과문', 'Any other trouble: letter of apology'], {
    types: ['other'],
  }),
  rule('other-points', 'points', ['기타 불편: 적립금', 'Any other trouble: points'], {
    types: ['other'],
    severities: serious,
    fixedMinor: 2_000,
  }),
  rule('valued-benefit', 'extra-benefit', ['골드·VIP 고객: 3% 추가 혜택', 'Gold and VIP customers: 3 % more'], {
    tiers: valued,
    shareBasisPoints: 300,
    mostMinor: 10_000,
  }),
  rule('vip-benefit', 'extra-benefit', ['VIP 고객: 5% 추가 혜택', 'VIP customers: 5 % more'], {
    tiers: vip,
    shareBasisPoints: 500,
    mostMinor: 50_000,
  }),
  rule(
    'vip-benefit-serious',
    'extra-benefit',
    ['VIP 고객 중대 불만: 추가 혜택', 'VIP customers, serious: more besides'],
    {
      tiers: vip,
      severities: serious,
      fixedMinor: 10_000,
      shareBasisPoints: 500,
      mostMinor: 100_000,
    },
  ),
];
