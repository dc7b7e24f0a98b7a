let stop = async () => undefined;

/** One broker for a run of the specs that need Kafka, unless one is named; each spec makes topics of its own. */
export const startTestKafka = async () => {
  if (process.env.REDRESS_SPECS !== 'kafka' || process.env.TEST_KAFKA_BROKER) return;
  const { startLocalKafka } = await import('../libs/adapter-kafka/dist/testing/index.js');
  const kafka = await startLocalKafka();
  process.env.TEST_KAFKA_BROKER = kafka.broker;
  stop = () => kafka.stop();
};

export const stopTestKafka = () => stop();
