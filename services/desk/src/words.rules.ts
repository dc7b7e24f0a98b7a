/** As texts are compared: a composed and a decomposed Hangul syllable are the same, and so are `A` and `a`. */
export const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** The words of what somebody looks for, each once. */
export const wordsOf = (query: string): readonly string[] => [
  ...new Set(
    folded(query)
      .split(/\s+/u)
      .filter((word) => word !== ''),
  ),
];

/**
 * What is looked for in the index: all single characters and all pairs that stand side by side in the words of a text
 * that was folded. Pairs alone could not answer a word of one syllable.
 */
export const tokensOf = (text: string): readonly string[] => {
  const tokens = new Set<string>();
  for (const word of text.split(/\s+/u)) {
    let before = '';
    for (const character of word) {
      tokens.add(character);
      if (before !== '') tokens.add(before + character);
      before = character;
    }
  }
  return [...tokens];
};

/** Tokens that every text which holds the word has. Of a longer word its pairs say more than its characters. */
export const tokensOfWord = (word: string): readonly string[] => {
  const characters = [...word];
  if (characters.length <= 1) return characters;
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`))];
};
