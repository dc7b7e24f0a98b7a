import { posix } from 'node:path';
import { projectsOf, sourcesOf } from '../projects.js';
import type { Rule } from '../tree.js';

const imports = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"]([^'"]+)['"]/g;

/** Services stand beside each other, nothing but the host and compositions knows an adapter, and no path leaves its project. */
export const boundaries: Rule = (tree) => {
  const projects = projectsOf(tree);
  return projects.flatMap((project) =>
    sourcesOf(tree, project).flatMap((path) =>
      [...tree.text(path).matchAll(imports)].flatMap(([, specifier = '']) => {
        if (specifier.startsWith('.')) {
          const target = posix.join(posix.dirname(path), specifier);
          return target.startsWith(`${project.folder}/`)
            ? []
            : [{ path, fault: `'${specifier}' leaves the project: import it by its package name.` }];
        }
        const target = projects.find(
          ({ manifest: { name } }) => name !== undefined && (specifier === name || specifier.startsWith(`${name}/`)),
        );
        if (!target || target === project || !project.tags.includes('layer:service')) return [];
        const forbidden = ['layer:service', 'layer:adapter', 'layer:composition'].find((tag) =>
          target.tags.includes(tag),
        );
        return forbidden ? [{ path, fault: `A service may not import '${specifier}' (${forbidden}).` }] : [];
      }),
    ),
  );
};
