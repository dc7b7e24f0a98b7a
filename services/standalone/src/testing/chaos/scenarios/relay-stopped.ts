import type { Member } from '../members.js';
import { comeToRest, everythingHolds, type Scenario, underLoad } from '../stage.js';
import { until } from '../until.js';
import { pause } from './members.js';

const publishing = 'redress_relay_publishing';
const pauseMs = 8000;

/** A relay that sleeps past its lease and wakes up beside its successor may repeat, and neither loses nor reorders. */
export const relayStopped: Scenario = {
  about: 'The relay that publishes is frozen under load; another one takes over; the first one wakes up.',
  needs: 'kafka',
  run: async (stage) => {
    const { installation, say } = stage;
    const relays = installation.replicasOf('relay');
    const publisher = async (among: readonly Member[]): Promise<Member> => {
      let found: Member | undefined;
      await until(`one of ${among.map(({ name }) => name).join(', ')} publishes`, 120_000, async () => {
        for (const relay of among) if ((await relay.measure(publishing)) === 1) found = relay;
        return found ? undefined : 'none does';
      });
      return found as Member;
    };
    const takeovers: string[] = [];
    await underLoad(stage, async () => {
      for (let round = 1; round <= 2; round += 1) {
        await pause(pauseMs);
        const first = await publisher(relays);
        first.child.freeze();
        say(`${first.name} is frozen.`);
        const second = await publisher(relays.filter((relay) => relay !== first));
        takeovers.push(second.name);
        say(`${second.name} publishes.`);
        await pause(pauseMs);
        first.child.thaw();
        say(`${first.name} goes on.`);
        await until(`${first.name} stands by`, 120_000, async () =>
          (await first.measure(publishing)) === 0 ? undefined : 'it says that it publishes',
        );
      }
    });
    const log = await comeToRest(stage);
    return [
      { check: 'another relay took over, and the first one stood by', looked: takeovers.join(', '), faults: [] },
      ...(await everythingHolds(stage, log)),
    ];
  },
};
