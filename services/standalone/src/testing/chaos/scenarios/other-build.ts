import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../installation.js';

const packages = join(root, 'node_modules');
const ours = '@redress';

/** The built product once more, in a folder of its own, with one read model of SLA that counts as another one. */
export const otherBuild = (folder: string): string => {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of readdirSync(packages))
    if (name !== ours && !name.startsWith('.')) symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  // Links to the workspaces are relative, so that here they lead to the copies.
  cpSync(join(packages, ours), join(folder, 'node_modules', ours), { recursive: true, verbatimSymlinks: true });
  for (const part of ['contracts', 'libs', 'services'])
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !['src', 'node_modules', 'data'].includes(basename(path)),
    });
  const projection = join(folder, 'services', 'sla', 'dist', 'clocks.projection.js');
  const text = readFileSync(projection, 'utf8');
  const changed = text.replace("name: 'sla.clocks',", "name: 'sla.clocks',\n    edition: 2,");
  if (changed === text)
    throw new Error('The projection of clocks is not where it was: nothing could be changed in it.');
  writeFileSync(projection, changed);
  return folder;
};
