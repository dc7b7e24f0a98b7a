import type { TriageRule, TriageRulesPublished } from '@redress/contracts';
import { type Decider, event, refuse } from '@redress/eventing';
import { faultOfRules, inOneForm, type RulesReason } from './rule-faults.rules.js';
import { shippedRisks, shippedWeights } from './shipped-risks.rules.js';
import { shippedSigns } from './shipped-signs.rules.js';
import { shippedTypes } from './shipped-types.rules.js';

/** How complaints are sorted, in the order in which rules are tried. */
export type TriageRules = Omit<TriageRulesPublished, 'policyId'>;

interface Commands {
  PublishRules: { readonly rules: readonly TriageRule[] };
}

/** The one stream of it: `triage.rules-current`. */
export const currentRules = 'current';

/** What ships with the product, in force until somebody publishes others. */
export const shippedRules: TriageRules = {
  version: 1,
  rules: [...shippedRisks, ...shippedWeights, ...shippedSigns, ...shippedTypes],
};

export const triageRules: Decider<Commands, 'TriageRulesPublished', TriageRules, RulesReason> = {
  category: 'triage.rules',
  initial: shippedRules,

  decide: {
    PublishRules: ({ rules: given }, state) => {
      const rules = given.map(inOneForm);
      const fault = faultOfRules(rules);
      if (fault) return refuse(fault.reason, fault.detail);
      if (JSON.stringify(rules) === JSON.stringify(state.rules.map(inOneForm))) return [];
      return [event('TriageRulesPublished', { policyId: currentRules, version: state.version + 1, rules })];
    },
  },

  evolve: { TriageRulesPublished: (_, { version, rules }) => ({ version, rules }) },
};
