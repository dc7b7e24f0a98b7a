import type { Term, TextDescribed, TextLanguage, TriageRule } from '@redress/contracts';
import { firstAt, prepared } from './matching.rules.js';
import { withoutPersonal } from './personal-patterns.rules.js';
import { vocabulary } from './vocabulary.rules.js';

/** Words that stand in nearly every English sentence, and those of languages that are written with the same letters. */
const english = new Set(
  `the and is was i my you it to of in this that not have for with are on but they your be me has we would please order
   refund item when no an at or so can after from all very just only what want still been had were there`.split(/\s+/),
);
const otherLatin = new Set(
  `de que não nao la el le les et und der die das ich nicht es un une por para com do da em na os as je pas est con los
   las del mas uma não foi meu produto pedido y en se lo il che non di per sono ist mit ein eine`.split(/\s+/),
);

/** By its script, and for Latin letters by its small words. */
export const languageOf = (text: string): TextLanguage => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const hangul = text.match(/[가-힣]/gu)?.length ?? 0;
  if (letters === 0) return 'other';
  // A Korean sentence has many names of goods in Latin letters.
  if (hangul * 4 >= letters) return 'ko';
  const latin = text.match(/[a-z]/giu)?.length ?? 0;
  if (latin * 2 < letters) return 'other';
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = (of: ReadonlySet<string>): number => words.filter((word) => of.has(word)).length;
  return hits(english) > hits(otherLatin) ? 'en' : 'other';
};

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const piece = 1_000;

/**
 * Characters as people count them (Unicode UAX #29). In pieces, since each segment carries a copy of the whole text that
 * was asked about: a long text at once costs the square of its length. The last character of a piece may go on.
 */
export const charactersIn = (text: string): number => {
  let [at, count, wanted] = [0, 0, piece];
  for (;;) {
    const segments = [...characters.segment(text.slice(at, at + wanted))];
    if (at + wanted >= text.length) return count + segments.length;
    const last = segments.at(-1)?.index ?? 0;
    // One character longer than a piece: a larger piece shows its end.
    wanted = last === 0 ? wanted * 2 : piece;
    count += last === 0 ? 0 : segments.length - 1;
    at += last;
  }
};

/** What may be said about a text: its terms are those of the rules and of the vocabulary, never its own words. */
export type Description = Pick<TextDescribed, 'language' | 'length' | 'terms' | 'personalPatterns'>;

const mostTerms = 100;

/** Versions of rules are the same objects from complaint to complaint. */
const known = new WeakMap<readonly TriageRule[], readonly string[]>();

const knownTerms = (rules: readonly TriageRule[]): readonly string[] => {
  const before = known.get(rules);
  if (before) return before;
  const terms = [...new Set([...rules.flatMap(({ words }) => words.map(({ term }) => term)), ...vocabulary])];
  known.set(rules, terms);
  return terms;
};

export const described = (text: string, rules: readonly TriageRule[]): Description => {
  const { text: rest, personalPatterns } = withoutPersonal(text);
  const looked = prepared(rest);
  const found = knownTerms(rules).flatMap((term): { readonly term: string; readonly at: number }[] => {
    const at = firstAt(looked, term);
    return at === undefined ? [] : [{ term, at }];
  });
  const terms: readonly Term[] = found
    .toSorted((a, b) => a.at - b.at)
    .slice(0, mostTerms)
    .map(({ term }) => ({ term }));
  return { language: languageOf(rest), length: charactersIn(text), terms, personalPatterns };
};
