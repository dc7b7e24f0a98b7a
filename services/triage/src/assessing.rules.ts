import type {
  Channel,
  ComplaintType,
  FiredRule,
  Scope,
  Severity,
  TeamFunction,
  Tier,
  TriageRule,
  Urgency,
} from '@redress/contracts';
import { finds, type Prepared, prepared } from './matching.rules.js';

/** What rules look at. */
export interface Assessed {
  readonly text: string;
  readonly productCode?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly channel?: Channel | undefined;
  /** In minor units of `orderCurrency`. */
  readonly orderValueMinor?: number | undefined;
  readonly orderCurrency?: string | undefined;
  /** So many complaints of the same customer came in the 90 days before. */
  readonly repeats: number;
}

/** What rules say, and which of them. */
export interface Findings {
  readonly type: ComplaintType;
  readonly severity: Severity;
  readonly scope: Scope;
  readonly urgency: Urgency;
  readonly team: TeamFunction;
  readonly fired: readonly FiredRule[];
}

/** What an event can hold. */
const mostFired = 100;
const mostWords = 50;

const isProduct =
  (productCode: string) =>
  ({ code }: { readonly code: string }): boolean =>
    code.endsWith('*') ? productCode.startsWith(code.slice(0, -1)) : code === productCode;

const oneOf = <T>(wanted: readonly T[], value: T | undefined): boolean =>
  wanted.length === 0 || (value !== undefined && wanted.includes(value));

const isAbout = ({ products, tiers, channels, ...rule }: TriageRule, about: Assessed): boolean =>
  oneOf(tiers, about.tier) &&
  oneOf(channels, about.channel) &&
  (products.length === 0 || (about.productCode !== undefined && products.some(isProduct(about.productCode)))) &&
  (rule.orderValueFromMinor === undefined ||
    (about.orderCurrency === rule.orderCurrency && (about.orderValueMinor ?? -1) >= rule.orderValueFromMinor)) &&
  about.repeats >= (rule.repeatsFrom ?? 0);

const firedOn = (rule: TriageRule, about: Assessed, text: Prepared): FiredRule | undefined => {
  if (!isAbout(rule, about)) return undefined;
  const words = rule.words.filter(({ term }) => finds(text, term));
  if (rule.words.length > 0 && words.length === 0) return undefined;
  if (rule.unless.some(({ term }) => finds(text, term))) return undefined;
  return { ruleId: rule.ruleId, words: words.slice(0, mostWords) };
};

/** By rules in their order: the first that fires with an outcome decides it; without one it is what most complaints are. */
export const assessed = (rules: readonly TriageRule[], about: Assessed): Findings => {
  const text = prepared(about.text);
  const fired = rules.flatMap((rule) => {
    const on = firedOn(rule, about, text);
    return on ? [{ rule, on }] : [];
  });
  const first = <Outcome>(said: (rule: TriageRule) => Outcome | undefined): Outcome | undefined =>
    fired.map(({ rule }) => said(rule)).find((outcome) => outcome !== undefined);
  return {
    type: first(({ type }) => type) ?? 'other',
    severity: first(({ severity }) => severity) ?? 'normal',
    scope: first(({ scope }) => scope) ?? 'single',
    urgency: first(({ urgency }) => urgency) ?? 'normal',
    team: first(({ team }) => team) ?? 'customer-service',
    fired: fired.slice(0, mostFired).map(({ on }) => on),
  };
};
