import type { Rule } from '../tree.js';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\bregistry\.[a-z.-]+\.(?:com|dev|io|org)\b/i, 'names the host of a package registry'],
  [/(?<![\w.:~@-])\/(?:home|Users|work|workspaces?|private|mnt)\/[\w.-]+/, 'names a folder of one machine'],
  [/(?<![\w.:~@-])\/root\/(?!\.npm\b)[\w.-]+/, 'names a folder of one machine'],
  [/\b[A-Z]:\\+Users\\/, 'names a folder of one machine'],
  [/\b(?:TODO|FIXME|XXX|HACK)\b/, 'is unfinished: finish it or open an issue'],
  [/\bnot implemented\b|\blorem ipsum\b/i, 'is unfinished: finish it or open an issue'],
  [/^co-authored-by:/im, 'says who made it, which the history knows'],
  [
    /\b(?:written|generated|created|made) (?:by|with) an? (?:AI|assistant|language model|chatbot)\b/i,
    'speaks of how it was made',
  ],
  [/\bas an AI\b|\blanguage model\b.{0,20}\b(?:wrote|made|generated)\b/i, 'speaks of how it was made'],
];

const isText = (path: string): boolean => !/\.(?:png|jpe?g|gif|ico|woff2?|ttf|gz|tgz|zip|pdf|wasm|node)$/.test(path);

/** The repository speaks of what it is, to everybody, on every machine. These rules and their fixtures quote what they forbid. */
export const wording: Rule = (tree) =>
  tree.paths
    .filter((path) => isText(path) && !path.startsWith('libs/repo-rules/') && path !== 'LICENSE')
    .flatMap((path) => {
      const lines = tree.text(path).split('\n');
      return lines.flatMap((line, index) =>
        patterns
          .filter(([pattern]) => pattern.test(line))
          .map(([pattern, fault]) => ({ path, fault: `Line ${index + 1} ${fault}: ${pattern.exec(line)?.[0] ?? ''}` })),
      );
    });
