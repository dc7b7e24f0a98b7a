import { faultsOf, type TriageRule, TriageRulesGiven } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { assessed, type Assessed } from './assessing.rules.js';
import { shippedPolicy, ownershipPolicy } from './ownership-policy.decider.js';
import { shipped, terms } from './shipped-words.rules.js';
import { shippedRules, triageRules } from './triage-rules.decider.js';

const given = specify(triageRules);
const at = new Date('2026-03-02T09:00:00Z');
const rule = shipped('late', 'Late', 'late, 늦어*', { type: 'delivery' });
const published = event('TriageRulesPublished', { policyId: 'current', version: 2, rules: [rule] });

describe('The rules of triage', () => {
  it('ship as version 1, and are fit to be published', () => {
    expect(shippedRules.rules.length).toBeGreaterThanOrEqual(30);
    expect(faultsOf(TriageRulesGiven, JSON.parse(JSON.stringify({ rules: shippedRules.rules })))).toEqual([]);
    given().when('PublishRules', { rules: shippedRules.rules }, at).thenNothing();
  });

  it('are published as the next version, and not again when they are the same', () => {
    given()
      .when('PublishRules', { rules: [rule] }, at)
      .then(published);
    given(published)
      .when('PublishRules', { rules: [{ ...rule, words: terms('late, late , 늦어*') }] }, at)
      .thenNothing();
  });

  it.each<[string, Partial<TriageRule>]>([
    ['rule-without-condition', { words: [] }],
    ['value-without-currency', { orderValueFromMinor: 5 }],
    ['currency-without-value', { orderCurrency: 'KRW' }],
    ['word-without-letters', { words: terms('!!') }],
    ['star-inside', { words: terms('la*te') }],
    ['star-inside', { products: [{ code: '*x' }] }],
  ])('say what is wrong: %s', (reason, wrong) =>
    given()
      .when('PublishRules', { rules: [{ ...rule, ...wrong }] }, at)
      .thenRefused(reason),
  );

  it('are each there once, and something follows from each', () => {
    given()
      .when('PublishRules', { rules: [rule, rule] }, at)
      .thenRefused('rule-repeated');
    const { type: _, ...nothing } = rule;
    given()
      .when('PublishRules', { rules: [nothing] }, at)
      .thenRefused('rule-without-outcome');
    const many = Array.from({ length: 200 }, (_, index) => ({ term: `${'word'.repeat(8)}${index}` }));
    const huge = Array.from({ length: 60 }, (_, index) => ({ ...rule, ruleId: `rule-${index}`, words: many }));
    given().when('PublishRules', { rules: huge }, at).thenRefused('rules-too-large');
  });
});

describe('A rule', () => {
  const about = (more: Partial<Assessed> = {}): Assessed => ({ text: 'it is late', repeats: 0, ...more });
  const fires = (wanted: Partial<TriageRule>, complaint = about()): boolean =>
    assessed([{ ...rule, ...wanted }], complaint).fired.length > 0;

  it('fires on one of its words, and names those that it found', () => {
    const { fired } = assessed([rule], about({ text: '너무 늦어요, too late' }));
    expect(fired).toEqual([{ ruleId: 'late', words: terms('late, 늦어*') }]);
    expect(fires({}, about({ text: 'fine' }))).toBe(false);
    expect(fires({ unless: terms('never late') }, about({ text: 'you are never late' }))).toBe(false);
  });

  it('wants everything that it names', () => {
    expect(fires({ tiers: ['vip'] })).toBe(false);
    expect(fires({ tiers: ['vip'] }, about({ tier: 'vip' }))).toBe(true);
    expect(fires({ channels: ['chat'] }, about({ channel: 'mail' }))).toBe(false);
    expect(fires({ repeatsFrom: 2 }, about({ repeats: 1 }))).toBe(false);
    expect(fires({ repeatsFrom: 2 }, about({ repeats: 2 }))).toBe(true);
    expect(fires({ products: [{ code: 'TOY-*' }] }, about({ productCode: 'TOY-77' }))).toBe(true);
    expect(fires({ products: [{ code: 'TOY-*' }] }, about({ productCode: 'toy' }))).toBe(false);
    const dear = { orderValueFromMinor: 500_000, orderCurrency: 'KRW' };
    expect(fires(dear, about({ orderValueMinor: 500_000, orderCurrency: 'KRW' }))).toBe(true);
    expect(fires(dear, about({ orderValueMinor: 499_999, orderCurrency: 'KRW' }))).toBe(false);
    expect(fires(dear, about({ orderValueMinor: 500_000, orderCurrency: 'USD' }))).toBe(false);
    expect(fires(dear)).toBe(false);
  });

  it('decides before those behind it, each outcome for itself', () => {
    const rules = [
      shipped('a', 'A', 'late', { urgency: 'soon' }),
      shipped('b', 'B', 'late', { type: 'delivery', urgency: 'normal', team: 'logistics' }),
      shipped('c', 'C', 'late', { type: 'service' }),
    ];
    expect(assessed(rules, about())).toMatchObject({ urgency: 'soon', type: 'delivery', team: 'logistics' });
    expect(assessed([], about())).toEqual({
      type: 'other',
      severity: 'normal',
      scope: 'single',
      urgency: 'normal',
      team: 'customer-service',
      fired: [],
    });
  });
});

describe('The ownership policy', () => {
  it('is published as the next version, and not again when it is the same', () => {
    const { version: _, ...policy } = shippedPolicy;
    const faster = { ...policy, confirmWithinMinutes: 5 };
    const next = event('OwnershipPolicyPublished', { policyId: 'current', version: 2, ...faster });
    const policies = specify(ownershipPolicy);
    policies().when('PublishPolicy', policy, at).thenNothing();
    policies().when('PublishPolicy', faster, at).then(next);
    policies(next).when('PublishPolicy', faster, at).thenNothing();
  });
});
