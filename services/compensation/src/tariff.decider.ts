import type { TariffPublished, TariffRule } from '@redress/contracts';
import { type Decider, event, type Refusal, refuse } from '@redress/eventing';
import { shippedRules } from './shipped-tariff.rules.js';
import { needsAmount } from './tariff.rules.js';

/** What is offered for what. */
export type Tariff = Omit<TariffPublished, 'policyId'>;

interface Commands {
  PublishTariff: { readonly rules: readonly TariffRule[] };
}

/** The one stream of it: `compensation.tariff-current`. */
export const currentTariff = 'current';

/** What ships with the product, in force until somebody publishes another. */
export const shippedTariff: Tariff = { version: 1, rules: shippedRules };

type Reason = 'rule-repeated' | 'amount-missing' | 'refund-not-full' | 'fixed-above-most' | 'share-of-nothing';

export const tariff: Decider<Commands, 'TariffPublished', Tariff, Reason> = {
  category: 'compensation.tariff',
  initial: shippedTariff,

  decide: {
    PublishTariff: ({ rules }, state) => {
      const fault = repeated(rules) ?? rules.map(unfit).find((found) => found !== undefined);
      if (fault) return fault;
      const content = rules.map(inOrder);
      if (JSON.stringify(content) === JSON.stringify(state.rules.map(inOrder))) return [];
      return [event('TariffPublished', { policyId: currentTariff, version: state.version + 1, rules: content })];
    },
  },

  evolve: { TariffPublished: (_, { version, rules }) => ({ version, rules }) },
};

const repeated = (rules: readonly TariffRule[]): Refusal<Reason> | undefined => {
  const ids = rules.map(({ ruleId }) => ruleId);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  return twice === undefined ? undefined : refuse('rule-repeated', `Two rules are named ${twice}.`);
};

const unfit = ({ ruleId, kind, shareBasisPoints, fixedMinor, mostMinor }: TariffRule): Refusal<Reason> | undefined => {
  const isValued = shareBasisPoints !== undefined || fixedMinor !== undefined;
  if (needsAmount(kind) && !isValued)
    return refuse('amount-missing', `${ruleId} says neither a share nor an amount, and a ${kind} needs one.`);
  if (isValued && (shareBasisPoints ?? 0) === 0 && (fixedMinor ?? 0) === 0)
    return refuse('amount-missing', `${ruleId} comes to nothing.`);
  if (!isValued && mostMinor !== undefined)
    return refuse('share-of-nothing', `${ruleId} bounds an amount that it does not have.`);
  const isWhole = shareBasisPoints === 10_000 && fixedMinor === undefined && mostMinor === undefined;
  if (kind === 'full-refund' && !isWhole)
    return refuse('refund-not-full', `${ruleId} is a full refund: the whole order, without anything added or bounded.`);
  if (fixedMinor !== undefined && mostMinor !== undefined && fixedMinor > mostMinor)
    return refuse(
      'fixed-above-most',
      `${ruleId} gives at least ${fixedMinor}, which is more than its most, ${mostMinor}.`,
    );
  return undefined;
};

/** The same rule is the same text, in whatever order its fields came, and however its lists were ordered. */
const inOrder = (rule: TariffRule): TariffRule => {
  const lists = { types: rule.types.toSorted(), severities: rule.severities.toSorted(), tiers: rule.tiers.toSorted() };
  const fields = Object.entries<unknown>({ ...rule, ...lists }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.toSorted(([one], [other]) => (one < other ? -1 : 1))) as unknown as TariffRule;
};
