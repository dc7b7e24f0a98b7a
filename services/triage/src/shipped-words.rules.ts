import type { Term, TriageRule } from '@redress/contracts';

/** What a rule demands and says, beside its words. */
type Rest = Partial<Omit<TriageRule, 'ruleId' | 'label' | 'words' | 'unless'>>;

/** Terms with commas between them, as they are read best in a list. */
export const terms = (list: string): readonly Term[] =>
  list
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '')
    .map((term) => ({ term }));

/** A rule as it ships. */
export const shipped = (ruleId: string, label: string, words: string, rest: Rest, unless = ''): TriageRule => ({
  ruleId,
  label,
  words: terms(words),
  unless: terms(unless),
  products: [],
  tiers: [],
  channels: [],
  ...rest,
});
