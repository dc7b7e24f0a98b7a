import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Files as text, wherever they come from: this repository, or a fixture. */
export interface Tree {
  /** Relative to the root, with `/` between folders. */
  readonly paths: readonly string[];
  readonly text: (path: string) => string;
}

/** What breaks a rule, and where. */
export interface Finding {
  readonly path: string;
  readonly fault: string;
}

/** A rule of the repository: answers what breaks it. */
export type Rule = (tree: Tree) => readonly Finding[];

const notOurs = new Set(['node_modules', 'dist', 'coverage', 'data', '.git', '.nx']);

const walk = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });

/** Every file below a folder but those that are never committed. */
export const treeOf = (folder: string): Tree => ({
  paths: walk(folder)
    .map((path) => relative(folder, path).split(sep).join('/'))
    .sort(),
  text: (path) => readFileSync(join(folder, path), 'utf8'),
});

/** What Git keeps or would keep; a copy without Git is taken as it lies there. */
export const repositoryTree = (folder: string): Tree => {
  if (!existsSync(join(folder, '.git'))) return treeOf(folder);
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    paths: listed
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(folder, path)))
      .sort(),
    text: (path) => readFileSync(join(folder, path), 'utf8'),
  };
};
