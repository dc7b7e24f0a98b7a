import { eventBusContract, memoryStore } from '@redress/eventing/testing';
import { kafkaBus } from './kafka-bus.js';
import { publishing, testKafka, testTopic } from './testing/index.js';

const quiet = (): void => undefined;

eventBusContract('Kafka', 'example', async () => {
  const kafka = testKafka();
  const store = memoryStore();
  const topic = testTopic();
  const bus = (): ReturnType<typeof kafkaBus> =>
    kafkaBus({ ...topic, kafka, store, report: quiet, foreign: quiet, gatherMs: 0, maxWaitMs: 50 });
  const [one, other] = [bus(), bus()];
  const relay = publishing(kafka, store, topic);
  return {
    store,
    bus: one,
    other,
    close: async () => {
      await relay.stop();
      await one.close();
      await other.close();
    },
  };
});
