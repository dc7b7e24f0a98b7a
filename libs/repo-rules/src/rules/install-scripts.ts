import { lockOf, packagesIn } from '../lock.js';
import { rootOf } from '../projects.js';
import type { Rule } from '../tree.js';

/** No package runs a script on installation without somebody having said so by name. */
export const installScripts: Rule = (tree) => {
  const { path, manifest } = rootOf(tree);
  const decided = Object.keys(manifest.allowScripts ?? {});
  const wanting = new Set(
    packagesIn(lockOf(tree))
      .filter(({ hasInstallScript }) => hasInstallScript === true)
      .map(({ name }) => name),
  );
  return [
    ...[...wanting]
      .filter((name) => !decided.includes(name))
      .map((name) => ({
        path,
        fault: `${name} wants to run a script on installation: allowScripts does not say whether it may.`,
      })),
    ...decided
      .filter((name) => !wanting.has(name))
      .map((name) => ({ path, fault: `allowScripts names ${name}, which has no such script.` })),
  ];
};
