import { type Lock, lockOf, lockPath, packagesIn } from '../lock.js';
import { projectsOf, rootOf, type Versions } from '../projects.js';
import type { Rule } from '../tree.js';

const same = (one: Versions = {}, other: Versions = {}): boolean => {
  const inOrder = (versions: Versions): string => JSON.stringify(Object.entries(versions).sort());
  return inOrder(one) === inOrder(other);
};

/** Where Node.js looks for a package that is imported from a folder: there, and upwards. */
const isFound = (lock: Lock, from: string, name: string): boolean => {
  const inside = from === '' ? '' : `${from}/`;
  if (lock[`${inside}node_modules/${name}`]) return true;
  if (from === '') return false;
  const end = from.lastIndexOf('/node_modules/');
  return isFound(lock, end === -1 ? '' : from.slice(0, end), name);
};

/** The lock file tells of these very projects, holds a package for every platform, and names no registry. */
export const lockFile: Rule = (tree) => {
  const lock = lockOf(tree);
  const projects = [rootOf(tree), ...projectsOf(tree)];
  const folders = new Set(projects.map(({ folder }) => folder));
  const fault = (text: string): { path: string; fault: string } => ({ path: lockPath, fault: text });
  return [
    ...projects
      .filter(({ folder, manifest }) => {
        const locked = lock[folder];
        return (
          locked?.version !== manifest.version ||
          !same(locked?.dependencies, manifest.dependencies) ||
          !same(locked?.devDependencies, manifest.devDependencies) ||
          (folder !== '' && lock[`node_modules/${manifest.name ?? ''}`]?.resolved !== folder)
        );
      })
      .map(({ path }) => fault(`It does not say what ${path} says: run npm install.`)),
    ...Object.keys(lock)
      .filter((path) => !path.includes('node_modules/') && !folders.has(path))
      .map((path) => fault(`It tells of ${path}, which is no project: run npm install.`)),
    ...packagesIn(lock).flatMap(({ path, resolved, integrity, optionalDependencies = {} }) => [
      ...(resolved === undefined
        ? []
        : [fault(`${path} is tied to ${resolved}: npm must be run with this repository's .npmrc.`)]),
      ...(integrity === undefined ? [fault(`${path} has no checksum.`)] : []),
      ...Object.keys(optionalDependencies)
        .filter((name) => !isFound(lock, path, name))
        .map((name) => fault(`${path} lacks ${name}: npm ci would fail on another platform.`)),
    ]),
  ];
};
