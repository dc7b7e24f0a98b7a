import type { TriageRule } from '@redress/contracts';

export type RulesReason =
  | 'rule-repeated'
  | 'rule-without-condition'
  | 'rule-without-outcome'
  | 'value-without-currency'
  | 'currency-without-value'
  | 'word-without-letters'
  | 'star-inside'
  | 'rules-too-large';

interface Fault {
  readonly reason: RulesReason;
  readonly detail: string;
}

/** In characters of JSON; an event is at most a mebibyte in UTF-8, where Hangul takes three bytes each. */
const largest = 300_000;

const hasCondition = ({ words, products, tiers, channels, ...rule }: TriageRule): boolean =>
  words.length + products.length + tiers.length + channels.length > 0 ||
  rule.orderValueFromMinor !== undefined ||
  rule.repeatsFrom !== undefined;

const hasOutcome = ({ type, severity, scope, urgency, team }: TriageRule): boolean =>
  [type, severity, scope, urgency, team].some((outcome) => outcome !== undefined);

const starInside = (text: string): boolean => text.slice(0, -1).includes('*');

const faultOf = (rule: TriageRule): Fault | undefined => {
  const { ruleId, words, unless, products, orderValueFromMinor, orderCurrency } = rule;
  const all = [...words, ...unless].map(({ term }) => term);
  if (!hasCondition(rule)) return fault('rule-without-condition', `${ruleId} would fire on every complaint.`);
  if (!hasOutcome(rule)) return fault('rule-without-outcome', `${ruleId} fires, and nothing follows from it.`);
  if (orderValueFromMinor !== undefined && orderCurrency === undefined)
    return fault('value-without-currency', `${ruleId} names an order value without its currency.`);
  if (orderCurrency !== undefined && orderValueFromMinor === undefined)
    return fault('currency-without-value', `${ruleId} names a currency without an order value.`);
  const empty = all.find((term) => !/[\p{L}\p{N}]/u.test(term));
  if (empty !== undefined) return fault('word-without-letters', `${ruleId} looks for “${empty}”, which is no word.`);
  const starred = [...all, ...products.map(({ code }) => code)].find(starInside);
  if (starred !== undefined)
    return fault('star-inside', `${ruleId}: a star stands at the end or not at all, not as in “${starred}”.`);
  return undefined;
};

const fault = (reason: RulesReason, detail: string): Fault => ({ reason, detail });

/** What is wrong with rules that somebody wrote, or `undefined`: the first fault, naming its rule. */
export const faultOfRules = (rules: readonly TriageRule[]): Fault | undefined => {
  const seen = new Set<string>();
  for (const rule of rules) {
    if (seen.has(rule.ruleId)) return fault('rule-repeated', `Two rules are called ${rule.ruleId}.`);
    seen.add(rule.ruleId);
    const found = faultOf(rule);
    if (found) return found;
  }
  return JSON.stringify(rules).length > largest
    ? fault('rules-too-large', `All rules together have at most ${largest} characters.`)
    : undefined;
};

/** However it was written down: its fields in one order, words without blanks around them, each once. */
export const inOneForm = (rule: TriageRule): TriageRule => {
  const { ruleId, label, words, unless, products, tiers, channels } = rule;
  const { orderValueFromMinor, orderCurrency, repeatsFrom, type, severity, scope, urgency, team } = rule;
  return {
    ruleId,
    label,
    words: eachOnce(words.map(({ term }) => term.trim())).map((term) => ({ term })),
    unless: eachOnce(unless.map(({ term }) => term.trim())).map((term) => ({ term })),
    products: eachOnce(products.map(({ code }) => code)).map((code) => ({ code })),
    tiers: [...tiers],
    channels: [...channels],
    ...(orderValueFromMinor !== undefined && { orderValueFromMinor }),
    ...(orderCurrency !== undefined && { orderCurrency }),
    ...(repeatsFrom !== undefined && { repeatsFrom }),
    ...(type !== undefined && { type }),
    ...(severity !== undefined && { severity }),
    ...(scope !== undefined && { scope }),
    ...(urgency !== undefined && { urgency }),
    ...(team !== undefined && { team }),
  };
};

const eachOnce = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
