import { roleOf } from '../../eslint/roles.mjs';
import { nameOf, projectsOf, sourcesOf } from '../projects.js';
import type { Finding, Rule, Tree } from '../tree.js';
import { rolesFor } from './suffixes.js';

const mostLines = 300;

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const sized = (tree: Tree): readonly { path: string; lines: number; about: number }[] =>
  projectsOf(tree).flatMap((project) =>
    sourcesOf(tree, project).map((path) => {
      const known = rolesFor(project.tags) ?? {};
      const about = known[roleOf(nameOf(path), known) ?? '']?.lines ?? mostLines;
      return { path, lines: linesOf(tree.text(path)), about };
    }),
  );

/** No source file is longer than this, whatever it is. */
export const sizes: Rule = (tree) =>
  sized(tree)
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => ({ path, fault: `It has ${lines} lines; ${mostLines} are the most.` }));

/** Files at twice the size that their role usually has: worth a look, not wrong. */
export const largeFiles = (tree: Tree): readonly Finding[] =>
  sized(tree)
    .filter(({ lines, about }) => lines > 2 * about && lines <= mostLines)
    .map(({ path, lines, about }) => ({ path, fault: `It has ${lines} lines; such a file has about ${about}.` }));
