import { asking, connect } from '@redress/adapter-kafka';
import { openRelayDatabase } from '@redress/relay';
import { withLog } from '../event-log.js';
import { topic } from '../installation.js';
import { comeToRest, everythingHolds, type Scenario, type Stage, underLoad } from '../stage.js';
import { until } from '../until.js';
import { pause } from './members.js';

const loadMs = 10_000;
const quiet = (): void => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A topic that is gone is not filled from the middle: the relay says so until an operator has the log published anew. */
export const topicDeleted: Scenario = {
  about: 'The topic is deleted: the relay refuses to go on, until the log is published anew.',
  needs: 'kafka',
  run: async (stage) => {
    const { installation, say } = stage;
    await underLoad(stage, () => pause(loadMs));
    await comeToRest(stage);
    await asking(connect({ brokers: [installation.kafka?.address ?? ''], clientId: 'chaos' }, silent), (admin) =>
      admin.deleteTopics({ topics: [topic] }),
    );
    say('The topic is deleted.');
    const refusals = await underLoad(stage, () => refused(stage));
    say(`The relay says: ${refusals}`);
    await withLog(installation.logUrl(), async (store) => {
      const database = await openRelayDatabase(installation.databaseUrl('relay'), store);
      await database.restart(topic);
      await database.close();
    });
    say('The log is to be published anew.');
    const log = await underLoad(stage, () => pause(loadMs)).then(() => comeToRest(stage));
    return [
      { check: 'the relay refused to fill another topic from the middle', looked: 'topic-changed', faults: [] },
      ...(await everythingHolds(stage, log)),
    ];
  },
};

/** What the relay says; no other relay publishes meanwhile. */
const refused = async ({ installation }: Stage): Promise<string> => {
  let sentence = '';
  await until('a relay says that the topic is another one', 180_000, async () => {
    for (const relay of installation.replicasOf('relay')) {
      const why = await relay.notReady();
      if (why?.includes('topic-changed')) sentence = why;
    }
    return sentence === '' ? 'no relay says so' : undefined;
  });
  return sentence;
};
