import { projectsOf, rootOf } from '../projects.js';
import type { Rule } from '../tree.js';

const layers = [
  'kernel',
  'contracts',
  'privacy',
  'adapter',
  'host',
  'service',
  'composition',
  'screen',
  'tooling',
  'bench',
].map((layer) => `layer:${layer}`);

/** Every project tells Nx its one layer and its targets, tells people what it is for, and is part of the same release. */
export const manifests: Rule = (tree) => {
  const { manifest: root } = rootOf(tree);
  const present = new Set(tree.paths);
  return projectsOf(tree).flatMap(({ folder, path, manifest, tags }) => {
    const targets = manifest.nx?.targets ?? {};
    const checks: readonly (readonly [boolean, string])[] = [
      [present.has(`${folder}/README.md`), 'The project has no README.md.'],
      [tags.filter((tag) => layers.includes(tag)).length === 1, `It needs one tag of ${layers.join(', ')}.`],
      [
        ['lint', 'test', 'build'].every((name) => targets[name] && Object.keys(targets[name]).length === 0),
        'It needs the empty targets lint, test and build; nx.json says what they do.',
      ],
      [manifest.license === root.license, `Its licence is not ${root.license ?? 'given by the root'}.`],
      [manifest.version === root.version, 'Its version is not that of the root.'],
      [manifest.private === true, 'It is not private.'],
      [manifest.type === 'module', 'It is not of type module.'],
      [manifest.name?.startsWith('@redress/') === true, 'Its name does not begin with @redress/.'],
    ];
    return checks.filter(([holds]) => !holds).map(([, fault]) => ({ path, fault }));
  });
};
