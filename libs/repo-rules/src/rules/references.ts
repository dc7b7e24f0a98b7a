import { posix } from 'node:path';
import { projectsOf, rootOf } from '../projects.js';
import type { Finding, Rule, Tree } from '../tree.js';

const links = /\[[^\]]*\]\(([^)\s]+)\)/g;

const withoutCode = (markdown: string): string => markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

const brokenLinks = (tree: Tree): readonly Finding[] => {
  const present = new Set(tree.paths.flatMap((path) => [path, ...foldersOf(path)]));
  return tree.paths
    .filter((path) => path.endsWith('.md') && !path.startsWith('libs/repo-rules/fixtures/'))
    .flatMap((path) =>
      [...withoutCode(tree.text(path)).matchAll(links)]
        .map(([, target = '']) => target)
        .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
        .filter((target) => {
          const file = decodeURI(target.replace(/[#?].*$/, ''));
          return !present.has(posix.join(posix.dirname(path), file).replace(/\/$/, ''));
        })
        .map((target) => ({ path, fault: `It points to ${target}, which is not there.` })),
    );
};

const foldersOf = (path: string): readonly string[] => {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...foldersOf(folder)];
};

const missingScripts = (tree: Tree): readonly Finding[] =>
  [rootOf(tree), ...projectsOf(tree)].flatMap(({ folder, path, manifest: { scripts = {} } }) =>
    Object.entries(scripts).flatMap(([name, command]) =>
      [...command.matchAll(/\bnode ([\w./-]+\.m?js)\b/g)]
        .map(([, file = '']) => file)
        .filter((file) => !tree.paths.includes(posix.join(folder, file)))
        .map((file) => ({ path, fault: `The script ${name} runs ${file}, which is not there.` })),
    ),
  );

/** What a document links to and what a script runs is there. */
export const references: Rule = (tree) => [...brokenLinks(tree), ...missingScripts(tree)];
