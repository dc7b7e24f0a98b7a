import type { FiredRule, FiredRuleShown, TriageRule, TriageTrialGiven, TriageTrialShown } from '@redress/contracts';
import { assessed } from './assessing.rules.js';

/** What fired, in words for people: labels are of the rules as they were. */
export const withLabels = (fired: readonly FiredRule[], rules: readonly TriageRule[]): readonly FiredRuleShown[] =>
  fired.map(({ ruleId, words }) => {
    const rule = rules.find((one) => one.ruleId === ruleId);
    return { ruleId, ...(rule && { label: rule.label }), words };
  });

/** What rules would say about a complaint that nobody has sent. */
export const tried = (
  { version, rules }: { readonly version: number; readonly rules: readonly TriageRule[] },
  { repeats = 0, rules: _, ...given }: TriageTrialGiven,
): TriageTrialShown => {
  const { fired, ...sorted } = assessed(rules, { ...given, repeats });
  return { ...sorted, rulesVersion: version, fired: withLabels(fired, rules) };
};
