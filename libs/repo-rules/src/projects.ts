import type { Tree } from './tree.js';

export type Versions = Readonly<Record<string, string>>;

/** What the rules read of a package.json. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly workspaces?: readonly string[];
  readonly scripts?: Versions;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly overrides?: Readonly<Record<string, string | Versions>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly nx?: { readonly tags?: readonly string[]; readonly targets?: Readonly<Record<string, object>> };
}

export interface Project {
  /** `''` is the root. */
  readonly folder: string;
  readonly path: string;
  readonly manifest: Manifest;
  readonly tags: readonly string[];
}

const read = (tree: Tree, path: string): Project => {
  const manifest = JSON.parse(tree.text(path)) as Manifest;
  return {
    folder: path.slice(0, -'/package.json'.length),
    path,
    manifest,
    tags: manifest.nx?.tags ?? [],
  };
};

export const rootOf = (tree: Tree): Project => ({ ...read(tree, 'package.json'), folder: '' });

/** The projects of the workspace, as the patterns of the root's package.json find them. */
export const projectsOf = (tree: Tree): readonly Project[] => {
  const patterns = (rootOf(tree).manifest.workspaces ?? []).map(
    (pattern) => new RegExp(`^${pattern.replace('*', '[^/]+')}/package\\.json$`),
  );
  return tree.paths.filter((path) => patterns.some((pattern) => pattern.test(path))).map((path) => read(tree, path));
};

/** The TypeScript of a project, relative to the root. */
export const sourcesOf = (tree: Tree, { folder }: Project): readonly string[] =>
  tree.paths.filter((path) => path.startsWith(`${folder}/src/`) && /\.[cm]?[jt]sx?$/.test(path));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
