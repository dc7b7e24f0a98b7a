import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, projects, readJson, root } from './workspace.mjs';

const manifestFile = join(cache, 'build.json');
const isTypeScript = (path) => /\.tsx?$/.test(path);
const isDeclaration = (path) => path.endsWith('.d.ts');
const isSpec = (path) => /\.spec\.tsx?$/.test(path);

/** All files below a folder, relative to it. */
const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    : [];

/** Specs stay out of dist, and so does `src/testing` unless the package exports it. */
const isBuilt = (path, manifest) =>
  !isSpec(path) && !isDeclaration(path) && (!path.startsWith('testing/') || './testing' in (manifest.exports ?? {}));

const outputsOf = (path) => {
  if (!isTypeScript(path)) return [path];
  const script = path.replace(/\.tsx?$/, '.js');
  return [script, `${script}.map`];
};

/** Other files than these may read `dist` at this moment: a file is replaced whole or not at all. */
const replace = async (path, content) => {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
};

const compile = async (transform, options, source, target) => {
  const { code, map } = await transform(readFileSync(source, 'utf8'), {
    ...options,
    swcrc: false,
    filename: source,
    sourceFileName: relative(dirname(target), source),
    sourceMaps: true,
    inlineSourcesContent: false,
    jsc: { ...options.jsc, parser: { ...options.jsc.parser, tsx: source.endsWith('.tsx') } },
  });
  const name = target.slice(dirname(target).length + 1);
  await replace(`${target}.map`, map);
  await replace(target, `${code}//# sourceMappingURL=${name}.map\n`);
};

/** What else a build depends on: with another compiler or other options everything is built again. */
const recipe = () =>
  createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(join(root, '.swcrc')))
    .update(readJson(join(root, 'node_modules', '@swc', 'core', 'package.json')).version)
    .digest('hex');

const remembered = (wanted) => {
  try {
    const { recipe: known, sources } = readJson(manifestFile);
    return known === wanted ? sources : {};
  } catch {
    return {};
  }
};

/**
 * Compiles every project's `src` to its `dist`, file by file and only what has changed; types are checked elsewhere.
 * @param {readonly string[]} only the folders of the projects to build; none: all
 * @returns {Promise<{ built: number, total: number, removed: number }>}
 */
export const build = async (only = []) => {
  const wantedRecipe = recipe();
  const before = remembered(wantedRecipe);
  const isWanted = (folder) => only.length === 0 || only.includes(folder);
  const all = projects();
  const left = all.filter(({ folder }) => !isWanted(folder)).map(({ folder }) => `${folder}/src/`);
  const sources = Object.fromEntries(
    Object.entries(before).filter(([source]) => left.some((start) => source.startsWith(start))),
  );
  const due = [];
  let total = 0;
  let removed = 0;

  for (const { folder, manifest } of all.filter((project) => isWanted(project.folder))) {
    const src = join(root, folder, 'src');
    const dist = join(root, folder, 'dist');
    const expected = new Set();
    for (const path of filesBelow(src)) {
      if (!isBuilt(path, manifest)) continue;
      const source = join(src, path);
      const { mtimeMs, size } = statSync(source);
      const stamp = `${mtimeMs}:${size}`;
      const id = `${folder}/src/${path}`;
      sources[id] = stamp;
      total += 1;
      const outputs = outputsOf(path).map((output) => join(dist, output));
      for (const output of outputs) expected.add(output);
      if (before[id] !== stamp || !outputs.every((output) => existsSync(output)))
        due.push({ source, target: outputs[0] });
    }
    for (const path of filesBelow(dist)) {
      const output = join(dist, path);
      if (expected.has(output) || output.endsWith('.tmp')) continue;
      rmSync(output, { force: true });
      removed += 1;
    }
  }

  if (due.length > 0) {
    const { transform } = await import('@swc/core');
    const { $schema: _, ...options } = readJson(join(root, '.swcrc'));
    for (const { target } of due) mkdirSync(dirname(target), { recursive: true });
    const outcomes = await Promise.allSettled(
      due.map(({ source, target }) =>
        isTypeScript(source) ? compile(transform, options, source, target) : copyFile(source, target),
      ),
    );
    const faults = outcomes.flatMap((outcome, index) =>
      outcome.status === 'rejected' ? [`${relative(root, due[index].source)}: ${outcome.reason.message}`] : [],
    );
    if (faults.length > 0) throw new Error(`The build failed.\n${faults.join('\n')}`);
  }
  if (due.length > 0 || removed > 0 || !existsSync(manifestFile)) {
    mkdirSync(cache, { recursive: true });
    const draft = `${manifestFile}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify({ recipe: wantedRecipe, sources }));
    renameSync(draft, manifestFile);
  }
  return { built: due.length, total, removed };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const began = performance.now();
  try {
    const { built, total, removed } = await build(process.argv.slice(2));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const stale = removed > 0 ? `, ${removed} stale ones removed` : '';
    console.log(`Built ${built} of ${total} files in ${seconds} s${stale}.`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
