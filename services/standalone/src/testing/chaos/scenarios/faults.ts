import { scheduleOf, faultShown } from '../schedule.js';
import { comeToRest, everythingHolds, type Scenario, underLoad } from '../stage.js';
import { strike, targetsOf } from '../striking.js';

export const faults: Scenario = {
  about: 'Everything is killed, frozen and cut off at random moments under load.',
  run: async (stage) => {
    const { installation, options, say } = stage;
    const schedule = scheduleOf(options.seed, options.faultsMs, targetsOf(installation));
    say(`Seed ${options.seed}: ${schedule.length} faults in ${options.faultsMs / 1000} s.`);
    for (const fault of schedule) say(faultShown(fault));
    say('As they happen:');
    await underLoad(stage, async () => {
      await strike(installation, schedule, say);
    });
    return everythingHolds(stage, await comeToRest(stage));
  },
};
