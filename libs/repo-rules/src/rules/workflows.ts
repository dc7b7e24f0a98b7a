import type { Rule } from '../tree.js';

const pinnedAction = /^[\w./-]+@[0-9a-f]{40} # v\d/;

/** A tag of an action can be moved to other code: only a commit is what was looked at. And no job can write, or hang. */
export const workflows: Rule = (tree) =>
  tree.paths
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    .flatMap((path) => {
      const text = tree.text(path);
      const moving = [...text.matchAll(/\buses:\s*(.*)$/gm)]
        .map(([, action = '']) => action)
        .filter((action) => !pinnedAction.test(action))
        .map((action) => `${action} is not pinned to a commit, with its version beside it.`);
      const count = (pattern: RegExp): number => [...text.matchAll(pattern)].length;
      const checks: readonly (readonly [boolean, string])[] = [
        [/^permissions:\n {2}contents: read\n(?! )/m.test(text), 'It may do more than read the repository.'],
        [count(/^\s*permissions:/gm) === 1, 'A job has permissions of its own.'],
        [/^concurrency:/m.test(text), 'It does not say what happens to a run that was overtaken.'],
        [count(/^ {4}timeout-minutes:/gm) === count(/^ {4}runs-on:/gm), 'A job has no time limit.'],
        [count(/persist-credentials: false/g) === count(/actions\/checkout@/g), 'A checkout leaves its token behind.'],
      ];
      return [...moving, ...checks.filter(([holds]) => !holds).map(([, fault]) => fault)].map((fault) => ({
        path,
        fault,
      }));
    });
