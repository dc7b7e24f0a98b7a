import { systemClock } from '@redress/eventing';
import { republish, topicOf } from '@redress/relay';
import { readSettings } from '@redress/service-host';
import { atBusSite, kafkaAt } from './bus-site.adapter.js';
import { type Say, say } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

/** Fills the topic that the settings name from the beginning of the log. */
export const relay = async (
  words: readonly string[],
  environment: Environment = process.env,
  sayAside: Say = say,
): Promise<readonly string[]> => {
  if (words.length !== 1 || words[0] !== 'republish') throw new Error('redress relay republish');
  const settings = readSettings({ ...environment, EVENT_BUS: 'kafka' });
  const { kafka: place } = settings;
  if (!place) throw new Error('There is no Kafka in the settings.');
  return atBusSite(settings, async ({ databaseUrl, store, leases }) => {
    const parts = {
      kafka: kafkaAt(place),
      topic: topicOf(place),
      groupPrefix: place.groupPrefix,
      store,
      leases,
      databaseUrl,
      clock: systemClock,
    };
    const events = await republish(parts, sayAside);
    return [`${place.topic} holds the log up to its end: ${events} events were published.`];
  });
};
