import { wholeLog, withLog } from '../event-log.js';
import { comeToRest, everythingHolds, type Scenario, underLoad } from '../stage.js';
import { untilSettled } from '../standing.js';
import { withDatabases } from './databases.js';
import { pause, started, stopped } from './members.js';

const loadMs = 12_000;

/** Rows, memories, timers and checkpoints of an earlier time are a prefix: a service hears the rest again, and does nothing twice. */
export const readDatabaseRestored: Scenario = {
  about:
    'The databases of all services are restored to an earlier state, the log is not: they catch up, and nothing happens twice.',
  run: async (stage) => {
    const { installation, say } = stage;
    const services = installation.services.flatMap((service) => installation.replicasOf(service));
    await underLoad(stage, () => pause(loadMs));
    await stopped(services);
    await withDatabases(installation, async ({ copy }) => {
      for (const service of installation.services) await copy(service, `${service}_earlier`);
    });
    await started(stage, services);
    await underLoad(stage, () => pause(loadMs));
    const before = await comeToRest(stage);
    await stopped(services);
    await withDatabases(installation, async ({ drop, rename }) => {
      for (const service of installation.services) {
        await drop(service);
        await rename(`${service}_earlier`, service);
      }
    });
    say('The databases of the services are as they were earlier.');
    await started(stage, services);
    const caughtUp = await withLog(installation.logUrl(), async (store) => {
      await untilSettled(installation, store);
      return wholeLog(store);
    });
    say('They have caught up.');
    // Numbers of cases and promises go on from where the log is, not from where the rows were.
    await underLoad(stage, () => pause(loadMs));
    return [
      {
        check: 'what was heard again had no second effect',
        looked: `${before.length} events before, ${caughtUp.length} after`,
        faults: caughtUp.slice(before.length).map(({ type, stream }) => `${type} was added to ${stream}`),
      },
      ...(await everythingHolds(stage, await comeToRest(stage))),
    ];
  },
};
