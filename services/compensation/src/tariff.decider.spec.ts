import { compensationKinds, complaintTypes, type TariffRule } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { shippedTariff, tariff } from './tariff.decider.js';

const given = specify(tariff);
const now = new Date('2026-03-02T09:00:00Z');
const refund: TariffRule = {
  ruleId: 'all-back',
  labelKo: '전액 환불',
  labelEn: 'All of it back',
  types: ['quality'],
  severities: [],
  tiers: [],
  kind: 'full-refund',
  currency: 'KRW',
  shareBasisPoints: 10_000,
};
const points: TariffRule = {
  ruleId: 'points',
  labelKo: '적립금',
  labelEn: 'Points',
  types: [],
  severities: [],
  tiers: ['gold', 'vip'],
  kind: 'points',
  currency: 'KRW',
  fixedMinor: 1_000,
};

describe('The tariff', () => {
  it('ships with something for every type of complaint, as version 1, and could be published as it is', () => {
    expect(shippedTariff.version).toBe(1);
    for (const type of complaintTypes)
      expect(shippedTariff.rules.filter(({ types }) => types.includes(type)).length).toBeGreaterThan(1);
    expect(new Set(shippedTariff.rules.map(({ kind }) => kind))).toEqual(new Set(compensationKinds));
    given().when('PublishTariff', shippedTariff, now).thenNothing();
  });

  it('is published as the next version', () => {
    const published = event('TariffPublished', { policyId: 'current', version: 2, rules: [refund, points] });
    given()
      .when('PublishTariff', { rules: [refund, points] }, now)
      .then(published);
    given(published)
      .when('PublishTariff', { rules: [refund, { ...points, tiers: ['vip', 'gold'] }] }, now)
      .thenNothing();
    given(published)
      .when('PublishTariff', { rules: [] }, now)
      .then(event('TariffPublished', { policyId: 'current', version: 3, rules: [] }));
  });

  it('says nothing twice and leaves no amount open', () => {
    const refused = (reason: string, ...rules: TariffRule[]) =>
      given().when('PublishTariff', { rules }, now).thenRefused(reason);
    const { shareBasisPoints: _, ...unpriced } = refund;
    refused('rule-repeated', refund, { ...points, ruleId: refund.ruleId });
    refused('amount-missing', unpriced);
    refused('amount-missing', { ...points, fixedMinor: 0 });
    refused('refund-not-full', { ...refund, shareBasisPoints: 5_000 });
    refused('refund-not-full', { ...refund, fixedMinor: 1 });
    refused('fixed-above-most', { ...points, mostMinor: 999 });
    refused('share-of-nothing', { ...unpriced, kind: 'exchange', mostMinor: 5 });
  });
});
