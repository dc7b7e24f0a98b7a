import { compensationKinds, complaintTypes, severities, type TariffRule, tiers } from '@redress/contracts';
import fc from 'fast-check';
import { shippedRules } from './shipped-tariff.rules.js';
import { daysLate, isRefund, type Known, optionsFor, shareOf } from './tariff.rules.js';

const now = new Date('2026-03-12T09:00:00Z');
const won = (amountMinor: number) => ({ amountMinor, currency: 'KRW' });
const complaint = (known: Partial<Known>): Known => ({
  type: 'delivery',
  severity: 'normal',
  orderValue: won(50_000),
  ...known,
});
const offered = (known: Partial<Known>): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(
    optionsFor(shippedRules, complaint(known), now).map(({ kind, amount }) => [kind, amount?.amountMinor]),
  );

const amounts = fc.oneof(fc.nat({ max: 1_000_000 }), fc.maxSafeNat());
const anyRule = fc.record<TariffRule>(
  {
    ruleId: fc.uuid(),
    labelKo: fc.constant('규칙'),
    labelEn: fc.constant('rule'),
    types: fc.subarray([...complaintTypes]),
    severities: fc.subarray([...severities]),
    tiers: fc.subarray([...tiers]),
    kind: fc.constantFrom(...compensationKinds),
    currency: fc.constantFrom('KRW', 'USD'),
    delayFromDays: fc.nat({ max: 20 }),
    orderValueFromMinor: amounts,
    shareBasisPoints: fc.nat({ max: 10_000 }),
    fixedMinor: amounts,
    mostMinor: amounts,
  },
  { requiredKeys: ['ruleId', 'labelKo', 'labelEn', 'types', 'severities', 'tiers', 'kind', 'currency'] },
) as fc.Arbitrary<TariffRule>;
const anyKnown = fc.record<Known>(
  {
    type: fc.constantFrom(...complaintTypes),
    severity: fc.constantFrom(...severities),
    tier: fc.constantFrom(...tiers),
    orderValue: fc.record({ amountMinor: amounts, currency: fc.constantFrom('KRW', 'USD') }),
    promisedAt: fc.date({ min: new Date('2026-02-01'), max: new Date('2026-03-12'), noInvalidDate: true }),
    deliveredAt: fc.date({ min: new Date('2026-02-01'), max: new Date('2026-03-12'), noInvalidDate: true }),
  },
  { requiredKeys: ['type', 'severity'] },
) as fc.Arbitrary<Known>;
const anyRules = fc.uniqueArray(anyRule, { maxLength: 30, selector: ({ ruleId }) => ruleId });

