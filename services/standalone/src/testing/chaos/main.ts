import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Finding, findingShown } from './findings.js';
import { type ChaosOptions, optionsFrom, usage } from './options.js';
import { type Scenario, setStage, clearStage } from './stage.js';
import { faults } from './scenarios/faults.js';
import { logRestored } from './scenarios/log-restored.js';
import { readDatabaseRestored } from './scenarios/read-database-restored.js';
import { relayStopped } from './scenarios/relay-stopped.js';
import { rollingRelease } from './scenarios/rolling-release.js';
import { slaStopped } from './scenarios/sla-stopped.js';
import { topicDeleted } from './scenarios/topic-deleted.js';

const scenarios: Readonly<Record<string, Scenario>> = {
  faults,
  'sla-stopped': slaStopped,
  'relay-stopped': relayStopped,
  'topic-deleted': topicDeleted,
  'log-restored': logRestored,
  'read-database-restored': readDatabaseRestored,
  'rolling-release': rollingRelease,
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Answers what was broken, by sentences; what a run says is kept where something was. */
const play = async (name: string, scenario: Scenario, options: ChaosOptions): Promise<'whole' | 'broken'> => {
  const folder =
    options.folder === undefined ? mkdtempSync(join(tmpdir(), 'redress-chaos-')) : resolve(options.folder, name);
  mkdirSync(folder, { recursive: true });
  const began = performance.now();
  const sinceMs = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;
  say(`\n${name}, seed ${options.seed}, ${options.store} and ${options.bus}: ${scenario.about}`);
  const findings: Finding[] = [];
  const broken = (check: string, error: unknown): void =>
    void findings.push({ check, looked: name, faults: [(error as Error).stack ?? String(error)] });
  try {
    const stage = await setStage(options, folder, (line) => say(`${sinceMs()}  ${line}`));
    try {
      findings.push(...(await scenario.run(stage)));
    } catch (error) {
      broken('it comes to its end', error);
    } finally {
      await clearStage(stage);
    }
  } catch (error) {
    broken('it begins, and is cleared away', error);
  }
  for (const line of findings.flatMap(findingShown)) say(line);
  const isWhole = findings.every(({ faults: found }) => found.length === 0);
  say(
    `${name}, seed ${options.seed}: ${isWhole ? 'everything holds' : 'something is broken'} after ${sinceMs().trim()}.`,
  );
  if (isWhole && options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  else say(`What the processes said is in ${join(folder, 'said')}.`);
  return isWhole ? 'whole' : 'broken';
};

const isPossible = ({ needs, store }: Scenario, options: ChaosOptions): boolean =>
  (needs === undefined || options.bus === needs) && (store === undefined || options.store === store);

const run = async (): Promise<number> => {
  const options = optionsFrom(process.argv.slice(2), new Date(), Object.keys(scenarios));
  if (!options) {
    say(usage);
    say('Scenarios:');
    for (const [name, { about }] of Object.entries(scenarios)) say(`  ${name.padEnd(24)} ${about}`);
    return 0;
  }
  const chosen = Object.entries(scenarios).filter(
    ([name, scenario]) => [name, 'all'].includes(options.scenario) && isPossible(scenario, options),
  );
  if (chosen.length === 0) throw new Error(`${options.scenario} is not for ${options.store} and ${options.bus}.`);
  let broken = 0;
  for (const [name, scenario] of chosen) if ((await play(name, scenario, options)) === 'broken') broken += 1;
  say(`\n${chosen.length - broken} of ${chosen.length} whole`);
  return broken === 0 ? 0 : 1;
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  process.exit(await run());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(2);
}
