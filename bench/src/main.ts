import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Without a name: every benchmark, one after the other, each in a process of its own. */
const all = ['append', 'append-4', 'hot', 'accept', 'history', 'journey', 'rebuild', 'flat', 'start'];
const [name] = process.argv.slice(2);
if (name !== undefined) {
  console.error(
    `There is no benchmark named ${name}: ${all.join(', ')}, surge, analytics, search, bus, soak, esdb, import.`,
  );
  process.exit(2);
}
for (const one of all) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${one}.js`)], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
