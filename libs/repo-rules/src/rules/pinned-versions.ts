import { projectsOf, rootOf, type Versions } from '../projects.js';
import type { Rule } from '../tree.js';

const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Every instrumentation library must share one copy of it, and each asks for another range. */
const exempt = new Set(['@opentelemetry/api']);

const flat = (overrides: Readonly<Record<string, string | Versions>>): readonly (readonly [string, string])[] =>
  Object.entries(overrides).flatMap(([name, version]) =>
    typeof version === 'string' ? [[name, version] as const] : Object.entries(version),
  );

/** The same packages today and in a year: every version is given whole. */
export const pinnedVersions: Rule = (tree) =>
  [rootOf(tree), ...projectsOf(tree)].flatMap(({ path, manifest }) =>
    [
      ...Object.entries(manifest.dependencies ?? {}),
      ...Object.entries(manifest.devDependencies ?? {}),
      ...Object.entries(manifest.optionalDependencies ?? {}),
      ...flat(manifest.overrides ?? {}),
    ]
      .filter(([name, version]) => !exempt.has(name) && !exact.test(version))
      .map(([name, version]) => ({ path, fault: `${name} is wanted as '${version}', which is not one version.` })),
  );
