import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the root package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the scripts remember between two runs. It may be deleted at any time. */
export const cache = join(root, 'node_modules', '.cache', 'redress');

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Every project of the workspace: its folder, relative to the root, and its package.json.
 * @returns {{ folder: string, manifest: Record<string, any> }[]}
 */
export const projects = () =>
  readJson(join(root, 'package.json'))
    .workspaces.flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [];
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readJson(join(root, folder, 'package.json')) }));
