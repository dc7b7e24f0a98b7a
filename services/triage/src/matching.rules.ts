import { afterWord, beforeWord, isHangul } from './hangul.rules.js';

/** A text as words are looked for in it: normalised once, whatever is looked for. */
export interface Prepared {
  /** English words in order, `.` where a sentence ends; with where each begins in the text. */
  readonly words: readonly string[];
  readonly wordsAt: readonly number[];
  /** Where each word stands among them: a long text is gone through once, not for each term. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Without spaces; a line break where punctuation ends a word for good. */
  readonly compact: string;
  readonly compactAt: readonly number[];
  /** A space, punctuation or a change of script stood before the character. */
  readonly beginsWord: readonly boolean[];
}

const apostrophes = /[’‘`´]/gu;
const space = /\s/u;
const letter = /[\p{L}\p{N}]/u;
const englishWord = /[a-z0-9]+(?:'[a-z]+)*|[.!?;\n]+/gu;

/** One way to write everything: composed (NFC), in small letters, with one apostrophe. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(apostrophes, "'");

/** Contracted or not, with an apostrophe or without: doesn't, doesnt. */
const bare = (word: string): string => word.replaceAll("'", '');

const placesOf = (words: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>();
  words.forEach((word, index) => {
    const known = places.get(word);
    if (known) known.push(index);
    else places.set(word, [index]);
  });
  return places;
};

export const prepared = (text: string): Prepared => {
  const normal = plain(text);
  const found = [...normal.matchAll(englishWord)];
  const words = found.map(([word]) => (/[a-z0-9]/.test(word) ? bare(word) : '.'));
  const compact: string[] = [];
  const compactAt: number[] = [];
  const beginsWord: boolean[] = [];
  let isBeginning = true;
  for (let index = 0; index < normal.length; index += 1) {
    const character = normal.charAt(index);
    if (space.test(character)) {
      isBeginning = true;
      continue;
    }
    const isLetter = letter.test(character) && !(character >= 'ㄱ' && character <= 'ㆎ');
    beginsWord.push(isBeginning || isHangul(compact.at(-1) ?? '') !== isHangul(character));
    compact.push(isLetter ? character : '\n');
    compactAt.push(index);
    isBeginning = !isLetter;
  }
  return {
    words,
    wordsAt: found.map(({ index }) => index),
    places: placesOf(words),
    compact: compact.join(''),
    compactAt,
    beginsWord,
  };
};

/** `break`: breaks, breaking; `stop`: stopped; `try`: tries. What is shorter than three letters stands for itself alone. */
const formsOf = (word: string): readonly string[] => {
  if (!/^[a-z]{3,}$/.test(word)) return [word];
  const plural = [`${word}s`, `${word}es`, ...(word.endsWith('y') ? [`${word.slice(0, -1)}ies`] : [])];
  if (word.length < 4 && !/[aeiouy]/.test(word)) return [word, ...plural];
  const stem = word.endsWith('e') ? word.slice(0, -1) : word;
  const last = word.charAt(word.length - 1);
  const doubled = /[^aeiou][aeiou][^aeiouwxy]$/.test(word) ? [`${word}${last}ed`, `${word}${last}ing`] : [];
  const past = word.endsWith('y') && !/[aeiou]y$/.test(word) ? `${word.slice(0, -1)}ied` : `${stem}ed`;
  return [word, ...plural, past, `${stem}ing`, ...doubled];
};

/** Something that is looked for. `*` at its end: whatever follows. */
interface Wanted {
  readonly kind: 'korean' | 'english';
  readonly isOpen: boolean;
  readonly compact: string;
  readonly words: readonly (readonly string[])[];
}

const wantedOf = (term: string): Wanted => {
  const isOpen = term.endsWith('*');
  const normal = plain(isOpen ? term.slice(0, -1) : term);
  const isKorean = [...normal].some(isHangul);
  const words = (normal.match(/[a-z0-9]+(?:'[a-z]+)*/gu) ?? []).map(bare);
  const forms = words.map((word, index) => (isOpen && index === words.length - 1 ? [word] : formsOf(word)));
  return {
    kind: isKorean ? 'korean' : 'english',
    isOpen,
    compact: normal.replace(/[^\p{L}\p{N}]/gu, ''),
    words: forms,
  };
};

/** Terms of rules are the same objects from complaint to complaint. */
const known = new Map<string, Wanted>();
const mostKnown = 20_000;
const remembered = (term: string): Wanted => {
  const before = known.get(term);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const wanted = wantedOf(term);
  known.set(term, wanted);
  return wanted;
};

const fitsAt = (word: string | undefined, forms: readonly string[], end: 'open' | 'closed'): boolean => {
  if (word === undefined) return false;
  return end === 'open' ? word.startsWith(forms[0] ?? word) : forms.includes(word);
};

const englishAt = ({ words, wordsAt, places }: Prepared, { words: wanted, isOpen }: Wanted): number | undefined => {
  const [first, ...others] = wanted;
  if (!first) return undefined;
  const beginnings =
    isOpen && others.length === 0
      ? [...places.keys()].filter((word) => fitsAt(word, first, 'open'))
      : first.filter((word) => places.has(word));
  if (beginnings.length === 0) return undefined;
  const goesOn = (index: number): boolean =>
    others.every((forms, offset) =>
      fitsAt(words[index + 1 + offset], forms, isOpen && offset === others.length - 1 ? 'open' : 'closed'),
    );
  const found = beginnings.flatMap((word) => places.get(word)?.find(goesOn) ?? []);
  return found.length === 0 ? undefined : wordsAt[Math.min(...found)];
};

const koreanAt = ({ compact, compactAt, beginsWord }: Prepared, wanted: Wanted): number | undefined => {
  const { compact: sought, isOpen } = wanted;
  if (sought === '') return undefined;
  for (let at = compact.indexOf(sought); at >= 0; at = compact.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    const before = compact.slice(Math.max(0, at - 3), at);
    const begins = beginsWord[at] ?? true;
    const ends = end >= compact.length || (beginsWord[end] ?? true) || compact.charAt(end) === '\n';
    const fitsBefore = begins || beforeWord.some((prefix) => before.endsWith(prefix));
    const fitsAfter = isOpen || ends || afterWord.some((suffix) => compact.startsWith(suffix, end));
    if (fitsBefore && fitsAfter) return compactAt[at];
  }
  return undefined;
};

/**
 * Where a term first stands in a text, or `undefined`. English is found by whole words with the usual endings; Korean
 * also where spaces were put in or left out, with particles and endings behind it and with what `beforeWord` lists before
 * it. A term that ends in `*` is found whatever follows it.
 */
export const firstAt = (text: Prepared, term: string): number | undefined => {
  const wanted = remembered(term);
  return wanted.kind === 'korean' ? koreanAt(text, wanted) : englishAt(text, wanted);
};

export const finds = (text: Prepared, term: string): boolean => firstAt(text, term) !== undefined;
