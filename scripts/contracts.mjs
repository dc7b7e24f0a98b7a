// Writes what is generated from the event classes: contracts/json-schema, contracts/asyncapi.yaml and, from
// the controllers, contracts/openapi.json.
// --propose-examples   also an example for every event version that has none, which publishes it.
// --check              writes nothing; fails when a file differs from what would be written.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { root } from './workspace.mjs';

const { values: asked } = parseArgs({
  options: { 'propose-examples': { type: 'boolean' }, check: { type: 'boolean' } },
});
const folder = join(root, 'contracts');
const at = (path) => join(folder, path);
const textOf = (path) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : undefined);

await build();
const load = (module) => import(join(folder, 'dist', module));
const { publishedEvents } = await load('catalogue.js');
const { publishedFiles, proposedExample, examplePath, schemaPath } = await load('publishing/published-files.js');
const { sameMeaning } = await load('publishing/meaning.js');

const files = new Map(publishedFiles(publishedEvents));
const { apiDescription } = await import(join(root, 'services', 'standalone', 'dist', 'api-description.js'));
files.set('openapi.json', await apiDescription());
const refused = [];
for (const event of publishedEvents) {
  const schema = schemaPath(event);
  const committed = textOf(schema);
  if (committed === undefined || !existsSync(at(examplePath(event)))) continue;
  if (!sameMeaning(JSON.parse(committed), JSON.parse(files.get(schema))))
    refused.push(
      `${event.type} version ${event.version} is published and cannot change: add a version and an upcaster.`,
    );
}

const schemasOnDisk = existsSync(at('json-schema'))
  ? readdirSync(at('json-schema')).map((name) => `json-schema/${name}`)
  : [];
const orphans = schemasOnDisk.filter((path) => !files.has(path));
for (const path of orphans)
  if (existsSync(at(path.replace(/^json-schema/, 'examples'))))
    refused.push(
      `${path} belongs to a published version whose class is gone: stored events of it must be read for ever.`,
    );

const write = (path, text) => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};

if (refused.length > 0) {
  console.error(refused.join('\n'));
  process.exitCode = 1;
} else {
  const stale = [...files].filter(([path, text]) => textOf(path) !== text);
  const missing = asked['propose-examples']
    ? publishedEvents.filter((event) => textOf(examplePath(event)) === undefined)
    : [];
  if (asked.check) {
    for (const path of [...stale.map(([path]) => path), ...orphans])
      console.error(`contracts/${path} is stale: npm run contracts`);
    if (stale.length + orphans.length > 0) process.exitCode = 1;
  } else {
    for (const [path, text] of stale) write(path, text);
    for (const path of orphans) rmSync(at(path));
    for (const event of missing) write(examplePath(event), proposedExample(event));
    console.log(
      `${stale.length} of ${files.size} files written, ${orphans.length} removed, ${missing.length} examples proposed.`,
    );
  }
}
