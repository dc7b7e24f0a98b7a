import { withLog } from '../event-log.js';
import type { Installation } from '../installation.js';
import { comeToRest, everythingHolds, type Scenario, underLoad } from '../stage.js';
import { standingOf } from '../standing.js';
import { until } from '../until.js';
import { withDatabases } from './databases.js';
import { pause, started, stopped } from './members.js';

const loadMs = 10_000;
const refuses = /log-changed|topic-changed/;

/** Whoever has read what the log no longer has stops, instead of skipping what comes to stand there. */
export const logRestored: Scenario = {
  about: 'The log is restored to an earlier state: everybody refuses it, and goes on once the right one is back.',
  store: 'postgres',
  run: async (stage) => {
    const { installation, say } = stage;
    const members = [...installation.members.values()];
    await underLoad(stage, () => pause(loadMs));
    await comeToRest(stage);
    await stopped(members);
    await withDatabases(installation, ({ copy }) => copy('log', 'log_earlier'));
    await started(stage, members);
    await underLoad(stage, () => pause(loadMs));
    await comeToRest(stage);
    await stopped(members);
    await withDatabases(installation, async ({ copy, rename }) => {
      await rename('log', 'log_right');
      await copy('log_earlier', 'log');
    });
    say('The log is as it was earlier.');
    const before = await places(installation);
    for (const { child } of members) await child.start();
    await until('everybody refuses this log', 180_000, async () => {
      const reasons = await Promise.all(members.map(async (member) => [member.name, await member.notReady()] as const));
      const other = reasons.find(([, reason]) => !refuses.test(reason ?? ''));
      return other && `${other[0]} says ${other[1] ?? 'that it is ready'}`;
    });
    say('Everybody refuses it.');
    const after = await places(installation);
    await stopped(members);
    await withDatabases(installation, async ({ drop, rename }) => {
      await drop('log');
      await rename('log_right', 'log');
    });
    return [
      {
        check: 'nothing was written while the log was another one',
        looked: `${before.length} places of consumers and of the log's end`,
        faults: after.filter((place, index) => place !== before[index]),
      },
      ...(await everythingHolds(stage, await comeToRest(stage))),
    ];
  },
};

/** Where everything stands: each consumer, and the log. */
const places = async (installation: Installation): Promise<readonly string[]> => {
  const head = await withLog(installation.logUrl(), (store) => store.head());
  const consumers = await Promise.all(
    installation.services.map(async (service) =>
      (await standingOf(installation, service)).map(
        ({ consumer, partition, position }) => `${service}: ${consumer} of partition ${partition} at ${position}`,
      ),
    ),
  );
  return [`the log at ${head}`, ...consumers.flat()];
};
