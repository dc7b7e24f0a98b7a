import type { Manifest, Versions } from './projects.js';
import type { Tree } from './tree.js';

/** One entry of package-lock.json. */
export interface LockedPackage extends Pick<Manifest, 'name' | 'version' | 'license' | 'dependencies'> {
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

export type Lock = Readonly<Record<string, LockedPackage>>;

export const lockPath = 'package-lock.json';

export const lockOf = (tree: Tree): Lock => (JSON.parse(tree.text(lockPath)) as { readonly packages: Lock }).packages;

const start = 'node_modules/';

/** The packages that come from elsewhere, with the path at which each is installed. */
export const packagesIn = (lock: Lock): readonly (LockedPackage & { readonly path: string; readonly name: string })[] =>
  Object.entries(lock)
    .filter(([path, { link }]) => path.includes(start) && link !== true)
    .map(([path, entry]) => ({ ...entry, path, name: path.slice(path.lastIndexOf(start) + start.length) }));
