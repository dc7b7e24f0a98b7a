import { parseArgs } from 'node:util';

/** What a run is asked to do. */
export interface ChaosOptions {
  readonly seed: number;
  /** How long faults happen under load. */
  readonly faultsMs: number;
  readonly store: 'postgres' | 'eventstoredb';
  readonly bus: 'kafka' | 'store';
  /** Of each service; of the relay as well. */
  readonly replicas: number;
  /** Steps of customers and agents a second. */
  readonly rate: number;
  readonly scenario: string;
  /** Where the files of a run are kept; absent: in a folder that is gone afterwards, unless something was found. */
  readonly folder: string | undefined;
}

export const usage = `Faults on the distributed form, and what is left afterwards.

  npm run chaos [-- options]

  --seed <n>           which faults, when, and what customers do      by the clock
  --minutes <n>        of faults under load                           3
  --store <store>      postgres or eventstoredb                       postgres
  --bus <bus>          kafka or store                                 kafka
  --replicas <n>       of each service and of the relay               2
  --rate <n>           steps of customers and agents a second         8
  --scenario <name>    one story with an end of its own, or all       faults
  --folder <path>      keeps the data and what the processes said
  --ci                 faults for 75 seconds
`;

const oneOf = <Word extends string>(name: string, text: string, words: readonly Word[]): Word => {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new Error(`--${name} is one of ${words.join(', ')}.`);
  return word;
};

const numberOf = (name: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new Error(`--${name} is a number from ${least} to ${most}.`);
  return value;
};

const ciSeconds = 75;

/** Throws a sentence for what cannot be meant; `undefined` when help is asked for. */
export const optionsFrom = (
  words: readonly string[],
  now: Date,
  scenarios: readonly string[],
): ChaosOptions | undefined => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '3' },
      store: { type: 'string', default: 'postgres' },
      bus: { type: 'string', default: 'kafka' },
      replicas: { type: 'string', default: '2' },
      rate: { type: 'string', default: '8' },
      scenario: { type: 'string', default: 'faults' },
      folder: { type: 'string' },
      ci: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seed: Math.floor(numberOf('seed', values.seed ?? String(now.getTime() % 1_000_000), [0, 2 ** 31])),
    faultsMs: values.ci ? ciSeconds * 1000 : numberOf('minutes', values.minutes, [0.1, 60]) * 60_000,
    store: oneOf('store', values.store, ['postgres', 'eventstoredb']),
    bus: oneOf('bus', values.bus, ['kafka', 'store']),
    replicas: numberOf('replicas', values.replicas, [1, 4]),
    rate: numberOf('rate', values.rate, [1, 200]),
    scenario: oneOf('scenario', values.scenario, [...scenarios, 'all']),
    folder: values.folder,
  };
};
