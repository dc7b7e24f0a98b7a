import { parseArgs } from 'node:util';
import { readSettings } from '@redress/service-host';
import { moveTheBus, type Destination } from './bus-move.adapter.js';
import { positionShown, type Say, say } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

const usage = 'redress bus move --to store | --to kafka --topic <topic> --partitions <count>  [--wait <seconds>]';

/** Moves every service to another bus, or to a topic of another count of partitions, without reading anything twice. */
export const bus = async (
  words: readonly string[],
  environment: Environment = process.env,
  sayAside: Say = say,
): Promise<readonly string[]> => {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      topic: { type: 'string' },
      partitions: { type: 'string' },
      wait: { type: 'string' },
    },
  });
  const { to, topic, partitions, wait = '600' } = values;
  if (positionals.join(' ') !== 'move' || !/^\d{1,6}$/.test(wait)) throw new Error(usage);
  const settings = readSettings(environment);
  const destination = destinationOf(environment, to, topic, partitions);
  const position = await moveTheBus(settings, destination, Number(wait) * 1000, sayAside);
  return [
    `Everything goes on after position ${positionShown(position)}. Start all processes with:`,
    destination.kind === 'store'
      ? '  EVENT_BUS=store'
      : `  EVENT_BUS=kafka KAFKA_TOPIC=${destination.place.topic} KAFKA_PARTITIONS=${destination.place.partitions}`,
  ];
};

const destinationOf = (environment: Environment, to?: string, topic?: string, partitions?: string): Destination => {
  if (to === 'store' && topic === undefined && partitions === undefined) return { kind: 'store' };
  if (to !== 'kafka' || topic === undefined || !/^[1-9]\d{0,4}$/.test(partitions ?? '')) throw new Error(usage);
  const there = { EVENT_BUS: 'kafka', KAFKA_TOPIC: topic, KAFKA_PARTITIONS: String(partitions) };
  const { kafka: place } = readSettings({ ...environment, ...there });
  if (!place) throw new Error(usage);
  return { kind: 'kafka', place };
};
