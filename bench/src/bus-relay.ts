import { connect, publishLog, resting } from '@redress/adapter-kafka';
import { beginning, systemClock } from '@redress/eventing';
import { silent } from './bus-pipeline.js';
import { withStore } from './measured-server.js';

/** The relay of a benchmark: publishes the log from when it is told `begin` until it is told `stop`. */
const [url = '', broker = '', topic = '', partitions = ''] = process.argv.slice(2);
const told = (word: string): Promise<void> =>
  new Promise((resolve) => {
    process.on('message', (message) => {
      if (message === word) resolve();
    });
  });
const [begin, stop] = [told('begin'), told('stop')];
const rest = resting();
void stop.then(() => rest.stop());
await withStore(url, async (store) => {
  process.send?.('ready');
  await Promise.race([begin, stop]);
  const kafka = connect({ brokers: [broker], clientId: 'bench-relay' }, silent);
  const parts = { kafka, store, topic: { topic, partitions: Number(partitions) }, clock: systemClock };
  const published = { position: beginning };
  if (!rest.stopped()) await publishLog({ ...parts, published, held: () => true, save: async () => undefined }, rest);
});
process.exit(0);
