import { compositionRoles, roleOf, roles, type Roles } from '../../eslint/roles.mjs';
import { nameOf, projectsOf, sourcesOf } from '../projects.js';
import type { Rule } from '../tree.js';

/** Which list of roles closes a project; libraries have none. */
export const rolesFor = (tags: readonly string[]): Roles | undefined => {
  if (tags.includes('layer:service')) return roles;
  return tags.includes('layer:composition') ? compositionRoles : undefined;
};

/** What the specifications of a service have in common stands in its `src/testing`, and its demonstration is a program of its own. */
const standsApart = (path: string): boolean => /\/src\/(?:testing|demo)\//.test(path);

/** A file of a service says by its suffix what it is, and the list of suffixes is closed. */
export const suffixes: Rule = (tree) =>
  projectsOf(tree).flatMap((project) => {
    const known = rolesFor(project.tags);
    if (!known) return [];
    return sourcesOf(tree, project)
      .filter((path) => roleOf(nameOf(path), known) === undefined && !standsApart(path))
      .map((path) => ({ path, fault: `It has none of the roles ${Object.keys(known).join(', ')}.` }));
  });
