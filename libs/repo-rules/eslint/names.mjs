const banned = new Set([
  'manager',
  'helper',
  'util',
  'utility',
  'common',
  'shared',
  'base',
  'abstract',
  'impl',
  'mapper',
  'processor',
]);

const wordsOf = (name) => name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d+/gu) ?? [];

const singular = (word) => (word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/, ''));

/** The word in a name that says nothing (`ClockManager`), or `undefined`. Base64 is a word of its own. */
export const emptyWordIn = (name) =>
  wordsOf(name).find((word, index, words) => {
    const plain = word.toLowerCase();
    if (plain === 'base' && /^\d+$/.test(words[index + 1] ?? '')) return false;
    return banned.has(plain) || banned.has(singular(plain));
  });

/** `IClock`: what a type is, its declaration says. */
export const hasInterfacePrefix = (name) => /^I\p{Lu}\p{Ll}/u.test(name);