describe('What the shipped tariff offers', () => {
  it('for a late delivery is more, the later it was', () => {
    const late = (days: number) => offered({ promisedAt: new Date(now.getTime() - days * 86_400_000) });
    expect(late(1)).toEqual({ 'apology-letter': undefined });
    expect(late(2)).toEqual({ points: 5_000, 'apology-letter': undefined });
    expect(late(5)).toEqual({ points: 10_000, redelivery: undefined, 'apology-letter': undefined });
    expect(late(10)).toMatchObject({ 'full-refund': 50_000, points: 20_000 });
  });

  it('counts lateness until the delivery, where there was one', () => {
    const promisedAt = new Date('2026-03-01T09:00:00Z');
    expect(daysLate(complaint({ promisedAt, deliveredAt: new Date('2026-03-04T08:59:59Z') }), now)).toBe(2);
    expect(daysLate(complaint({ promisedAt, deliveredAt: new Date('2026-02-27T09:00:00Z') }), now)).toBe(0);
    expect(daysLate(complaint({ promisedAt }), now)).toBe(11);
  });

  it('for a defect is the money back or an exchange', () =>
    expect(offered({ type: 'quality' })).toEqual({
      'full-refund': 50_000,
      'partial-refund': 10_000,
      exchange: undefined,
    }));

  it('for what was out of stock is the money back and a coupon', () => {
    expect(offered({ type: 'stock-out' })).toEqual({ 'full-refund': 50_000, coupon: 5_000 });
    expect(offered({ type: 'stock-out', orderValue: won(200_000) })).toEqual({
      'full-refund': 200_000,
      coupon: 20_000,
    });
    expect(offered({ type: 'stock-out', orderValue: won(900_000) })).toEqual({
      'full-refund': 900_000,
      coupon: 30_000,
    });
  });

  it('is more for a VIP', () => {
    expect(offered({ type: 'service', tier: 'vip' })).toMatchObject({ points: 3_000, 'extra-benefit': 2_500 });
    expect(offered({ type: 'service', tier: 'gold' })).toMatchObject({ 'extra-benefit': 1_500 });
    expect(offered({ type: 'service' })).toEqual({ points: 3_000, 'apology-letter': undefined });
  });

  it('has no amount where nothing is known of the order, or it was paid in another currency', () => {
    expect(offered({ type: 'service', orderValue: undefined })).toEqual({ 'apology-letter': undefined });
    expect(offered({ type: 'quality', orderValue: { amountMinor: 5_000, currency: 'USD' } })).toEqual({
      exchange: undefined,
    });
  });

  it('comes with the strongest first', () => {
    const kinds = optionsFor(shippedRules, complaint({ type: 'quality' }), now).map(({ kind }) => kind);
    expect(kinds).toEqual(['full-refund', 'partial-refund', 'exchange']);
  });
});

describe('Whatever the tariff says', () => {
  it('a refund is never more than the order was worth, and nothing is more than the rule’s most', () =>
    fc.assert(
      fc.property(anyRules, anyKnown, (rules, known) => {
        for (const { ruleId, kind, amount } of optionsFor(rules, known, now)) {
          if (!amount) continue;
          const { mostMinor } = rules.find((one) => one.ruleId === ruleId)!;
          expect(Number.isSafeInteger(amount.amountMinor) && amount.amountMinor > 0).toBe(true);
          expect(amount.currency).toBe(known.orderValue?.currency);
          if (isRefund(kind)) expect(amount.amountMinor).toBeLessThanOrEqual(known.orderValue!.amountMinor);
          if (mostMinor !== undefined) expect(amount.amountMinor).toBeLessThanOrEqual(mostMinor);
        }
      }),
    ));

  it('each kind is offered once, in whatever order the rules stand', () =>
    fc.assert(
      fc.property(anyRules, anyKnown, fc.infiniteStream(fc.nat()), (rules, known, draws) => {
        const shuffled = rules
          .map((rule) => ({ rule, place: draws.next().value as number }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ rule }) => rule);
        const options = optionsFor(rules, known, now);
        expect(optionsFor(shuffled, known, now)).toEqual(options);
        expect(new Set(options.map(({ kind }) => kind)).size).toBe(options.length);
      }),
    ));

  it('another rule never makes an offer of a kind smaller', () =>
    fc.assert(
      fc.property(anyRules, anyRule, anyKnown, (rules, more, known) => {
        const after = optionsFor([...rules, more], known, now);
        for (const { kind, amount } of optionsFor(rules, known, now))
          expect(after.find((one) => one.kind === kind)?.amount?.amountMinor ?? -1).toBeGreaterThanOrEqual(
            amount?.amountMinor ?? -1,
          );
      }),
    ));

  it('a share is exact to the minor unit, halves away from zero', () => {
    expect([shareOf(5, 1_000), shareOf(15, 1_000), shareOf(4, 1_000), shareOf(9_999, 10_000)]).toEqual([
      1, 2, 0, 9_999,
    ]);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 10_000 }), (value, basisPoints) => {
        const distance = BigInt(shareOf(value, basisPoints)) * 10_000n - BigInt(value) * BigInt(basisPoints);
        expect(distance > -5_000n && distance <= 5_000n).toBe(true);
      }),
    );
  });
});
