import type { Rule } from '../tree.js';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(?:describe|it|test)\.only\(|\b(?:fdescribe|fit)\(/, 'keeps all other specs from running'],
  [/\b(?:describe|it|test)\.skip\(|\b(?:xdescribe|xit|xtest)\(/, 'is switched off'],
  [/\bjest\.(?:mock|doMock|unstable_mockModule)\(/, 'replaces a module, which nobody who reads the code would see'],
  [/\bretryTimes\(/, 'hides a failure by trying again'],
];

/** A spec runs, and against the real thing. */
export const honestSpecs: Rule = (tree) =>
  tree.paths
    .filter((path) => path.endsWith('.spec.ts') && !path.startsWith('libs/repo-rules/'))
    .flatMap((path) =>
      tree
        .text(path)
        .split('\n')
        .flatMap((line, index) =>
          patterns
            .filter(([pattern]) => pattern.test(line))
            .map(([, fault]) => ({ path, fault: `Line ${index + 1} ${fault}.` })),
        ),
    );
